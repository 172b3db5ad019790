import { z } from "zod";
import { untrustedSchema } from "../atoms";
import { approvalItemSchema } from "./schema";

/** Another pending approval that asks the same, or the same but for members that one of the two leaves out. */
export const siblingSchema = z.object({
  approval: approvalItemSchema,
  /** adds: it says all that the one shown says, and these members; leaves_out: it says all but these. */
  relation: z.enum(["same", "adds", "leaves_out"]),
  members: z.array(untrustedSchema),
  rendering: z.object({ digest: z.string(), uninspectable: z.boolean() }),
});
export type SiblingView = z.infer<typeof siblingSchema>;
/** At most 50 of them. */
export const siblingsSchema = z.object({ items: z.array(siblingSchema), total: z.int() });
