import { z } from "zod";
import { accessTokenSchema, sessionSchema, tokenMakingSchema, typedPasswordSchema } from "../../identity/schema";
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
