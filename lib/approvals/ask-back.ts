import { record } from "../audit/index";
import { AppError, newId } from "../base/index";
import type { Tx } from "../db/index";
import type { Person } from "../identity/schema";
import { nextApprovalState } from "./lifecycle";
import { QUESTIONS_MOST, QUESTIONS_OPEN_MOST } from "./schema";
import { referencesTo } from "./settle-votes";
import type { ApprovalRow } from "./store";

type Asking = { person: Person; approval: ApprovalRow; text: string };

/**
 * Puts a question about a locked pending approval to its agent and the agent's owner. It decides nothing: what is asked,
 * its votes and its deadline stay as they are, and anybody may decide without the answer.
 *
 * @throws TOO_MANY_QUESTIONS when 5 wait for an answer, or 10 were asked.
 */
export async function askBack(tx: Tx, { person, approval, text }: Asking): Promise<void> {
  nextApprovalState(approval.state, "ask_back");
  await refuseTooMany(tx, approval.id);
  const id = newId();
  await tx.question.create({ data: { id, approvalId: approval.id, humanId: person.human.id, text } });
  const calls = approval.asked.calls.map(({ callId }) => callId);
  const facts = { question: id, text, via: person.via, calls, whom: await whoMayAnswer(tx, approval) };
  await record(tx, { kind: "approval.asked_back", ...referencesTo({ person, approval }), facts });
}

/** Whoever owns the agent, and whoever did when it asked. */
async function whoMayAnswer(tx: Tx, { agentId, requesterId }: ApprovalRow): Promise<{ id: string; name: string }[]> {
  const { owner } = await tx.agent.findUniqueOrThrow({
    where: { id: agentId },
    select: { owner: { select: { id: true } } },
  });
  return tx.human.findMany({
    where: { id: { in: [owner.id, ...(requesterId === null ? [] : [requesterId])] }, state: "active" },
    select: { id: true, name: true },
    orderBy: { id: "asc" },
  });
}

async function refuseTooMany(tx: Tx, approvalId: string): Promise<void> {
  const asked = await tx.question.count({ where: { approvalId } });
  const open = await tx.question.count({ where: { approvalId, answer: null } });
  if (open >= QUESTIONS_OPEN_MOST)
    throw new AppError("TOO_MANY_QUESTIONS", `${open} questions wait for an answer already. Decide, or wait for one.`, {
      open,
    });
  if (asked >= QUESTIONS_MOST)
    throw new AppError("TOO_MANY_QUESTIONS", `${asked} questions were asked already. Decide with what is known.`, {
      asked,
    });
}
