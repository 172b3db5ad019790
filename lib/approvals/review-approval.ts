import { AppError } from "../base/index";
import { inTransaction, type Tx } from "../db/index";
import { loadWebAuthn } from "../identity/index";
import type { Person } from "../identity/schema";
import { type LockedTask, lockTask } from "../tasks/index";
import { askBack } from "./ask-back";
import { askPattern } from "./ask-pattern";
import { countVotes } from "./count-votes";
import { editCall } from "./edit-call";
import type { Reviewed } from "./envelope";
import { refuseIdleVote } from "./idle-vote";
import { nextApprovalState } from "./lifecycle";
import { holdTasksOfLock } from "./lock-denied";
import { proveNarrower } from "./prove-narrower";
import { holdVoters, readVotes } from "./read-votes";
import { refuseHaste } from "./refuse-haste";
import { type RenderedApproval, renderApproval } from "./render-approval";
import { requireReviewer } from "./require-reviewer";
import { keepSignature, noteRefusedSignature, requireSignature } from "./require-signature";
import { saveReview } from "./save-review";
import { gives, type ReviewInput } from "./schema";
import { settleVotes } from "./settle-votes";
import { type ApprovalRow, findApproval, lockApprovals } from "./store";

/** An approval that somebody may answer, with its task, both locked. */
export type Answerable = {
  approval: ApprovalRow;
  task: LockedTask;
  /** Who may not answer it, by person. */
  excluded: ReadonlySet<string>;
  /** What was rendered of it; null for an answer that gives nothing. */
  shown: RenderedApproval | null;
};

/**
 * Takes one human's answer to an approval: a vote on exactly what is asked now. When it is the last one that was needed
 * everything it means is done in the same transaction: the approval's new state, the task's move, and each hold it lets
 * through or ends. Until then the approval waits. Nothing is sent by it. Whoever edits it, or asks for calls like it as
 * well, first changes what is asked, and then votes for that. The standing of everybody who has voted is read again first:
 * a vote whose person has lost theirs counts no more. Whoever votes again replaces their own vote. A question is no vote: it
 * is put to the agent and its owner, and everything stays as it is.
 *
 * @throws NOT_FOUND; APPROVAL_DECIDED with who and when; DIGEST_MISMATCH when the page showed something else than what
 *   is held or was rendered; UNINSPECTABLE when a part of it cannot be read and nobody said that it may go all the same;
 *   TOO_MANY_APPROVALS; FORBIDDEN, also for an approval that would count for nothing; OWN_AGENT, REVIEW_BY_PAGE; NOT_NARROWER;
 *   INVALID_INPUT for an edit that is none; SIGNATURE_NEEDED, SIGNATURE_INVALID, SIGNING_SPENT; TOO_MANY_QUESTIONS.
 */
export async function reviewApproval(person: Person, approvalId: string, input: ReviewInput): Promise<void> {
  if (input.signature) await loadWebAuthn(); // half a second, once, that no lock should wait for
  await inTransaction(async (tx) => {
    await holdTasksOfLock(tx, approvalId, input);
    const { approval: asked, task, excluded, shown } = await lockAnswerable(tx, person, approvalId, input);
    if (input.answer === "ask") return askBack(tx, { person, approval: asked, text: input.reason ?? "" });
    const signed = await requireSignature(tx, { person, approval: asked, task, input });
    const approval = await changeAsked(tx, { person, approval: asked, task, input });
    if (approval !== asked) refuseUnread(await renderApproval(approval.asked, tx), input);
    await saveReview(tx, { person, approval, input, signed, shown });
    if (signed) await keepSignature(tx, signed);
    const { needs } = approval.asked;
    const count = countVotes(await readVotes(approval, tx), { needs, escalated: approval.escalated, excluded });
    await settleVotes(tx, { person, approval, task, input, signed, shown }, count);
  }).catch(async (error: unknown) => {
    await noteRefusedSignature(person, input, error);
    throw error;
  });
}

