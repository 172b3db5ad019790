import {
  authenticatorDataOf,
  canonicalJson,
  coseKey,
  digestOf,
  type Json,
  readAuthenticatorData,
  verifyWithCoseKey,
} from "../base/index";
import { challengeOf, type Envelope, envelopeSchema } from "./envelope";
import { type Evidence, type SignedReview, signedReviewSchema } from "./evidence";

/** One thing that was looked at, and whether it is as it must be. */
export type SignatureCheck = { what: string; holds: boolean };
/** What became of a verification; `envelope` is what was signed, when it can be read. */
export type SignatureVerdict = {
  holds: boolean;
  checks: SignatureCheck[];
  envelope: Envelope | null;
  notChecked: string[];
};

/** What no signature can prove. */
const NOT_CHECKED = [
  "That the passkey was this person's: the log's entry passkey.enrolled says so, by credential id.",
  "That the log names this evidence: compare the digest with the entry of the review.",
  "When it was signed: the time in the envelope is this Countersign's own.",
  "What the screen showed: the signature is over digests of it.",
];

/**
 * Verifies a signed review offline: by the export alone, with nothing but node:crypto. A changed byte anywhere in what
 * was answered, asked, or said by the passkey makes a check fail.
 *
 * @param file The export, parsed from JSON; whoever made it is not trusted.
 * Source: WebAuthn Level 3 §7.2, RFC 8785.
 */
export function verifySignedReview(file: unknown): SignatureVerdict {
  const parsed = signedReviewSchema.safeParse(file);
  if (!parsed.success)
    return {
      holds: false,
      checks: [{ what: "it is a signed review as Countersign exports one", holds: false }],
      envelope: null,
      notChecked: NOT_CHECKED,
    };
  const { evidence } = parsed.data;
  const envelope = readEnvelope(evidence.envelope);
  const checks = [
    check("the digest is that of the evidence", () => digestOf(canonicalJson(evidence)) === parsed.data.digest),
    check("the envelope is a review's, in canonical form", () => envelope !== null),
    ...(envelope ? ofEnvelope(envelope, parsed.data) : []),
    ...ofAssertion(evidence, envelope),
    ...ofEnrolment(evidence),
  ];
  return { holds: checks.every(({ holds }) => holds), checks, envelope, notChecked: NOT_CHECKED };
}

/** Whatever cannot even be read does not hold. */
function check(what: string, looks: () => boolean): SignatureCheck {
  try {
    return { what, holds: looks() };
  } catch {
    return { what, holds: false };
  }
}

function readEnvelope(text: string): Envelope | null {
  try {
    const value = JSON.parse(text) as Json; // any text
    return canonicalJson(value) === text ? (envelopeSchema.safeParse(value).data ?? null) : null;
  } catch {
    return null;
  }
}

function ofEnvelope(envelope: Envelope, { evidence, signer }: SignedReview): SignatureCheck[] {
  const lasts = Date.parse(envelope.expires_at) - Date.parse(envelope.issued_at);
  return [
    check("what was asked is what the envelope names", () => digestOf(evidence.asked) === envelope.approval.digest),
    check("the reason is the one that was signed", () => digestOf(evidence.reason) === envelope.reason_digest),
    check("what was given is what was signed", () => digestOf(evidence.given) === envelope.given_digest),
    check("the signer is the one the envelope names", () => signer.id === envelope.approver.id),
    check("the envelope was good for five minutes at most", () => lasts > 0 && lasts <= 300_000),
    check("a passkey that cannot leave its device signed, where one was asked for", () => {
      return envelope.sign !== "device_passkey" || evidence.credential.deviceBound;
    }),
  ];
}

const bytes = (text: string): Buffer => Buffer.from(text, "base64url");

type ClientData = { type?: unknown; challenge?: unknown; origin?: unknown; crossOrigin?: unknown; topOrigin?: unknown };
const clientDataOf = (text: string): ClientData => JSON.parse(bytes(text).toString("utf8")) as ClientData; // compared, never used

function ofAssertion(evidence: Evidence, envelope: Envelope | null): SignatureCheck[] {
  const { assertion, credential, counter, origin, rpId } = evidence;
  const client = () => clientDataOf(assertion.clientDataJSON);
  const data = () => readAuthenticatorData(bytes(assertion.authenticatorData));
  const signed = () =>
    Buffer.concat([bytes(assertion.authenticatorData), Buffer.from(digestOf(bytes(assertion.clientDataJSON)), "hex")]);
  return [
    check("the challenge is the envelope's digest", () => client().challenge === challengeOf(evidence.envelope)),
    check("it was signed, and not enrolled", () => client().type === "webauthn.get"),
    check("it was signed at the address that asked", () => client().origin === origin && origin === envelope?.iss),
    check("it was not signed inside another site", () => !client().crossOrigin && client().topOrigin === undefined),
    check("the passkey belongs to that address's name", () => {
      return data().rpIdHash.toString("hex") === digestOf(rpId) && new URL(origin).hostname === rpId;
    }),
    check("somebody was there, and was verified", () => data().userPresent && data().userVerified),
    check("the passkey is of the kind it was enrolled as", () => {
      return data().backupEligible === !credential.deviceBound && (data().backupEligible || !data().backedUp);
    }),
    check("its counter went on", () => {
      const { before, after } = counter;
      return data().counter === after && ((before === 0 && after === 0) || after > before);
    }),
    check("the signature is by the key", () => {
      const key = coseKey(bytes(credential.publicKey));
      return key.alg === credential.alg && verifyWithCoseKey(key, signed(), bytes(assertion.signature));
    }),
    check("the flags and the handle are those that were noted", () => {
      const handle = bytes(assertion.userHandle).toString("utf8");
      return data().flags === evidence.flags && handle === envelope?.approver.id;
    }),
  ];
}

function ofEnrolment({ credential, enrolment, origin, rpId }: Evidence): SignatureCheck[] {
  const data = () => readAuthenticatorData(authenticatorDataOf(bytes(enrolment.attestationObject)));
  return [
    check("the key is the one that was enrolled", () => {
      const made = data().credential;
      const same = made?.publicKey.equals(bytes(credential.publicKey)) && made.id.equals(bytes(credential.id));
      return same === true && made?.aaguid === enrolment.aaguid.replaceAll("-", "");
    }),
    check("it was enrolled for this name, by somebody who was verified", () => {
      return data().rpIdHash.toString("hex") === digestOf(rpId) && data().userVerified;
    }),
    check("it was enrolled at the same address", () => {
      const client = clientDataOf(enrolment.clientDataJSON);
      return client.type === "webauthn.create" && client.origin === origin;
    }),
  ];
}
