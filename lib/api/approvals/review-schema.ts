import { z } from "zod";
import { scopeSchema } from "../../policy/schema";
import { namedSchema, timeSchema } from "../atoms";

/** One human's answer, as the card and the log of an approval show it. */
export const reviewViewSchema = z.object({
  id: z.string(),
  by: namedSchema,
  answer: z.enum(["approve", "narrow", "edit", "pattern", "break_glass", "deny"]),
  reason: z.string(),
  digest: z.string(),
  /** Why it counts no more; null when it counts, or did when it was decided. */
  void: z.string().nullable(),
  /** In whose place it stood. */
  for: namedSchema.nullable(),
  via: z.enum(["page", "token"]),
  given: z
    .object({
      scope: scopeSchema.optional(),
      endsInSeconds: z.int().optional(),
      calls: z.int().optional(),
      notBefore: timeSchema.optional(),
    })
    .nullable(),
  at: timeSchema,
  /** By which passkey it was signed; null when it was not. */
  signature: z.object({ passkey: z.string(), deviceBound: z.boolean(), evidence: z.string() }).nullable(),
});
export type ReviewView = z.infer<typeof reviewViewSchema>;
