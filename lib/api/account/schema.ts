import { z } from "zod";
import {
  accessTokenSchema,
  attestationSchema,
  enrolmentOptionsSchema,
  passkeyNameSchema,
  passkeySchema,
  sessionSchema,
  tokenMakingSchema,
  typedPasswordSchema,
} from "../../identity/schema";
import { idSchema, timeSchema } from "../atoms";

export const sessionRowSchema = sessionSchema.extend({ createdAt: timeSchema, seenAt: timeSchema, endsAt: timeSchema });
export type SessionRow = z.infer<typeof sessionRowSchema>;
export const endSessionInput = z.strictObject({ id: z.string().regex(/^[0-9a-f]{64}$/, "That is no session") });

export const accessTokenRowSchema = accessTokenSchema.extend({
  createdAt: timeSchema,
  expiresAt: timeSchema,
  usedAt: timeSchema.nullable(),
  revokedAt: timeSchema.nullable(),
});
export type AccessTokenRow = z.infer<typeof accessTokenRowSchema>;
export const makeAccessTokenInput = tokenMakingSchema;
/** The token itself is shown once: only its digest is stored. */
export const accessTokenMadeSchema = z.object({ token: z.string(), row: accessTokenRowSchema });
export const revokeAccessTokenInput = z.strictObject({ id: idSchema });

export const changePasswordInput = z.strictObject({ current: typedPasswordSchema, next: z.string().min(1).max(1000) });

export const passkeyRowSchema = passkeySchema.extend({
  createdAt: timeSchema,
  usedAt: timeSchema.nullable(),
  revokedAt: timeSchema.nullable(),
});
export type PasskeyRow = z.infer<typeof passkeyRowSchema>;
/** One's passkeys, and where they work: `problem` says why they do not at this address. */
export const passkeysSchema = z.object({
  items: z.array(passkeyRowSchema),
  place: z.object({ rpId: z.string(), origin: z.string(), problem: z.string().nullable() }),
});
/** The password is asked for when one signed in more than ten minutes ago. */
export const beginEnrolmentInput = z.strictObject({ password: typedPasswordSchema.optional() });
export const enrolmentSchema = z.object({ id: z.string(), expiresAt: timeSchema, options: enrolmentOptionsSchema });
export const enrolPasskeyInput = z.strictObject({
  enrolment: idSchema,
  name: passkeyNameSchema,
  attestation: attestationSchema,
});
export const renamePasskeyInput = z.strictObject({ id: idSchema, name: passkeyNameSchema });
export const revokePasskeyInput = z.strictObject({ id: idSchema, reason: z.string().trim().max(500).default("") });
