import { type ApprovalRow, mayAnswerFor, readQuestions } from "../../approvals/index";
import { QUESTIONS_MOST, QUESTIONS_OPEN_MOST } from "../../approvals/schema";
import type { Person } from "../../identity/schema";
import type { ApprovalDetail } from "./schema";
import { toQuestionView } from "./to-question-view";

/** Reads what was asked back about an approval. Whether somebody may answer or ask is for showing: the acts decide again. */
export async function readAskedBack(person: Person, approval: ApprovalRow): Promise<ApprovalDetail["askedBack"]> {
  const questions = await readQuestions(approval.id);
  const open = questions.filter(({ answer }) => answer === null).length;
  const waits = approval.state === "pending";
  return {
    items: questions.map(toQuestionView),
    mayAnswer: waits && open > 0 && (await mayAnswerFor(person, approval)),
    mayAsk: waits && open < QUESTIONS_OPEN_MOST && questions.length < QUESTIONS_MOST,
  };
}
