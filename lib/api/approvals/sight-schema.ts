import { z } from "zod";
import { sightingSchema } from "../../approvals/schema";
import { idSchema } from "../atoms";

export const seeApprovalInput = sightingSchema.extend({ id: idSchema });
/** counts: false for a question that is decided, or asks something else by now. */
export const seenSchema = z.object({ counts: z.boolean() });
