import { z } from "zod";
import { taskStateSchema } from "../../tasks/schema";
import { namedSchema, timeSchema } from "../atoms";

/** How the last task of the same charter ended, when a person is asked because of it. */
export const previousEndSchema = z.object({
  taskId: z.string(),
  state: taskStateSchema,
  at: timeSchema.nullable(),
  by: namedSchema.nullable(),
  reason: z.string().nullable(),
});

/** What is said of a canary once it is over, and of nothing else: whether it was caught, and what was to be seen. */
export const canaryShownSchema = z.object({ caught: z.boolean(), suspicious: z.string() });
