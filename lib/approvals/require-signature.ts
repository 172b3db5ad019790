import { record } from "../audit/index";
import { AppError, canonicalJson, digestOf, isAppError } from "../base/index";
import { inTransaction, type Tx } from "../db/index";
import { type CheckedAssertion, checkAssertion } from "../identity/index";
import type { Person } from "../identity/schema";
import { approvalText } from "./digests";
import { challengeOf, envelopeSchema, envelopeText, givenText, type Reviewed } from "./envelope";
import { EVIDENCE_TYPE, type Evidence } from "./evidence";
import { gives } from "./schema";
import { takeSigning } from "./take-signing";

/** A review that was signed: under which id it is stored, by which passkey, and what proves it. */
export type ReviewSigned = {
  reviewId: string;
  passkeyId: string;
  deviceBound: boolean;
  evidence: string;
  digest: string;
};

/**
 * Makes sure that a review carries the signature its approval asks for, over exactly this answer, and uses it up. A
 * denial is signed when its signer offers it. What only stops or asks never takes a passkey: one may have been lost.
 *
 * @returns Null when the review is not signed and need not be.
 * @throws SIGNATURE_NEEDED; SIGNING_SPENT; SIGNATURE_INVALID with why it does not hold.
 */
export async function requireSignature(tx: Tx, reviewed: Reviewed): Promise<ReviewSigned | null> {
  const { person, approval, input } = reviewed;
  if (!input.signature) {
    if (approval.sign === "none" || !gives(input)) return null;
    throw new AppError("SIGNATURE_NEEDED", "A rule asks for your passkey: sign the answer, then send both.");
  }
  if (person.via !== "page") throw new AppError("SIGNATURE_NEEDED", "An access token cannot sign.");
  const { signing, assertion } = input.signature;
  const envelope = await takeSigning(tx, { id: signing, approvalId: approval.id, person });
  const frame = envelopeSchema.parse(JSON.parse(envelope)); // ours, as we stored it
  if ((await envelopeText(tx, reviewed, frame)) !== envelope)
    throw new AppError("SIGNATURE_INVALID", "What you signed is another answer than this one. Sign again.");
  const checked = await checkAssertion(tx, {
    humanId: person.human.id,
    assertion,
    challenge: challengeOf(envelope),
    deviceBound: approval.sign === "device_passkey",
  });
  const evidence = canonicalJson(evidenceOf(reviewed, envelope, checked));
  const { id, deviceBound } = checked.passkey;
  return { reviewId: signing, passkeyId: id, deviceBound, evidence, digest: digestOf(evidence) };
}

function evidenceOf({ approval, input }: Reviewed, envelope: string, checked: CheckedAssertion): Evidence {
  const { passkey, place, counter, flags, userHandle } = checked;
  const { clientDataJSON = "", authenticatorData = "", signature = "" } = input.signature?.assertion.response ?? {};
  return {
    typ: EVIDENCE_TYPE,
    envelope,
    asked: approvalText(approval.kind, approval.taskId, approval.epoch, approval.asked),
    reason: input.reason ?? "",
    given: givenText(input),
    assertion: { clientDataJSON, authenticatorData, signature, userHandle },
    credential: {
      id: passkey.credentialId,
      publicKey: passkey.publicKey,
      alg: passkey.alg,
      deviceBound: passkey.deviceBound,
    },
    enrolment: {
      passkey: passkey.id,
      at: passkey.createdAt.toISOString(),
      aaguid: passkey.aaguid,
      attestationObject: passkey.attestation,
      clientDataJSON: passkey.clientData,
    },
    ...place,
    counter,
    flags,
  };
}

/** Stores what proves a signed review, beside it, in its transaction. */
export async function keepSignature(tx: Tx, { reviewId, passkeyId, evidence, digest }: ReviewSigned): Promise<void> {
  await tx.reviewSignature.create({ data: { reviewId, passkeyId, evidence, digest } });
}

/** What the review's entry says of its signature. */
export const saidInEntry = (signed: ReviewSigned | null) =>
  signed ? { passkey: signed.passkeyId, deviceBound: signed.deviceBound, evidence: signed.digest } : undefined;

/**
 * Uses up a signing whose signature did not hold, and writes that down: the review that carried it was rolled back, and
 * nobody may go on trying. The refusal itself is the caller's to pass on.
 */
export async function noteRefusedSignature(
  person: Person,
  input: Pick<Reviewed["input"], "signature">,
  error: unknown,
): Promise<void> {
  if (!input.signature || person.via !== "page") return;
  if (!isAppError(error) || error.code !== "SIGNATURE_INVALID") return;
  const { signing, assertion } = input.signature;
  const { id, email } = person.human;
  await inTransaction(async (tx) => {
    const spent = await tx.$executeRaw`UPDATE signing SET used_at = clock_timestamp()
      WHERE id = ${signing}::uuid AND human_id = ${id}::uuid AND session_hash = ${person.sessionHash} AND used_at IS NULL`;
    if (spent === 0) return;
    const facts = { person: { id, email }, credentialId: assertion.id, reason: error.message };
    await record(tx, { kind: "passkey.refused", humanId: id, facts });
  });
}
