import { issueAgentKey, issueSecret } from "../../tokens/index";
import type { Handler } from "../handler";

/** Makes a new secret or key and shows it, once. */
export const issueCredential: Handler<"issueCredential"> = async ({ id, kind, overlapSeconds }, person) => {
  const issue = kind === "key" ? issueAgentKey : issueSecret;
  return issue(person, id, { overlapSeconds });
};
