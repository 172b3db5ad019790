import { record } from "../audit/index";
import { AppError } from "../base/index";
import { inTransaction, type Tx } from "../db/index";
import type { Person } from "../identity/schema";
import { nextApprovalState } from "./lifecycle";
import { mayAnswerFor } from "./questions";
import { lockPending } from "./review-approval";
import type { ApprovalRow } from "./store";

/** Who answers: an agent, by the task that its token names, or somebody who answers for it. */
export type Answering = { taskId: string } | { person: Person; approvalId: string };

/**
 * Answers a question about a pending approval, once. It decides nothing and gives nothing: it is words for whoever decides.
 *
 * @param text What is said: 1–2000 characters of untrusted text.
 * @throws NOT_FOUND, also for a question about another task or approval; FORBIDDEN when the person does not answer for
 *   the agent; APPROVAL_DECIDED; QUESTION_ANSWERED.
 */
export async function answerQuestion(answering: Answering, questionId: string, text: string): Promise<void> {
  await inTransaction(async (tx) => {
    const { approvalId, asker } = await findAsked(tx, answering, questionId);
    if ("person" in answering) await requireOwner(tx, answering.person, approvalId);
    const { approval, task } = await lockPending(tx, approvalId);
    nextApprovalState(approval.state, "answer");
    if (approval.decideBy <= task.now)
      throw new AppError("APPROVAL_DECIDED", "Nobody answered in time, so it expired.", { state: "expired" });
    const by = "person" in answering ? "human" : "agent";
    const humanId = "person" in answering ? answering.person.human.id : undefined;
    const count = await tx.$executeRaw`UPDATE question SET answer = ${text}, answered_by = ${by},
      answerer_id = ${humanId ?? null}::uuid, answered_at = clock_timestamp() WHERE id = ${questionId}::uuid AND answer IS NULL`;
    if (count !== 1) throw new AppError("QUESTION_ANSWERED", "Somebody has answered this question already.");
    const facts = { question: questionId, text, by, whom: asker };
    await record(tx, { kind: "approval.answered", ...referencesOf(approval), humanId, facts });
  });
}

/** Who asked, and about which approval, when it is one that whoever answers may know of. */
async function findAsked(tx: Tx, answering: Answering, id: string) {
  const asked = await tx.question.findUnique({
    where: { id },
    select: { approvalId: true, humanId: true, approval: { select: { taskId: true } } },
  });
  const theirs =
    "person" in answering ? asked?.approvalId === answering.approvalId : asked?.approval.taskId === answering.taskId;
  if (!asked || !theirs) throw new AppError("NOT_FOUND", "There is no such question.");
  const asker = await tx.human.findMany({ where: { id: asked.humanId }, select: { id: true, name: true } });
  return { approvalId: asked.approvalId, asker };
}

async function requireOwner(tx: Tx, person: Person, approvalId: string): Promise<void> {
  const approval = await tx.approval.findUniqueOrThrow({
    where: { id: approvalId },
    select: { agentId: true, requesterId: true },
  });
  if (await mayAnswerFor(person, approval, tx)) return;
  throw new AppError("FORBIDDEN", "Only the agent and whoever owns it answer questions about what it asks.");
}

const referencesOf = ({ id, taskId, epoch, agentId, digest }: ApprovalRow) => ({
  taskId,
  epoch,
  agentId,
  approvalId: id,
  digest,
});
