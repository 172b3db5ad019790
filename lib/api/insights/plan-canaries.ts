import { planCanaries as plan } from "../../approvals/index";
import type { Handler } from "../handler";

/** Says how many canaries there are to be in a week. */
export const planCanaries: Handler<"planCanaries"> = async ({ perWeek }, person) => {
  await plan(person.human, perWeek);
  return { perWeek };
};
