import { createHash, createPublicKey, verify } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { exportSignedReview, followTask, signedReviewsOf, verifySignedReview } from "../../../lib/approvals/index";
import type { SignedReview } from "../../../lib/approvals/schema";
import { db } from "../../../lib/db/index";
import { revokePasskey } from "../../../lib/identity/index";
import { DEFAULT_RULE } from "../../../lib/policy/schema";
import { followTasks, forgetFollowers } from "../../../lib/tasks/index";
import { makeHeldCall, makeHold } from "../../factories/holds";
import { configureForPasskeys, makeSigner, reviewSigned } from "../../factories/signers";
import { makeRequestedTask } from "../../factories/tasks";
import { makePasskey } from "../../fakes/passkey";
import { freshDatabase } from "../../setup/database";

beforeAll(async () => {
  await freshDatabase();
  configureForPasskeys();
  forgetFollowers();
  followTasks(followTask);
});

const SIGN = { ...DEFAULT_RULE.sign, write: "passkey" as const };

/** A narrowing of a start that was signed, as it is exported and read again. */
async function signedReview(alg: "ES256" | "EdDSA" | "RS256" = "ES256") {
  const signer = await makeSigner(makePasskey({ alg }));
  const task = await makeRequestedTask();
  const hold = await makeHold(task, makeHeldCall(task), { sign: SIGN });
  await reviewSigned(signer, hold.approvalId, { answer: "narrow", calls: 3, reason: "Three are enough." });
  const [reviewId = ""] = await signedReviewsOf(hold.approvalId);
  const exported = await exportSignedReview(hold.approvalId, reviewId);
  return { exported: JSON.parse(JSON.stringify(exported)) as SignedReview, signer, hold, reviewId };
}

const bytes = (text: string) => Buffer.from(text, "base64url");
const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest();

/** Verifies an ES256 evidence with node:crypto and nothing of ours. */
function verifyAlone({ evidence }: SignedReview): boolean {
  const { assertion, credential, envelope } = evidence;
  const client = JSON.parse(bytes(assertion.clientDataJSON).toString()) as Record<string, unknown>;
  if (client.type !== "webauthn.get" || client.origin !== "http://localhost:3000") return false;
  if (client.challenge !== sha256(envelope).toString("base64url")) return false;
  const signed = JSON.parse(envelope) as {
    answer: string;
    approval: { digest: string };
    reason_digest: string;
    given_digest: string;
  };
  if (signed.approval.digest !== sha256(evidence.asked).toString("hex")) return false;
  if (signed.reason_digest !== sha256(evidence.reason).toString("hex")) return false;
  if (signed.given_digest !== sha256(evidence.given).toString("hex")) return false;
  const data = bytes(assertion.authenticatorData);
  if (!data.subarray(0, 32).equals(sha256("localhost")) || ((data[32] ?? 0) & 0x05) !== 0x05) return false;
  // COSE_Key of ES256: a5 01 02 03 26 20 01 21 58 20 <x> 22 58 20 <y>
  const cose = bytes(credential.publicKey);
  const [x, y] = [cose.subarray(10, 42), cose.subarray(45, 77)].map((part) => part.toString("base64url"));
  const key = createPublicKey({ key: { kty: "EC", crv: "P-256", x, y }, format: "jwk" });
  return verify(
    "sha256",
    Buffer.concat([data, sha256(bytes(assertion.clientDataJSON))]),
    key,
    bytes(assertion.signature),
  );
}

