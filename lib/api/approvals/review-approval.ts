import { answerCanary, reviewApproval as review } from "../../approvals/index";
import { AppError } from "../../base/index";
import type { Handler } from "../handler";
import { readApprovalItems } from "./read-approval-items";
import { requireAnswer } from "./require-answer";

/** Takes one human's answer to an approval. */
export const reviewApproval: Handler<"reviewApproval"> = async ({ id, ...answer }, person) => {
  requireAnswer(person, answer);
  if (!(await answerCanary(person, id, answer))) await review(person, id, answer);
  const [item] = await readApprovalItems(person, [id]);
  if (!item) throw new AppError("NOT_FOUND", "There is no such approval.");
  return item;
};
