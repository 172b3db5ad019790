import { record } from "../audit/index";
import { AppError, newId } from "../base/index";
import { inTransaction, type Tx } from "../db/index";
import { loadWebAuthn } from "../identity/index";
import type { Person } from "../identity/schema";
import { lockTask, narrowLocked } from "../tasks/index";
import { answerApproved } from "./answer-approved";
import { lockBreakable } from "./lock-breakable";
import { keepSignature, noteRefusedSignature, requireSignature, saidInEntry } from "./require-signature";
import { type Answered, saveReview } from "./save-review";
import { type Breaking, JUDGE_SECONDS } from "./schema";
import { referencesTo } from "./settle-votes";
import type { ApprovalRow } from "./store";
import { whoToTell } from "./who-to-tell";

/**
 * Gives what an approval asks without the approvals that it takes: by somebody who has this very right, for a few
 * minutes, in front of everybody. It bypasses how many approve, and nothing else: nobody does it for their own agent,
 * never with an access token, only with what they saw, and signed where any other answer would be. The task ends when
 * the time is over. A judgement by somebody else is due within 24 hours; while one is overdue, nobody breaks the glass.
 *
 * @returns The id of the use.
 * @throws NOT_FOUND, APPROVAL_DECIDED, DIGEST_MISMATCH; INVALID_INPUT without a reason of at least 10 characters;
 *   FORBIDDEN, OWN_AGENT; GLASS_UNJUDGED while an earlier use is overdue; UNINSPECTABLE when a part cannot be read;
 *   SIGNATURE_NEEDED, SIGNATURE_INVALID, SIGNING_SPENT.
 */
export async function breakGlass(person: Person, approvalId: string, breaking: Breaking): Promise<string> {
  if (breaking.signature) await loadWebAuthn(); // half a second, once, that no lock should wait for
  return inTransaction(async (tx) => {
    const { approval, task, input, shown } = await lockBreakable(tx, person, approvalId, breaking);
    const signed = await requireSignature(tx, { person, approval, task, input });
    const id = await store(tx, { person, approval, input, signed, shown });
    const { digest, reason = "" } = input;
    const given = { answer: "approve" as const, digest, reason };
    await answerApproved(tx, {
      person,
      approval,
      task,
      input: given,
      names: `${person.human.name} broke the glass and`,
    });
    await cutEnd(tx, person, approval, reason);
    return id;
  }).catch(async (error: unknown) => {
    await noteRefusedSignature(person, breaking, error);
    throw error;
  });
}

async function store(tx: Tx, answered: Answered): Promise<string> {
  const { person, approval, input, signed, shown } = answered;
  const [id, humanId, reason] = [newId(), person.human.id, input.reason ?? ""];
  const seconds = approval.glassSeconds;
  const [times] = await tx.$queryRaw<{ until: Date; judgeBy: Date }[]>`
    INSERT INTO broken_glass (id, approval_id, task_id, agent_id, human_id, reason, until, judge_by)
    VALUES (${id}::uuid, ${approval.id}::uuid, ${approval.taskId}::uuid, ${approval.agentId}::uuid, ${humanId}::uuid, ${reason},
      clock_timestamp() + make_interval(secs => ${seconds}::int), clock_timestamp() + make_interval(secs => ${JUDGE_SECONDS}::int))
    RETURNING until, judge_by AS "judgeBy"`;
  await saveReview(tx, answered);
  if (signed) await keepSignature(tx, signed);
  await tx.signer.create({
    data: { id: newId(), approvalId: approval.id, humanId, seatId: humanId, glass: true },
  });
  await tx.$executeRaw`UPDATE approval SET state = 'approved', decided_at = clock_timestamp(), decided_by = ${humanId}::uuid,
    reason = ${reason} WHERE id = ${approval.id}::uuid AND state = 'pending'`;
  await record(tx, {
    kind: "approval.broken_glass",
    ...referencesTo({ person, approval }),
    facts: {
      reason,
      digest: approval.digest,
      signature: saidInEntry(signed),
      rendering: input.rendering,
      template: shown?.template,
      until: times?.until.toISOString() ?? "",
      judgeBy: times?.judgeBy.toISOString() ?? "",
      glassId: id,
      whom: await whoToTell(tx, humanId),
    },
  });
  return id;
}

/** Cuts the end of the task to the few minutes, as a narrowing: what was let through stays ready. */
async function cutEnd(tx: Tx, person: Person, approval: ApprovalRow, reason: string): Promise<void> {
  const task = await lockTask(tx, approval.taskId);
  if (!task) throw new AppError("NOT_FOUND", "The task is gone.");
  await narrowLocked(tx, person.human.id, task, {
    reason: `the glass was broken, so it ends soon: ${reason}`,
    endsInSeconds: approval.glassSeconds,
  });
}
