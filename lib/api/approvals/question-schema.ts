import { z } from "zod";
import { answerTextSchema } from "../../approvals/schema";
import { idSchema, namedSchema, timeSchema, untrustedSchema } from "../atoms";

/** What somebody asked back about an approval, and what was said to that. */
export const questionViewSchema = z.object({
  id: z.string(),
  by: namedSchema,
  text: z.string(),
  at: timeSchema,
  /** null while it waits. `by` null: the agent itself said it, at its own door. */
  answer: z.object({ text: untrustedSchema, by: namedSchema.nullable(), at: timeSchema }).nullable(),
});
export type QuestionView = z.infer<typeof questionViewSchema>;

/** How many questions about an approval wait for an answer, and how many have one. */
export const questionCountSchema = z.object({ open: z.int(), answered: z.int() });

export const answerQuestionInput = z.strictObject({ id: idSchema, question: idSchema, text: answerTextSchema });
