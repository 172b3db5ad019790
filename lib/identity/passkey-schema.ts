import { z } from "zod";
import { personNameSchema } from "./person-name";

/** How many passkeys one person has at most that are not revoked. */
export const PASSKEYS_MOST = 20;
/** How long a started enrolment or signing waits for the passkey, in seconds. */
export const PASSKEY_SECONDS = 300;
/** How many enrolments, and how many signings, one person has open at most. */
export const PASSKEY_OPEN_MOST = 30;
/** A sign-in is fresh for so long, in seconds: enrolling a passkey takes one. */
export const FRESH_SECONDS = 600;

/** A passkey's name: what its owner tells it by. */
export const passkeyNameSchema = personNameSchema;

/** A passkey in a person's list. */
export const passkeySchema = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Cannot leave the device it was made on; the others are synced by whoever keeps them. */
  deviceBound: z.boolean(),
  backedUp: z.boolean(),
  /** The make of the authenticator, as it says itself; zeros when it does not. */
  aaguid: z.string(),
  transports: z.array(z.string()),
  /** The name it belongs to: it works there only. */
  rpId: z.string(),
  createdAt: z.date(),
  usedAt: z.date().nullable(),
  revokedAt: z.date().nullable(),
  revokedBy: z.string().nullable(),
  revokedReason: z.string().nullable(),
});
export type PasskeyRow = z.infer<typeof passkeySchema>;

const bytes = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[A-Za-z0-9_-]*$/, "Bytes in base64url");
const credentialId = bytes(1400).min(1);

/** What the browser says of a passkey that was just made. Source: WebAuthn Level 3 §5.1.8, RegistrationResponseJSON. */
export const attestationSchema = z.object({
  id: credentialId,
  rawId: credentialId,
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: bytes(8192),
    attestationObject: bytes(65_536),
    transports: z.array(z.string().max(32)).max(10).optional(),
  }),
});
export type Attestation = z.infer<typeof attestationSchema>;

/** What the browser says of a passkey that has just signed. Source: WebAuthn Level 3 §5.1.8, AuthenticationResponseJSON. */
export const assertionSchema = z.object({
  id: credentialId,
  rawId: credentialId,
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: bytes(8192),
    authenticatorData: bytes(8192),
    signature: bytes(4096),
    userHandle: bytes(128).optional(),
  }),
});
export type Assertion = z.infer<typeof assertionSchema>;

const descriptor = z.object({
  id: z.string(),
  type: z.literal("public-key"),
  transports: z.array(z.string()).optional(),
});

/** What a browser is told to make a passkey with. Source: WebAuthn Level 3 §5.1.9. */
export const enrolmentOptionsSchema = z.object({
  challenge: z.string(),
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.object({ type: z.literal("public-key"), alg: z.number() })),
  timeout: z.number(),
  attestation: z.literal("none"),
  excludeCredentials: z.array(descriptor),
  authenticatorSelection: z.object({ residentKey: z.literal("preferred"), userVerification: z.literal("required") }),
});
export type EnrolmentOptions = z.infer<typeof enrolmentOptionsSchema>;

/** What a browser is told to sign with a passkey. Source: WebAuthn Level 3 §5.1.10. */
export const signingOptionsSchema = z.object({
  challenge: z.string(),
  rpId: z.string(),
  allowCredentials: z.array(descriptor),
  userVerification: z.literal("required"),
  timeout: z.number(),
});
export type SigningOptions = z.infer<typeof signingOptionsSchema>;
