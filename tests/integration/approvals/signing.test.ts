import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  beginSigning,
  exportSignedReview,
  findHold,
  followTask,
  reviewApproval,
  signedReviewsOf,
  verifySignedReview,
} from "../../../lib/approvals/index";
import { listEntries } from "../../../lib/audit/index";
import { db } from "../../../lib/db/index";
import { PASSKEY_OPEN_MOST, type Person } from "../../../lib/identity/schema";
import { followTasks, forgetFollowers } from "../../../lib/tasks/index";
import { makeHeldCall, makeHold } from "../../factories/holds";
import {
  answerTo,
  configureForPasskeys,
  makeSignedIn,
  makeSigner,
  reviewSigned,
  type Signer,
} from "../../factories/signers";
import { makeRequestedTask, makeRunningTask } from "../../factories/tasks";
import { needOf } from "../../factories/votes";
import { makePasskey } from "../../fakes/passkey";
import { freshDatabase } from "../../setup/database";
import { ALL, approvalOf, heldCall, post, refused } from "./signed-calls";

let sam: Signer;
beforeAll(async () => {
  await freshDatabase();
  configureForPasskeys();
  forgetFollowers();
  followTasks(followTask);
});
beforeEach(async () => {
  sam = await makeSigner();
});

describe("an approval that asks for a signature", () => {
  it.each(["ES256", "EdDSA", "RS256"] as const)("is answered with one, and keeps what proves it: %s", async (alg) => {
    const signer = await makeSigner(makePasskey({ alg }));
    const hold = await heldCall();
    await reviewSigned(signer, hold.approvalId, { reason: "Looks right." });
    expect((await findHold(hold.id))?.state).toBe("ready");
    const review = await db().review.findFirstOrThrow({
      where: { approvalId: hold.approvalId },
      include: { signature: true },
    });
    expect(review.signature?.passkeyId).toBe(signer.passkeyId);
    const entries = await listEntries({ taskId: hold.taskId }, 100, "oldest");
    expect(entries.find(({ kind }) => kind === "approval.approved")?.facts.signature).toEqual({
      passkey: signer.passkeyId,
      deviceBound: true,
      evidence: review.signature?.digest,
    });
    expect(await db().passkey.findUnique({ where: { id: signer.passkeyId } })).toMatchObject({
      counter: 2n,
      usedAt: expect.any(Date),
    });
  });

  it("is not answered without one", async () => {
    const hold = await heldCall();
    expect(await refused(hold, post(sam, hold, await answerTo(hold.approvalId)))).toMatchObject({
      code: "SIGNATURE_NEEDED",
    });
  });

  it("is not answered with an access token at all, whatever the rule says of tokens", async () => {
    const hold = await heldCall();
    await db().approval.update({ where: { id: hold.approvalId }, data: { reviewBy: "any" } });
    const { human } = sam.who;
    const robot: Person = { via: "token", human, tokenId: human.id, tokenName: "ci", rights: ["review"] };
    const answers = [await answerTo(hold.approvalId), { answer: "deny" as const, reason: "no" }];
    for (const answer of answers)
      expect(await refused(hold, reviewApproval(robot, hold.approvalId, answer))).toMatchObject({
        code: "REVIEW_BY_PAGE",
      });
  });

  it("is denied without one, because whoever lost a passkey must be able to stop", async () => {
    const hold = await heldCall();
    await post(sam, hold, { answer: "deny", reason: "Not today." });
    expect((await findHold(hold.id))?.state).toBe("denied");
    expect(await db().reviewSignature.count({ where: { review: { approvalId: hold.approvalId } } })).toBe(0);
  });

  it("is denied with one that is offered, which is kept", async () => {
    const hold = await heldCall();
    await reviewSigned(sam, hold.approvalId, { answer: "deny", digest: undefined, reason: "Not today." });
    expect((await findHold(hold.id))?.state).toBe("denied");
    expect(await db().reviewSignature.count({ where: { review: { approvalId: hold.approvalId } } })).toBe(1);
  });

  it("keeps what it asked for when it was made: no later rule loosens it, and a call that joins may make it stricter", async () => {
    const task = await makeRequestedTask();
    const first = await makeHold(task, makeHeldCall(task), { sign: ALL("passkey") });
    await makeHold(task, makeHeldCall(task, { path: "b" }), { sign: ALL("none") });
    expect((await approvalOf(first)).sign).toBe("passkey");
    await makeHold(task, makeHeldCall(task, { path: "c" }), { sign: ALL("device_passkey") });
    expect((await approvalOf(first)).sign).toBe("device_passkey");
  });

  it("of two people takes a signature of each, and keeps both", async () => {
    const task = await makeRunningTask();
    const hold = await makeHold(task, makeHeldCall(task), { sign: ALL("passkey"), needs: [needOf()] });
    await reviewSigned(sam, hold.approvalId, { reason: "First." });
    expect((await findHold(hold.id))?.state).toBe("waiting");
    const other = await makeSigner();
    await expect(post(other, hold, await answerTo(hold.approvalId))).rejects.toMatchObject({
      code: "SIGNATURE_NEEDED",
    });
    await reviewSigned(other, hold.approvalId, { reason: "Second." });
    expect((await findHold(hold.id))?.state).toBe("ready");
    const reviews = await signedReviewsOf(hold.approvalId);
    const exported = await Promise.all(reviews.map((id) => exportSignedReview(hold.approvalId, id)));
    expect(exported.map(({ entry, evidence }) => [entry?.kind, evidence.reason])).toEqual([
      ["approval.voted", "First."],
      ["approval.approved", "Second."],
    ]);
    for (const one of exported) expect(verifySignedReview(one).holds).toBe(true);
  });
});

