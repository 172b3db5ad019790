import { reviewApproval as review } from "../../approvals/index";
import { AppError } from "../../base/index";
import { may } from "../../identity/schema";
import type { Handler } from "../handler";
import { readApprovalItems } from "./read-approval-items";

/** Takes one human's answer to an approval. */
export const reviewApproval: Handler<"reviewApproval"> = async ({ id, ...answer }, person) => {
  if (answer.revoke && !may(person, "operate"))
    throw new AppError("FORBIDDEN", "Revoking takes the right to operate.", { right: "operate" });
  if (person.via === "page" && answer.answer !== "deny" && answer.rendering === undefined)
    throw new AppError("INVALID_INPUT", "Send the digest of what the page showed.", { field: "rendering" });
  await review(person, id, answer);
  const [item] = await readApprovalItems(person, [id]);
  if (!item) throw new AppError("NOT_FOUND", "There is no such approval.");
  return item;
};