describe("the export of a signed review", () => {
  it("verifies with node:crypto alone, and a copy with anything changed does not", async () => {
    const { exported } = await signedReview();
    expect(verifyAlone(exported)).toBe(true);
    const { evidence } = exported;
    const other = (change: Partial<typeof evidence>) => ({ ...exported, evidence: { ...evidence, ...change } });
    expect(verifyAlone(other({ reason: "Thirty are enough." }))).toBe(false);
    expect(verifyAlone(other({ given: '{"calls":30}' }))).toBe(false);
    expect(verifyAlone(other({ envelope: evidence.envelope.replace('"narrow"', '"approve"') }))).toBe(false);
  });

  it.each(["ES256", "EdDSA", "RS256"] as const)("holds in every check of ours: %s", async (alg) => {
    const { exported, signer, hold, reviewId } = await signedReview(alg);
    const { holds, checks, envelope } = verifySignedReview(exported);
    expect(checks.filter((check) => !check.holds)).toEqual([]);
    expect(holds).toBe(true);
    expect(envelope).toMatchObject({ answer: "narrow", review: reviewId, approval: { id: hold.approvalId } });
    expect(exported.signer.id).toBe(signer.who.human.id);
    expect(exported.entry).toMatchObject({ kind: "approval.approved", seq: expect.stringMatching(/^\d+$/) });
    expect(JSON.parse(exported.evidence.given)).toEqual({ calls: 3 });
    expect(JSON.parse(exported.evidence.asked)).toMatchObject({ kind: "start", taskId: hold.taskId });
  });

  it("names a digest that the log names too", async () => {
    const { exported, hold } = await signedReview();
    const entry = await db().entry.findFirstOrThrow({
      where: { approvalId: hold.approvalId, kind: "approval.approved" },
    });
    expect(entry.body).toContain(exported.digest);
  });

  it("says that the passkey was revoked since, and holds all the same", async () => {
    const { signer, hold, reviewId } = await signedReview();
    const { who, passkeyId } = signer;
    await revokePasskey(who, { humanId: who.human.id, passkeyId, reason: "Lost." });
    const exported = await exportSignedReview(hold.approvalId, reviewId);
    expect(exported.passkey).toMatchObject({ revokedReason: "Lost.", revokedAt: expect.any(String) });
    expect(verifySignedReview(exported).holds).toBe(true);
  });

  it("fails in whatever was changed, down to any single character of it", async () => {
    const { exported } = await signedReview();
    const paths = leaves(exported.evidence);
    expect(paths.length).toBeGreaterThan(20);
    for (const path of paths) {
      const copy = structuredClone(exported);
      change(copy.evidence, path);
      expect(verifySignedReview(copy).holds, path.join(".")).toBe(false);
    }
  });

  it("fails at the place that was changed, also when its digest was made anew", async () => {
    const { exported } = await signedReview();
    const failing = (change: Partial<SignedReview["evidence"]>, signer = exported.signer) => {
      const evidence = { ...exported.evidence, ...change };
      const digest = sha256(canonical(evidence)).toString("hex");
      return verifySignedReview({ ...exported, signer, evidence, digest }).checks.flatMap(({ what, holds }) =>
        holds ? [] : [what],
      );
    };
    const { envelope } = exported.evidence;
    expect(failing({})).toEqual([]);
    expect(failing({ reason: "Yes." })).toEqual(["the reason is the one that was signed"]);
    expect(failing({ given: "{}" })).toEqual(["what was given is what was signed"]);
    expect(failing({ asked: "{}" })).toEqual(["what was asked is what the envelope names"]);
    const other = { ...exported.signer, id: "00000000-0000-7000-8000-000000000000" };
    expect(failing({}, other)).toEqual(["the signer is the one the envelope names"]);
    expect(failing({ envelope: envelope.replace('"answer":"narrow"', '"answer":"approve"') })).toEqual([
      "the challenge is the envelope's digest",
    ]);
    const { credential } = (await signedReview()).exported.evidence;
    expect(failing({ credential })).toEqual(["the signature is by the key", "the key is the one that was enrolled"]);
  });

  it("of something else does not hold", () => {
    for (const file of [null, {}, [], "text", { evidence: {} }]) expect(verifySignedReview(file).holds).toBe(false);
  });

  it("is refused for a review that was not signed, and for what is not there", async () => {
    const { hold, reviewId } = await signedReview();
    const { hold: other } = await signedReview();
    for (const [approvalId, id] of [
      [other.approvalId, reviewId],
      [hold.approvalId, other.id],
      ["x", reviewId],
    ] as const)
      await expect(exportSignedReview(approvalId, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

type Tree = { [key: string]: string | number | boolean | Tree };

/** The way to every value in an evidence. */
function leaves(tree: Tree, at: string[] = []): string[][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "object" ? leaves(value, [...at, key]) : [[...at, key]],
  );
}

function change(tree: Tree, [key = "", ...rest]: string[]): void {
  const value = tree[key];
  if (typeof value === "object") change(value, rest);
  else if (typeof value === "string")
    tree[key] = value === "" ? "x" : `${value.slice(0, -2)}${value.endsWith("AA") ? "BB" : "AA"}`;
  else tree[key] = typeof value === "number" ? value + 1 : !value;
}

/** RFC 8785 for what is in an evidence: strings, whole numbers, booleans, objects. */
function canonical(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`).join(",")}}`;
}
