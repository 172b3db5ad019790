import { findCanary, seeApproval as see } from "../../approvals/index";
import type { Handler } from "../handler";

/** Notes that the page showed an approval to somebody. */
export const seeApproval: Handler<"seeApproval"> = async ({ id, digest, what }, person) => {
  const canary = await findCanary(id);
  // How fast a canary was answered says nothing about real work, so nothing is kept. What is answered is the same.
  if (canary) return { counts: canary.state === "pending" && canary.digest === digest };
  return { counts: await see(person, id, { digest, what }) };
};