describe("beginning to sign", () => {
  it("refuses what the review would be refused for, before anybody reaches for a passkey", async () => {
    const hold = await heldCall();
    const input = await answerTo(hold.approvalId);
    const viewer = await makeSignedIn(["viewer"]);
    expect(await refused(hold, beginSigning(viewer, hold.approvalId, input))).toMatchObject({ code: "FORBIDDEN" });
    const stale = { ...input, digest: "0".repeat(64) };
    expect(await refused(hold, beginSigning(sam.who, hold.approvalId, stale))).toMatchObject({
      code: "DIGEST_MISMATCH",
    });
    const without = await makeSignedIn();
    expect(await refused(hold, beginSigning(without, hold.approvalId, input))).toEqual({
      code: "PASSKEY_MISSING",
      message: "You have no passkey yet. Enrol one in Settings.",
    });
  });

  it("ends when so many wait unfinished that nobody could mean them all", async () => {
    const hold = await heldCall();
    const input = await answerTo(hold.approvalId);
    for (let count = 0; count < PASSKEY_OPEN_MOST; count += 1) await beginSigning(sam.who, hold.approvalId, input);
    const over = await refused(hold, beginSigning(sam.who, hold.approvalId, input));
    expect(over).toMatchObject({ code: "RATE_LIMITED", message: expect.stringContaining("5 min") });
    await reviewSigned(await makeSigner(), hold.approvalId);
  });

  it("asks for the person's own passkeys, with user verification, over the digest of what it wrote down", async () => {
    const hold = await heldCall();
    const { id, options } = await beginSigning(sam.who, hold.approvalId, await answerTo(hold.approvalId));
    expect(options).toMatchObject({
      rpId: "localhost",
      userVerification: "required",
      allowCredentials: [{ id: sam.passkey.credentialId, type: "public-key" }],
    });
    const { envelope } = await db().signing.findUniqueOrThrow({ where: { id } });
    expect(JSON.parse(envelope)).toMatchObject({
      typ: "countersign-review/v1",
      iss: "http://localhost:3000",
      review: id,
      answer: "approve",
      approval: { id: hold.approvalId, kind: "call" },
      task: { id: hold.taskId, epoch: hold.epoch },
      class: "write",
      sign: "passkey",
      approver: { id: sam.who.human.id, roles: ["viewer", "approver"] },
      max_uses: 1,
    });
  });
});
