import type { Questioned } from "../../approvals/index";
import type { QuestionView } from "./question-schema";

/** A question as the API says it. */
export const toQuestionView = ({ at, answer, ...question }: Questioned): QuestionView => ({
  ...question,
  at: at.toISOString(),
  answer: answer && { ...answer, at: answer.at.toISOString() },
});
