import { z } from "zod";

/** The longest question and the longest answer to one, in characters. */
export const QUESTION_MAX = 500;
export const ANSWER_MAX = 2000;
/** How many questions about one approval may wait for an answer at once, and be asked in all. */
export const QUESTIONS_OPEN_MOST = 5;
export const QUESTIONS_MOST = 10;

/** What somebody says to a question: an agent at its door, or whoever answers for it on the page. */
export const answerTextSchema = z
  .string()
  .trim()
  .min(1, "Write an answer")
  .max(ANSWER_MAX, `At most ${ANSWER_MAX} characters`)
  .refine((text) => !text.includes("\0"), "It holds a character that cannot be kept");

/** A moment with its zone, in its one stored form. */
export const notBeforeSchema = z.iso
  .datetime({ offset: true, error: "A time with its zone, such as 2026-09-17T18:00:00Z" })
  .transform((text) => new Date(text).toISOString());

/** Whether an answer gives something: what only stops or asks needs neither the digest nor a signature. */
export const gives = ({ answer }: { answer: string }): boolean => answer !== "deny" && answer !== "ask";

type Problem = { path: string; message: string };

/** What is wrong with a question. */
export function questionProblems({ reason, signature }: { reason?: string; signature?: unknown }): Problem[] {
  const problems: Problem[] = [];
  if (!reason) problems.push({ path: "reason", message: "Write the question." });
  if ((reason?.length ?? 0) > QUESTION_MAX || reason?.includes("\0"))
    problems.push({ path: "reason", message: `A question has at most ${QUESTION_MAX} characters.` });
  if (signature) problems.push({ path: "signature", message: "A question gives nothing, so it is not signed." });
  return problems;
}
