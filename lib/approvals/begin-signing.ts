import { randomBytes } from "node:crypto";
import { AppError, newId } from "../base/index";
import { inTransaction, type Tx } from "../db/index";
import { identitySettings, passkeysToSignWith, tooManyOpen } from "../identity/index";
import { PASSKEY_OPEN_MOST, PASSKEY_SECONDS, type SignedIn, type SigningOptions } from "../identity/schema";
import { challengeOf, envelopeText, type Reviewed } from "./envelope";
import { lockBreakable } from "./lock-breakable";
import { lockAnswerable } from "./review-approval";
import type { Breaking, ReviewInput } from "./schema";

/** What a browser is to sign, until when, and under which id the review then comes. */
export type Signing = { id: string; expiresAt: Date; options: SigningOptions };

/**
 * Begins to sign an answer to an approval: writes down exactly what is answered, and asks for the person's passkey over
 * it. Good once, for five minutes, in this session; nothing is answered by it.
 *
 * @throws Everything `reviewApproval` refuses with; INVALID_INPUT for a question, which gives nothing; PASSKEY_MISSING when the person has no passkey that may sign this;
 *   RATE_LIMITED when 30 wait unfinished; PASSKEYS_UNAVAILABLE with what to do when passkeys do not work at this address.
 */
export async function beginSigning(person: SignedIn, approvalId: string, input: ReviewInput): Promise<Signing> {
  if (input.answer === "ask") throw new AppError("INVALID_INPUT", "A question is not signed.", { field: "answer" });
  return inTransaction(async (tx) => {
    const { approval, task } = await lockAnswerable(tx, person, approvalId, input);
    return openSigning(tx, { person, approval, task, input });
  });
}

/**
 * Begins to sign breaking the glass for an approval, as any other answer to it.
 *
 * @throws Everything `breakGlass` refuses with; PASSKEY_MISSING, RATE_LIMITED, PASSKEYS_UNAVAILABLE as `beginSigning`.
 */
export async function beginBreaking(person: SignedIn, approvalId: string, breaking: Breaking): Promise<Signing> {
  return inTransaction(async (tx) => {
    const { approval, task, input } = await lockBreakable(tx, person, approvalId, breaking);
    return openSigning(tx, { person, approval, task, input });
  });
}

async function openSigning(tx: Tx, reviewed: Reviewed & { person: SignedIn }): Promise<Signing> {
  const { person, approval, task } = reviewed;
  await refuseTooMany(tx, person.human.id);
  const frame = {
    iss: identitySettings().publicUrl,
    nonce: randomBytes(16).toString("base64url"),
    review: newId(),
    issued_at: task.now.toISOString(),
    expires_at: new Date(task.now.getTime() + PASSKEY_SECONDS * 1000).toISOString(),
  };
  const envelope = await envelopeText(tx, reviewed, frame);
  const options = await passkeysToSignWith(tx, {
    humanId: person.human.id,
    challenge: challengeOf(envelope),
    deviceBound: approval.sign === "device_passkey",
  });
  const signing = {
    id: frame.review,
    approvalId: approval.id,
    humanId: person.human.id,
    sessionHash: person.sessionHash,
  };
  await tx.signing.create({ data: { ...signing, envelope, expiresAt: new Date(frame.expires_at) } });
  return { id: frame.review, expiresAt: new Date(frame.expires_at), options };
}

async function refuseTooMany(tx: Tx, humanId: string): Promise<void> {
  const [open] = await tx.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM signing
    WHERE human_id = ${humanId}::uuid AND used_at IS NULL AND expires_at > clock_timestamp()`;
  if ((open?.count ?? 0) >= PASSKEY_OPEN_MOST) throw tooManyOpen();
}
