import { beforeAll, describe, expect, it } from "vitest";
import {
  beginBreaking,
  breakGlass,
  exportSignedReview,
  findHold,
  followTask,
  type HoldRow,
  reviewApproval,
  signedReviewsOf,
  verifySignedReview,
} from "../../../lib/approvals/index";
import type { Breaking } from "../../../lib/approvals/schema";
import { listEntries } from "../../../lib/audit/index";
import { db } from "../../../lib/db/index";
import { followTasks, forgetFollowers } from "../../../lib/tasks/index";
import { makeHeldCall, makeHold, shownOf } from "../../factories/holds";
import {
  answerTo,
  configureForPasskeys,
  makeSignedIn,
  makeSigner,
  ORIGIN,
  type Signer,
  signed,
} from "../../factories/signers";
import { makeRunningTask } from "../../factories/tasks";
import { change, needOf } from "../../factories/votes";
import { makePasskey } from "../../fakes/passkey";
import { freshDatabase } from "../../setup/database";
import { ALL, refused } from "./signed-calls";

let jane: Signer;
beforeAll(async () => {
  await freshDatabase();
  configureForPasskeys();
  forgetFollowers();
  followTasks(followTask);
  jane = await makeSigner();
  await change(jane.who, { breakGlass: true });
});

const REASON = "The site is down and nobody answers.";

/** A held call that takes three people, each with a passkey. */
async function asked(sign: "passkey" | "device_passkey" = "passkey"): Promise<HoldRow> {
  const task = await makeRunningTask();
  return makeHold(task, makeHeldCall(task), { sign: ALL(sign), needs: [needOf({ any: [{ approve: 3 }] })] });
}

const breaking = async ({ approvalId }: HoldRow, reason = REASON): Promise<Breaking> => ({
  ...(await shownOf(approvalId)),
  reason,
});

/** Signs breaking the glass as the page does; gives what would be posted. */
async function glassSigned({ who, passkey }: Signer, hold: HoldRow, over: Partial<Breaking> = {}): Promise<Breaking> {
  const answer = { ...(await breaking(hold)), ...over };
  const { id, options } = await beginBreaking(who, hold.approvalId, answer);
  return { ...answer, signature: { signing: id, assertion: passkey.sign(options, ORIGIN) } };
}

/** What was refused, and that nothing came of it: no review, no signature, no use of the right. */
async function untouched(hold: HoldRow, work: Promise<unknown>) {
  const refusal = await refused(hold, work);
  expect(await db().brokenGlass.count({ where: { approvalId: hold.approvalId } })).toBe(0);
  return refusal;
}

describe("breaking the glass where a rule asks for a passkey", () => {
  it("is refused without a signature, however urgent it is", async () => {
    const hold = await asked();
    const work = breakGlass(jane.who, hold.approvalId, await breaking(hold));
    expect(await untouched(hold, work)).toMatchObject({ code: "SIGNATURE_NEEDED" });
  });

  it("passes signed, keeps what proves it, and verifies offline as the glass that it is", async () => {
    const hold = await asked();
    await breakGlass(jane.who, hold.approvalId, await glassSigned(jane, hold));
    expect((await findHold(hold.id))?.state).toBe("ready");
    const [reviewId = ""] = await signedReviewsOf(hold.approvalId);
    const exported = await exportSignedReview(hold.approvalId, reviewId);
    const { holds, checks, envelope } = verifySignedReview(JSON.parse(JSON.stringify(exported)));
    expect(checks.filter((check) => !check.holds)).toEqual([]);
    expect(holds).toBe(true);
    const { digest, rendering } = await shownOf(hold.approvalId);
    expect(envelope).toMatchObject({
      answer: "break_glass",
      approval: { id: hold.approvalId, digest },
      rendering: { digest: rendering },
      sign: "passkey",
    });
    expect(exported.evidence).toMatchObject({ reason: REASON, given: '{"seconds":900}' });
    expect(exported.entry?.kind).toBe("approval.broken_glass");
    const [entry] = await listEntries({ approvalId: hold.approvalId, kinds: ["approval.broken_glass"] }, 1, "newest");
    expect(entry?.facts.signature).toEqual({
      passkey: jane.passkeyId,
      deviceBound: true,
      evidence: exported.digest,
    });
    expect(await db().review.findUnique({ where: { id: reviewId } })).toMatchObject({
      ...{ answer: "break_glass", rendering, digest },
    });
  });

  it("is not passed by the signature of an approval of the same call, nor the other way around", async () => {
    const hold = await asked();
    const approve = await signed(jane, hold.approvalId, await answerTo(hold.approvalId, { reason: REASON }));
    const { signature } = approve;
    const work = breakGlass(jane.who, hold.approvalId, { ...(await breaking(hold)), signature });
    expect(await untouched(hold, work)).toMatchObject({ code: "SIGNATURE_INVALID" });
    // It is used up: not even the answer that it was for takes it now.
    expect(await untouched(hold, reviewApproval(jane.who, hold.approvalId, approve))).toMatchObject({
      code: "SIGNING_SPENT",
    });
    const glass = await glassSigned(jane, hold);
    const other = { ...(await answerTo(hold.approvalId, { reason: REASON })), signature: glass.signature };
    expect(await untouched(hold, reviewApproval(jane.who, hold.approvalId, other))).toMatchObject({
      code: "SIGNATURE_INVALID",
    });
  });

  it("is not passed with another reason than the one that was signed, nor with another approval's signature", async () => {
    const [hold, second] = [await asked(), await asked()];
    const answer = await glassSigned(jane, hold);
    const changed = { ...answer, reason: "Nobody will ever read this one." };
    expect(await untouched(hold, breakGlass(jane.who, hold.approvalId, changed))).toMatchObject({
      code: "SIGNATURE_INVALID",
    });
    const { signature } = await glassSigned(jane, hold);
    const there = { ...(await breaking(second)), signature };
    expect(await untouched(second, breakGlass(jane.who, second.approvalId, there))).toMatchObject({
      code: "SIGNING_SPENT",
    });
  });

  it("takes a passkey that cannot leave its device where the rule says so", async () => {
    const synced = await makeSigner(makePasskey({ synced: true }));
    await change(synced.who, { breakGlass: true });
    const hold = await asked("device_passkey");
    expect(await untouched(hold, glassSigned(synced, hold))).toMatchObject({ code: "PASSKEY_MISSING" });
  });

  it("is not even begun without the right, or without a passkey", async () => {
    const hold = await asked();
    const sam = await makeSigner();
    expect(await untouched(hold, glassSigned(sam, hold))).toMatchObject({ code: "FORBIDDEN" });
    const who = await makeSignedIn();
    await change(who, { breakGlass: true });
    const work = beginBreaking(who, hold.approvalId, await breaking(hold));
    expect(await untouched(hold, work)).toMatchObject({ code: "PASSKEY_MISSING" });
    expect(await db().signing.count({ where: { approvalId: hold.approvalId } })).toBe(0);
  });
});
