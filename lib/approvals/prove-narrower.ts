import { AppError } from "../base/index";
import type { Tx } from "../db/index";
import { scopeSchema } from "../policy/schema";
import { isWithin, type LockedTask } from "../tasks/index";
import { narrowAuthority, refuseNeverBegins } from "./narrow-authority";
import type { ReviewInput } from "./schema";
import type { ApprovalRow } from "./store";

/**
 * Proves that an answer gives no more than was asked, when it comes: whether or not it is the one that decides.
 *
 * @throws NOT_NARROWER when it names a tool that was not asked for, or that the task does not hold, or begins after it
 *   is over; INVALID_INPUT when it begins in the past, or is a call, which goes at once or not at all.
 */
export async function proveNarrower(
  tx: Tx,
  approval: ApprovalRow,
  task: LockedTask,
  input: ReviewInput,
): Promise<void> {
  if (input.answer !== "narrow") return;
  const { notBefore } = input;
  if (notBefore !== undefined) refuseBeginning(approval, new Date(notBefore), task.now);
  if (approval.asked.authority) refuseNeverBegins(narrowAuthority(approval.asked.authority, input), notBefore, task);
  else if (input.scope) await refuseWider(tx, task, input.scope);
}

function refuseBeginning({ asked }: ApprovalRow, notBefore: Date, now: Date): void {
  const refuse = (sentence: string) => new AppError("INVALID_INPUT", sentence, { field: "notBefore" });
  if (!asked.authority) throw refuse("Only a start or resume can begin later.");
  if (notBefore <= now) throw refuse("Say a moment that is still to come.");
}

async function refuseWider(tx: Tx, task: LockedTask, scope: NonNullable<ReviewInput["scope"]>): Promise<void> {
  const grant = task.grantId
    ? await tx.grant.findUnique({ where: { id: task.grantId }, select: { scope: true } })
    : null;
  if (!grant || !isWithin(scope, scopeSchema.parse(grant.scope)))
    throw new AppError("NOT_NARROWER", "The scope names a tool that the task does not hold.");
}
