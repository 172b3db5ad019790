import { z } from "zod";
import { breakingSchema, judgementSchema } from "../../approvals/schema";
import { taskStateSchema } from "../../tasks/schema";
import { agentRefSchema, idSchema, namedSchema, reasonTextSchema, timeSchema, untrustedSchema } from "../atoms";

/** A use of the right to break the glass, and what was said of it afterwards. */
export const brokenGlassSchema = z.object({
  id: z.string(),
  approvalId: z.string(),
  task: z.object({ id: z.string(), purpose: untrustedSchema, state: taskStateSchema }),
  agent: agentRefSchema,
  by: namedSchema,
  reason: z.string(),
  at: timeSchema,
  until: timeSchema,
  judgeBy: timeSchema,
  /** It gives authority at this moment. */
  active: z.boolean(),
  /** Nobody judged it in time: nobody breaks the glass until somebody does. */
  overdue: z.boolean(),
  judged: z.object({ judgement: judgementSchema, words: z.string(), at: timeSchema, by: namedSchema }).nullable(),
  /** Whether the one who asks may judge it. */
  mine: z.boolean(),
});
export type BrokenGlass = z.infer<typeof brokenGlassSchema>;

export const breakGlassInput = breakingSchema.extend({ id: idSchema });
export const judgeBrokenGlassInput = z.strictObject({
  id: idSchema,
  judgement: judgementSchema,
  words: reasonTextSchema,
});
