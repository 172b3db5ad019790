import { seeApproval as see } from "../../approvals/index";
import type { Handler } from "../handler";

/** Notes that the page showed an approval to somebody. */
export const seeApproval: Handler<"seeApproval"> = async ({ id, digest, what }, person) => ({
  counts: await see(person, id, { digest, what }),
});
