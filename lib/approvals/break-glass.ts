import { record } from "../audit/index";
import { AppError, newId } from "../base/index";
import { inTransaction, type Tx } from "../db/index";
import { holdStanding, readStanding } from "../identity/index";
import { may, type Person } from "../identity/schema";
import { lockTask, narrowLocked } from "../tasks/index";
import { answerApproved } from "./answer-approved";
import { renderApproval } from "./render-approval";
import { refuseExcluded } from "./require-reviewer";
import { lockPending, refuseStale } from "./review-approval";
import { breakReasonSchema, JUDGE_SECONDS } from "./schema";
import { referencesTo } from "./settle-votes";
import type { ApprovalRow } from "./store";
import { whoToTell } from "./who-to-tell";

/** The advisory lock of the right itself: two uses at once must both see whether an earlier one waits for a judgement. */
const GLASS_LOCK = 72_707_373;

export type Breaking = { digest: string; reason: string };

/**
 * Gives what an approval asks without the approvals that it takes: by somebody who has this very right, for a few
 * minutes, in front of everybody. It bypasses how many approve, and nothing else: nobody does it for their own agent,
 * never with an access token, and only with what they saw. The task ends when the time is over. A judgement by somebody
 * else is due within 24 hours; while one is overdue, nobody breaks the glass.
 *
 * @returns The id of the use.
 * @throws NOT_FOUND, APPROVAL_DECIDED, DIGEST_MISMATCH; INVALID_INPUT without a reason of at least 10 characters;
 *   FORBIDDEN, OWN_AGENT; GLASS_UNJUDGED while an earlier use is overdue; UNINSPECTABLE when a part cannot be read.
 */
export async function breakGlass(person: Person, approvalId: string, breaking: Breaking): Promise<string> {
  const parsed = breakReasonSchema.safeParse(breaking.reason);
  if (!parsed.success) throw refuse("reason", parsed.error.issues[0]?.message ?? "Say why.");
  return inTransaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${GLASS_LOCK})`;
    const { approval, task } = await lockPending(tx, approvalId);
    await requireRight(tx, person, approval);
    refuseStale(approval, task, { answer: "approve", digest: breaking.digest });
    await refuseUnjudged(tx);
    if ((await renderApproval(approval.asked)).uninspectable)
      throw new AppError("UNINSPECTABLE", "A part of it cannot be read, so it cannot be given this way.");
    const reason = parsed.data;
    const id = await store(tx, person, approval, reason);
    const input = { answer: "approve" as const, digest: approval.digest, reason };
    await answerApproved(tx, { person, approval, task, input, names: `${person.human.name} broke the glass and` });
    await cutEnd(tx, person, approval, reason);
    return id;
  });
}

const refuse = (field: string, sentence: string) =>
  new AppError("INVALID_INPUT", sentence, { fields: { [field]: sentence } });

async function requireRight(tx: Tx, person: Person, approval: ApprovalRow): Promise<void> {
  if (person.via !== "page")
    throw new AppError("FORBIDDEN", "An access token may not break the glass; it takes a person who is signed in.");
  await holdStanding(tx, [person.human.id]);
  const standing = (await readStanding([person.human.id], tx)).get(person.human.id);
  if (!standing?.breaksGlass || !may({ ...person, human: { ...person.human, breakGlass: true } }, "break_glass"))
    throw new AppError("FORBIDDEN", "You have no right to break the glass. An admin gives it to people by name.");
  await refuseExcluded(tx, standing.person, approval);
}

/** @throws GLASS_UNJUDGED while a use has not been judged in time, whoever it was. */
async function refuseUnjudged(tx: Tx): Promise<void> {
  const [overdue] = await tx.$queryRaw<{ name: string }[]>`
    SELECT h.name FROM broken_glass b JOIN human h ON h.id = b.human_id
    WHERE b.judgement IS NULL AND b.judge_by <= clock_timestamp() LIMIT 1`;
  if (overdue)
    throw new AppError(
      "GLASS_UNJUDGED",
      `${overdue.name} broke the glass and nobody has judged it in time. Somebody else must do that first.`,
    );
}

async function store(tx: Tx, person: Person, approval: ApprovalRow, reason: string): Promise<string> {
  const [id, humanId] = [newId(), person.human.id];
  const seconds = approval.glassSeconds;
  const [times] = await tx.$queryRaw<{ until: Date; judgeBy: Date }[]>`
    INSERT INTO broken_glass (id, approval_id, task_id, agent_id, human_id, reason, until, judge_by)
    VALUES (${id}::uuid, ${approval.id}::uuid, ${approval.taskId}::uuid, ${approval.agentId}::uuid, ${humanId}::uuid, ${reason},
      clock_timestamp() + make_interval(secs => ${seconds}::int), clock_timestamp() + make_interval(secs => ${JUDGE_SECONDS}::int))
    RETURNING until, judge_by AS "judgeBy"`;
  await tx.review.create({
    data: {
      id: newId(),
      approvalId: approval.id,
      humanId,
      answer: "approve",
      reason,
      digest: approval.digest,
      via: "page",
    },
  });
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
