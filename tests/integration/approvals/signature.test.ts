import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { beginSigning, findHold, followTask } from "../../../lib/approvals/index";
import type { ReviewInput } from "../../../lib/approvals/schema";
import { listEntries } from "../../../lib/audit/index";
import { db } from "../../../lib/db/index";
import { revokePasskey } from "../../../lib/identity/index";
import { findTask, followTasks, forgetFollowers, pauseTask } from "../../../lib/tasks/index";
import { makeHeldCall, makeHold, shownOf } from "../../factories/holds";
import {
  answerTo,
  configureForPasskeys,
  enrolFor,
  makeSigner,
  reviewSigned,
  type Signer,
  signed,
  signInAgain,
} from "../../factories/signers";
import { makeRequestedTask } from "../../factories/tasks";
import { type Lies, makePasskey } from "../../fakes/passkey";
import { freshDatabase } from "../../setup/database";
import { ALL, heldCall, post, refused } from "./signed-calls";

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

describe("a signature", () => {
  const turned: [string, (review: ReviewInput) => ReviewInput, string][] = [
    [
      "another answer",
      ({ digest, signature }) => ({ answer: "deny", digest, reason: "Looks right.", signature }),
      "another answer",
    ],
    ["another reason", (review) => ({ ...review, reason: "Looks right!" }), "another answer"],
    ["more than was signed", (review) => ({ ...review, answer: "narrow", calls: 7 }), "another answer"],
  ];
  it.each(turned)("does not stand for %s", async (_, turn, said) => {
    const hold = await heldCall();
    const review = await signed(sam, hold.approvalId, await answerTo(hold.approvalId, { reason: "Looks right." }));
    expect(await refused(hold, post(sam, hold, turn(review)))).toEqual({
      code: "SIGNATURE_INVALID",
      message: expect.stringContaining(said),
    });
    // Tried once with another answer, it is no good for its own either.
    expect(await refused(hold, post(sam, hold, review))).toMatchObject({ code: "SIGNING_SPENT" });
  });

  it("does not stand for a narrowing with other bounds than were signed", async () => {
    const task = await makeRequestedTask();
    const hold = await makeHold(task, makeHeldCall(task), { sign: ALL("passkey") });
    const input = await answerTo(hold.approvalId, { answer: "narrow", calls: 3 });
    const review = await signed(sam, hold.approvalId, input);
    expect(await refused(hold, post(sam, hold, { ...review, calls: 300 }))).toMatchObject({
      code: "SIGNATURE_INVALID",
    });
    const again = await signed(sam, hold.approvalId, input);
    await post(sam, hold, again);
    expect((await findTask(task.id))?.grant?.calls).toBe(3);
  });

  it("does not stand for a beginning other than the one that was signed", async () => {
    const task = await makeRequestedTask();
    const hold = await makeHold(task, makeHeldCall(task), { sign: ALL("passkey") });
    const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
    const input = await answerTo(hold.approvalId, { answer: "narrow", notBefore: at(30) });
    for (const other of [{ notBefore: at(1) }, { notBefore: undefined, calls: 900 }]) {
      const review = await signed(sam, hold.approvalId, input);
      expect(await refused(hold, post(sam, hold, { ...review, ...other }))).toMatchObject({
        code: "SIGNATURE_INVALID",
      });
    }
    await post(sam, hold, await signed(sam, hold.approvalId, input));
    expect((await findTask(task.id))?.notBefore?.toISOString()).toBe(input.notBefore);
  });

  it("is not taken for a question, which needs none where a rule asks for one", async () => {
    const hold = await heldCall();
    await expect(beginSigning(sam.who, hold.approvalId, { answer: "ask", reason: "Why?" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
    await post(sam, hold, { answer: "ask", reason: "Why?" });
    expect((await findHold(hold.id))?.state).toBe("waiting");
    expect(await db().question.count({ where: { approvalId: hold.approvalId } })).toBe(1);
  });

  it.each<[string, Lies, RegExp]>([
    ["made at another address", { origin: "http://localhost:3001" }, /another address/],
    ["made inside another site", { crossOrigin: true }, /inside another site/],
    ["made below another site", { topOrigin: "https://evil.example" }, /inside another site/],
    ["for another name", { rpId: "example.com" }, /does not verify/],
    ["without checking who it is", { userVerified: false }, /did not check that it is you/],
    ["over other bytes", { challenge: Buffer.alloc(32).toString("base64url") }, /does not verify/],
    ["that is an enrolment", { type: "webauthn.create" }, /does not verify/],
    ["that is damaged", { damaged: true }, /does not verify/],
    ["of a passkey that became another kind", { backupEligible: true }, /something else about itself/],
    ["of a passkey whose counter went back", { counter: 1 }, /counter .* went back/],
    ["of a passkey that names somebody else", { userHandle: Buffer.from("x").toString("base64url") }, /somebody else/],
  ])("is refused %s; its challenge is spent and the log says so", async (_, lies, said) => {
    const hold = await heldCall();
    const review = await signed(sam, hold.approvalId, await answerTo(hold.approvalId), lies);
    const error = await refused(hold, post(sam, hold, review));
    expect(error).toEqual({ code: "SIGNATURE_INVALID", message: expect.stringMatching(said) });
    expect(await refused(hold, post(sam, hold, review))).toMatchObject({ code: "SIGNING_SPENT" });
    const entries = (await listEntries({}, 50, "newest")).filter(({ humanId }) => humanId === sam.who.human.id);
    expect(entries.filter(({ kind }) => kind === "passkey.refused")).toMatchObject([
      { facts: { reason: error.message, credentialId: sam.passkey.credentialId } },
    ]);
    await reviewSigned(sam, hold.approvalId);
  });

  it("is good once: a copy of the review is refused, also for another approval", async () => {
    const [hold, other] = [await heldCall(), await heldCall()];
    const review = await signed(sam, hold.approvalId, await answerTo(hold.approvalId));
    expect(await refused(other, post(sam, other, { ...review, ...(await shownOf(other.approvalId)) }))).toMatchObject({
      code: "SIGNING_SPENT",
    });
    await post(sam, hold, review);
    await expect(post(sam, hold, review)).rejects.toMatchObject({ code: "APPROVAL_DECIDED" });
    expect(await db().review.count({ where: { approvalId: hold.approvalId } })).toBe(1);
  });

  it("is good for five minutes, in the session and for the person that asked", async () => {
    const hold = await heldCall();
    const review = await signed(sam, hold.approvalId, await answerTo(hold.approvalId));
    const elsewhere = { ...sam, who: { ...sam.who, sessionHash: await signInAgain(sam.who.human.id) } };
    const other = await makeSigner();
    for (const thief of [elsewhere, other])
      expect(await refused(hold, post(thief, hold, review))).toMatchObject({ code: "SIGNING_SPENT" });
    const [{ seconds } = { seconds: 0 }] = await db().$queryRaw<{ seconds: number }[]>`
      SELECT extract(epoch FROM expires_at - created_at)::float8 AS seconds FROM signing WHERE id = ${review.signature?.signing}::uuid`;
    expect(seconds).toBeGreaterThan(298);
    expect(seconds).toBeLessThanOrEqual(300);
    await db()
      .$executeRaw`UPDATE signing SET expires_at = clock_timestamp() WHERE id = ${review.signature?.signing}::uuid`;
    expect(await refused(hold, post(sam, hold, review))).toMatchObject({ code: "SIGNING_SPENT" });
  });

  it("of another's passkey is refused, and of one that was revoked in between", async () => {
    const hold = await heldCall();
    const other = await makeSigner();
    const borrowed = await signed(
      { who: sam.who, passkey: other.passkey },
      hold.approvalId,
      await answerTo(hold.approvalId),
    );
    expect(await refused(hold, post(sam, hold, borrowed))).toMatchObject({
      code: "SIGNATURE_INVALID",
      message: expect.stringContaining("not one of yours"),
    });
    const review = await signed(sam, hold.approvalId, await answerTo(hold.approvalId));
    await revokePasskey(sam.who, { humanId: sam.who.human.id, passkeyId: sam.passkeyId, reason: "" });
    expect(await refused(hold, post(sam, hold, review))).toMatchObject({
      code: "SIGNATURE_INVALID",
      message: expect.stringContaining("revoked"),
    });
  });

  it("of a synced passkey does not do where one bound to its device is asked for", async () => {
    const hold = await heldCall(ALL("device_passkey"));
    const synced = makePasskey({ synced: true });
    const jane = await makeSigner(synced);
    expect(await refused(hold, beginSigning(jane.who, hold.approvalId, await answerTo(hold.approvalId)))).toEqual({
      code: "PASSKEY_MISSING",
      message: expect.stringContaining("yours are synced"),
    });
    const { passkey: bound } = await enrolFor(jane.who);
    const wrong = await signed({ ...jane, passkey: synced }, hold.approvalId, await answerTo(hold.approvalId));
    expect(await refused(hold, post(jane, hold, wrong))).toMatchObject({
      code: "SIGNATURE_INVALID",
      message: expect.stringContaining("is synced"),
    });
    await post(jane, hold, await signed({ ...jane, passkey: bound }, hold.approvalId, await answerTo(hold.approvalId)));
    expect((await findHold(hold.id))?.state).toBe("ready");
  });

  it("of a synced passkey, whose counter stays at 0, does where any is enough", async () => {
    const jane = await makeSigner(makePasskey({ synced: true }));
    for (const hold of [await heldCall(), await heldCall()]) await reviewSigned(jane, hold.approvalId);
    expect((await db().passkey.findUniqueOrThrow({ where: { id: jane.passkeyId } })).counter).toBe(0n);
  });

  it("does not save a review whose approver lost the role in between, or the account", async () => {
    const hold = await heldCall();
    const review = await signed(sam, hold.approvalId, await answerTo(hold.approvalId));
    await db().human.update({ where: { id: sam.who.human.id }, data: { roles: ["viewer"] } });
    expect(await refused(hold, post(sam, hold, review))).toMatchObject({ code: "FORBIDDEN" });
    await db().human.update({
      where: { id: sam.who.human.id },
      data: { roles: ["viewer", "approver"], state: "disabled" },
    });
    expect(await refused(hold, post(sam, hold, review))).toMatchObject({ code: "FORBIDDEN" });
  });

  it("does not save a review of what has changed since, or of a task that moved on", async () => {
    const task = await makeRequestedTask();
    const hold = await makeHold(task, makeHeldCall(task), { sign: ALL("passkey") });
    const review = await signed(sam, hold.approvalId, await answerTo(hold.approvalId));
    await makeHold(task, makeHeldCall(task, { path: "other" }), { sign: ALL("passkey") });
    expect(await refused(hold, post(sam, hold, review))).toMatchObject({ code: "DIGEST_MISMATCH" });
    const running = await heldCall();
    const late = await signed(sam, running.approvalId, await answerTo(running.approvalId));
    await pauseTask(running.taskId, { pausedFor: "operator", note: "Wait.", humanId: sam.who.human.id });
    await expect(post(sam, running, late)).rejects.toMatchObject({ code: "APPROVAL_DECIDED" });
  });
});
