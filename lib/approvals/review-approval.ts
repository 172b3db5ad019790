import { record } from "../audit/index";
import { AppError, newId } from "../base/index";
import { inTransaction, type Tx } from "../db/index";
import { loadWebAuthn } from "../identity/index";
import type { Person } from "../identity/schema";
import { type LockedTask, lockTask } from "../tasks/index";
import { answerApproved } from "./answer-approved";
import { answerDenied } from "./answer-denied";
import { nextApprovalState } from "./lifecycle";
import { type RenderedApproval, renderApproval } from "./render-approval";
import { requireReviewer } from "./require-reviewer";
import {
  keepSignature,
  noteRefusedSignature,
  type ReviewSigned,
  requireSignature,
  saidInEntry,
} from "./require-signature";
import type { ReviewInput } from "./schema";
import { type ApprovalRow, findApproval, lockApprovals } from "./store";

/**
 * Takes one human's answer to an approval and does what it says, in one transaction: the review, the approval's new
 * state, the task's move, and each hold it lets through or ends. Nothing is sent by it.
 *
 * @throws NOT_FOUND; APPROVAL_DECIDED with who and when; DIGEST_MISMATCH when the page showed something else than what
 *   is held or was rendered; UNINSPECTABLE when a part of it cannot be read and nobody said that it may go all the same;
 *   FORBIDDEN, OWN_AGENT, REVIEW_BY_PAGE; NOT_NARROWER; SIGNATURE_NEEDED, SIGNATURE_INVALID, SIGNING_SPENT.
 */
export async function reviewApproval(person: Person, approvalId: string, input: ReviewInput): Promise<void> {
  if (input.signature) await loadWebAuthn(); // half a second, once, that no lock should wait for
  await inTransaction(async (tx) => {
    const { approval, task, shown } = await lockAnswerable(tx, person, approvalId, input);
    const signed = await requireSignature(tx, { person, approval, task, input });
    await saveReview(tx, { person, approval, input, signed, shown });
    if (input.answer === "deny") await answerDenied(tx, { person, approval, task, input });
    else await answerApproved(tx, { person, approval, task, input });
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
): Promise<{ approval: ApprovalRow; task: LockedTask; shown: RenderedApproval | null }> {
  const { approval, task } = await lockPending(tx, approvalId);
  await requireReviewer(tx, person, approval);
  nextApprovalState(approval.state, input.answer === "deny" ? "deny" : "approve");
  if (approval.decideBy <= task.now)
    throw new AppError("APPROVAL_DECIDED", "Nobody answered in time, so it expired.", { state: "expired" });
  if (input.digest !== undefined && input.digest !== approval.digest)
    throw new AppError("DIGEST_MISMATCH", "What you saw has changed since; look again.");
  return { approval, task, shown: input.answer === "deny" ? null : await requireSeen(approval, input) };
}

/** Proves that what is given was shown as it is, and that nothing unreadable goes through unnoticed. */
async function requireSeen(approval: ApprovalRow, input: ReviewInput): Promise<RenderedApproval> {
  const shown = await renderApproval(approval.asked);
  if (input.rendering !== undefined && input.rendering !== shown.digest)
    throw new AppError("DIGEST_MISMATCH", "The page showed something else than what is held; look again.");
  if (shown.uninspectable && !input.uninspected)
    throw new AppError("UNINSPECTABLE", "A part of it cannot be read. Say that it may go all the same, or deny it.");
  return shown;
}

/** Locks the task first, then its pending approvals, as every writer does. */
async function lockPending(tx: Tx, approvalId: string): Promise<{ approval: ApprovalRow; task: LockedTask }> {
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

type Answered = {
  person: Person;
  approval: ApprovalRow;
  input: ReviewInput;
  signed: ReviewSigned | null;
  shown: RenderedApproval | null;
};

async function saveReview(tx: Tx, { person, approval, input, signed, shown }: Answered): Promise<void> {
  const { scope, endsInSeconds, calls } = input;
  const given = input.answer === "narrow" ? { scope, endsInSeconds, calls } : undefined;
  await tx.review.create({
    data: {
      id: signed?.reviewId ?? newId(),
      approvalId: approval.id,
      humanId: person.human.id,
      answer: input.answer,
      reason: input.reason ?? "",
      digest: approval.digest,
      via: person.via,
      given,
      rendering: input.rendering,
      template: input.rendering === undefined ? undefined : shown?.template,
      uninspected: input.uninspected ?? false,
    },
  });
  if (signed) await keepSignature(tx, signed);
  const state = input.answer === "deny" ? "denied" : "approved";
  await tx.$executeRaw`UPDATE approval SET state = ${state}, decided_at = clock_timestamp(), decided_by = ${person.human.id}::uuid,
    reason = ${input.reason ?? null} WHERE id = ${approval.id}::uuid AND state = 'pending'`;
  const references = {
    taskId: approval.taskId,
    epoch: approval.epoch,
    agentId: approval.agentId,
    humanId: person.human.id,
    approvalId: approval.id,
    digest: approval.digest,
  };
  const said = { digest: approval.digest, via: person.via, reason: input.reason ?? "", signature: saidInEntry(signed) };
  if (input.answer === "deny")
    await record(tx, { kind: "approval.denied", ...references, facts: { ...said, revoked: input.revoke ?? false } });
  else {
    const { rendering, uninspected, answer } = input;
    const template = rendering === undefined ? undefined : shown?.template;
    const facts = { ...said, answer, given, rendering, template, uninspected };
    await record(tx, { kind: "approval.approved", ...references, facts });
  }
}
