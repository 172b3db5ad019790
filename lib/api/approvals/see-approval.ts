import { findCanary, seeApproval as see } from "../../approvals/index";
import type { Handler } from "../handler";

/** Notes that the page showed an approval to somebody. */
export const seeApproval: Handler<"seeApproval"> = async ({ id, digest, what }, person) => ({
  // How fast a canary was answered says nothing about real work, so nothing is kept.
  counts: (await findCanary(id)) !== null || (await see(person, id, { digest, what })),
});