/** Locks an approval that this person may answer, now, with what they saw. @throws As `reviewApproval`. */
export async function lockAnswerable(
  tx: Tx,
  person: Person,
  approvalId: string,
  input: ReviewInput,
): Promise<Answerable> {
  const { approval, task } = await lockPending(tx, approvalId);
  await holdVoters(tx, approval.id, person.human.id);
  const excluded = await requireReviewer(tx, person, approval);
  refuseStale(approval, task, input);
  await refuseHaste(tx, { person, approval, input });
  await proveNarrower(tx, approval, task, input);
  await refuseIdleVote(tx, { person, approval, input, excluded });
  return { approval, task, excluded, shown: gives(input) ? await requireSeen(approval, input) : null };
}

/** Proves that what is given was shown as it is, and that nothing unreadable goes through unnoticed. */
export async function requireSeen(approval: ApprovalRow, input: Reviewed["input"]): Promise<RenderedApproval> {
  const shown = await renderApproval(approval.asked);
  if (input.rendering !== undefined && input.rendering !== shown.digest)
    throw new AppError("DIGEST_MISMATCH", "The page showed something else than what is held; look again.");
  // What is edited goes as it was edited: that is looked at once it is asked.
  if (input.answer !== "edit") refuseUnread(shown, input);
  return shown;
}

/** An edit and a pattern make the approval ask something else, for which their reviewer votes then. */
async function changeAsked(tx: Tx, change: Parameters<typeof askPattern>[1]): Promise<ApprovalRow> {
  const { answer } = change.input;
  if (answer === "edit") return editCall(tx, change);
  return answer === "pattern" ? askPattern(tx, change) : change.approval;
}

function refuseUnread({ uninspectable }: RenderedApproval, { answer, uninspected }: Reviewed["input"]): void {
  if (uninspectable && answer === "break_glass")
    throw new AppError("UNINSPECTABLE", "A part of it cannot be read, so it cannot be given this way.");
  if (uninspectable && !uninspected)
    throw new AppError("UNINSPECTABLE", "A part of it cannot be read. Say that it may go all the same, or deny it.");
}

/** Refuses an answer that comes too late, or to something else than was shown. @throws APPROVAL_DECIDED, DIGEST_MISMATCH. */
export function refuseStale(
  approval: ApprovalRow,
  task: Pick<LockedTask, "now">,
  input: Pick<Reviewed["input"], "answer" | "digest">,
): void {
  nextApprovalState(approval.state, input.answer === "deny" ? "deny" : "approve");
  if (approval.decideBy <= task.now)
    throw new AppError("APPROVAL_DECIDED", "Nobody answered in time, so it expired.", { state: "expired" });
  if (input.digest !== undefined && input.digest !== approval.digest)
    throw new AppError("DIGEST_MISMATCH", "What you saw has changed since; look again.");
}

/** Locks the task first, then its pending approvals, as every writer does. @throws NOT_FOUND, APPROVAL_DECIDED. */
export async function lockPending(tx: Tx, approvalId: string): Promise<{ approval: ApprovalRow; task: LockedTask }> {
  const seen = await findApproval(approvalId, tx);
  if (!seen) throw new AppError("NOT_FOUND", "There is no such approval.");
  const task = await lockTask(tx, seen.taskId);
  if (!task) throw new AppError("NOT_FOUND", "The task is gone.");
  const approval = (await lockApprovals(tx, task.id)).find((candidate) => candidate.id === approvalId);
  if (!approval || approval.epoch !== task.epoch) throw await decided(tx, approvalId);
  return { approval, task };
}

async function decided(tx: Tx, approvalId: string): Promise<AppError> {
  const approval = await findApproval(approvalId, tx);
  const by = approval?.decidedBy
    ? await tx.human.findUnique({ where: { id: approval.decidedBy }, select: { name: true } })
    : null;
  const state = approval?.state === "pending" ? "superseded" : (approval?.state ?? "superseded");
  const who = by ? ` by ${by.name}` : "";
  return new AppError("APPROVAL_DECIDED", `This approval is ${state}${who} already.`, {
    state,
    by: by?.name ?? null,
    at: approval?.decidedAt?.toISOString() ?? null,
    reason: approval?.reason ?? null,
  });
}
