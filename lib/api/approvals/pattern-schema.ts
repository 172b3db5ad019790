import { z } from "zod";
import { patternInputSchema } from "../../approvals/schema";
import { idSchema, timeSchema } from "../atoms";

/** One call of the last 30 days, held against a pattern. */
export const triedCallSchema = z.object({
  callId: z.string(),
  taskId: z.string(),
  at: timeSchema,
  decision: z.enum(["allowed", "held", "denied"]),
  /** Canonical JSON, masked as the call that is asked about. */
  arguments: z.string(),
  misfit: z.object({ name: z.string(), why: z.enum(["missing", "unnamed", "differs", "leads_elsewhere"]) }).nullable(),
});
export type TriedCall = z.infer<typeof triedCallSchema>;

const triedSideSchema = z.object({ total: z.int(), items: z.array(triedCallSchema) });

/** Which of an agent's calls a pattern would have let go; the newest 20 of each side. */
export const patternTrialSchema = z.object({
  says: z.string(),
  days: z.int(),
  /** How many calls were looked at, and whether there were more. */
  looked: z.int(),
  more: z.boolean(),
  /** How many of them cannot be told any more. */
  erased: z.int(),
  fits: triedSideSchema,
  differs: triedSideSchema,
});
export type PatternTrial = z.infer<typeof patternTrialSchema>;

export const tryPatternInput = z.strictObject({ id: idSchema, arguments: patternInputSchema.shape.arguments });
