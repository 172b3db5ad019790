import { expect } from "vitest";
import { findHold, type HoldRow, reviewApproval } from "../../../lib/approvals/index";
import type { ReviewInput } from "../../../lib/approvals/schema";
import { db } from "../../../lib/db/index";
import type { RuleBody } from "../../../lib/policy/schema";
import { makeHeldCall, makeHold } from "../../factories/holds";
import type { Signer } from "../../factories/signers";
import { makeRunningTask } from "../../factories/tasks";

/** The same signature for every class. */
export const ALL = (sign: RuleBody["sign"]["read"]): RuleBody["sign"] => ({
  read: sign,
  write: sign,
  destructive: sign,
  unclassed: sign,
});

/** A held call whose answer takes a passkey. */
export async function heldCall(sign: RuleBody["sign"] = ALL("passkey")): Promise<HoldRow> {
  const task = await makeRunningTask();
  return makeHold(task, makeHeldCall(task), { sign });
}

/** What was refused, and that nothing came of it. */
export async function refused(hold: HoldRow, work: Promise<unknown>): Promise<{ code: string; message: string }> {
  const error = await work.then(
    () => {
      throw new Error("it was not refused");
    },
    (reason: { code: string; message: string }) => reason,
  );
  expect((await findHold(hold.id))?.state).toBe("waiting");
  expect(await db().review.count({ where: { approvalId: hold.approvalId } })).toBe(0);
  expect(await db().reviewSignature.count({ where: { review: { approvalId: hold.approvalId } } })).toBe(0);
  return { code: error.code, message: error.message };
}

/** Posts a review. */
export const post = (signer: Signer, hold: HoldRow, input: ReviewInput) =>
  reviewApproval(signer.who, hold.approvalId, input);
/** The approval that a hold waits for. */
export const approvalOf = ({ approvalId }: HoldRow) => db().approval.findUniqueOrThrow({ where: { id: approvalId } });
