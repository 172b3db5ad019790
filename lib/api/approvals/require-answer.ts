import { gives, type ReviewInput } from "../../approvals/schema";
import { AppError } from "../../base/index";
import { may, type Person } from "../../identity/schema";

/**
 * Refuses an answer that this person may not send in this way, before anything is looked up.
 *
 * @throws FORBIDDEN when it revokes or locks and they may not operate; INVALID_INPUT when it comes from the page, gives
 *   something, and does not name what the page showed.
 */
export function requireAnswer(person: Person, answer: ReviewInput): void {
  if (answer.revoke && !may(person, "operate"))
    throw new AppError("FORBIDDEN", "Revoking takes the right to operate.", { right: "operate" });
  if (answer.lock && !may(person, "operate"))
    throw new AppError("FORBIDDEN", "Locking takes the right to operate.", { right: "operate" });
  if (person.via === "page" && gives(answer) && answer.rendering === undefined)
    throw new AppError("INVALID_INPUT", "Send the digest of what the page showed.", { field: "rendering" });
}
