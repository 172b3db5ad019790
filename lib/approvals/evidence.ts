import { z } from "zod";

/** What proves a signed review offline. Public format: exports and the command that verifies read it. */
export const EVIDENCE_TYPE = "countersign-signed-review/v1";

const text = z.string();
const whole = z.number().int();

/** Bytes are base64url; `envelope`, `asked` and `given` are canonical JSON, of which the digests were made. */
export const evidenceSchema = z.strictObject({
  typ: z.literal(EVIDENCE_TYPE),
  /** What the passkey signed, through the challenge. */
  envelope: text,
  /** What the approval's digest stands for: what was asked. */
  asked: text,
  reason: text,
  given: text,
  assertion: z.strictObject({ clientDataJSON: text, authenticatorData: text, signature: text, userHandle: text }),
  /** The passkey as of signing: its key as COSE_Key. */
  credential: z.strictObject({ id: text, publicKey: text, alg: whole, deviceBound: z.boolean() }),
  /** How it was enrolled. */
  enrolment: z.strictObject({ passkey: text, at: text, aaguid: text, attestationObject: text, clientDataJSON: text }),
  rpId: text,
  origin: text,
  counter: z.strictObject({ before: whole, after: whole }),
  flags: whole,
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** A signed review as it is exported: what proves it, and what stands around it in this installation. */
export const signedReviewSchema = z.strictObject({
  evidence: evidenceSchema,
  /** SHA-256 of the canonical evidence, hex: the log's entry names it. */
  digest: text,
  /** Where the log says so. */
  entry: z.strictObject({ seq: text, at: text, kind: text }).nullable(),
  signer: z.strictObject({ id: text, name: text, email: text }),
  /** What has become of the passkey since. */
  passkey: z.strictObject({ name: text, revokedAt: text.nullable(), revokedReason: text.nullable() }),
});
export type SignedReview = z.infer<typeof signedReviewSchema>;
