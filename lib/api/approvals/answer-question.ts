import { answerQuestion as answer, readQuestions } from "../../approvals/index";
import { AppError } from "../../base/index";
import type { Handler } from "../handler";
import { toQuestionView } from "./to-question-view";

/** Answers a question about an approval, in the place of the agent. */
export const answerQuestion: Handler<"answerQuestion"> = async ({ id, question, text }, person) => {
  await answer({ person, approvalId: id }, question, text);
  const answered = (await readQuestions(id)).find((one) => one.id === question);
  if (!answered) throw new AppError("NOT_FOUND", "There is no such question.");
  return toQuestionView(answered);
};
