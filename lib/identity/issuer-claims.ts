import { z } from "zod";

/** What we read of an ID token. Source: OpenID Connect Core 1.0 §2, §5.1. */
export const claimsSchema = z.object({
  iss: z.string().min(1),
  sub: z.string().min(1).max(255),
  email: z.string().optional(),
  /** Some services write it as a text. Anything else counts as not verified. */
  email_verified: z.union([z.boolean(), z.stringbool()]).optional().catch(undefined),
  name: z.string().optional(),
});
export type Claims = z.infer<typeof claimsSchema>;
