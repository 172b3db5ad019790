import { z } from "zod";
import { canonicalJson, digestOf, type Json } from "../base/index";
import type { Tx } from "../db/index";
import type { Person } from "../identity/schema";
import { TEMPLATE } from "../rendering/schema";
import type { LockedTask } from "../tasks/index";
import type { ReviewInput } from "./schema";
import type { ApprovalRow } from "./store";

/** Separates our signatures from whatever else a passkey might be asked to sign. */
export const ENVELOPE_TYPE = "countersign-review/v1";

const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** What a passkey signs: SHA-256 over the canonical form of this is the challenge. Public format: `typ` says which. */
export const envelopeSchema = z.strictObject({
  typ: z.literal(ENVELOPE_TYPE),
  /** The address of the Countersign that asked. */
  iss: z.string(),
  /** 128 random bits. */
  nonce: z.string(),
  /** The review that this becomes. */
  review: z.string(),
  approval: z.strictObject({ id: z.string(), kind: z.string(), digest }),
  answer: z.string(),
  task: z.strictObject({ id: z.string(), epoch: z.number().int(), charter: digest }),
  agent: z.string(),
  class: z.string(),
  sign: z.string(),
  rule: z.strictObject({ id: z.string(), version: z.number().int() }).nullable(),
  /** What the page showed, and the template that made it; absent from a denial. */
  rendering: z.strictObject({ digest, template: z.number().int() }).optional(),
  reason_digest: digest,
  given_digest: digest,
  approver: z.strictObject({ id: z.string(), roles: z.array(z.string()) }),
  issued_at: z.string(),
  expires_at: z.string(),
  max_uses: z.literal(1),
});
export type Envelope = z.infer<typeof envelopeSchema>;

/** The parts of an envelope that are made when signing begins, and taken from there when the review comes. */
export type EnvelopeFrame = Pick<Envelope, "iss" | "nonce" | "review" | "issued_at" | "expires_at">;

/** Breaking the glass as the answer that it is: for how long it gives what is asked. */
export type GlassInput = Omit<ReviewInput, "answer"> & { answer: "break_glass"; seconds: number };

export type Reviewed = { person: Person; approval: ApprovalRow; task: LockedTask; input: ReviewInput | GlassInput };

/**
 * Writes what a passkey is to sign for this answer of this person, as canonical JSON.
 *
 * @param tx Reads the charter's digest and the person's roles as they are now.
 * Source: RFC 8785.
 */
export async function envelopeText(
  tx: Tx,
  { person, approval, task, input }: Reviewed,
  frame: EnvelopeFrame,
): Promise<string> {
  const charter = await tx.charter.findUniqueOrThrow({ where: { id: task.charterId }, select: { digest: true } });
  const human = await tx.human.findUniqueOrThrow({ where: { id: person.human.id }, select: { roles: true } });
  const { id, kind, ruleId, ruleVersion } = approval;
  const envelope: Envelope = {
    typ: ENVELOPE_TYPE,
    iss: frame.iss,
    nonce: frame.nonce,
    review: frame.review,
    approval: { id, kind, digest: approval.digest },
    answer: input.answer,
    task: { id: task.id, epoch: approval.epoch, charter: charter.digest },
    agent: approval.agentId,
    class: approval.class,
    sign: approval.sign,
    rule: ruleId === null || ruleVersion === null ? null : { id: ruleId, version: ruleVersion },
    rendering: input.rendering === undefined ? undefined : { digest: input.rendering, template: TEMPLATE },
    reason_digest: digestOf(input.reason ?? ""),
    given_digest: digestOf(givenText(input)),
    approver: { id: person.human.id, roles: human.roles },
    issued_at: frame.issued_at,
    expires_at: frame.expires_at,
    max_uses: 1,
  };
  return canonicalJson(envelope);
}

/** Everything that an answer says beside the answer itself, what was seen and why, as canonical JSON. */
export function givenText(input: Reviewed["input"]): string {
  const { answer: _answer, digest: _digest, rendering: _seen, reason: _reason, signature: _signed, ...given } = input;
  const { arguments: edited, ...others } = given;
  // By digest: what is stored beside a signature must not hold a secret of the arguments.
  const said = edited ? { ...others, argumentsDigest: digestOf(canonicalJson(edited as Json)) } : others;
  return canonicalJson(said as Json); // parsed by our own schema: plain JSON
}

/** The challenge that stands for an envelope, in base64url. */
export const challengeOf = (envelope: string): string => Buffer.from(digestOf(envelope), "hex").toString("base64url");
