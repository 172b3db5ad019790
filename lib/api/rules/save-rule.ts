import { refuseUnknownTold } from "../../notify/index";
import { saveRule } from "../../policy/index";
import type { Handler } from "../handler";
import { toRuleRow } from "./to-rule-row";

/** Makes a rule. */
export const createRule: Handler<"createRule"> = async ({ body, reason }, { human }) => {
  await refuseUnknownTold(body.tell);
  const { rule, warnings } = await saveRule(human, { body, reason });
  return { rule: toRuleRow(rule), warnings };
};

/** Saves a rule's next version. */
export const changeRule: Handler<"changeRule"> = async ({ id, body, expectedVersion, reason }, { human }) => {
  await refuseUnknownTold(body.tell);
  const { rule, warnings } = await saveRule(human, { id, body, expectedVersion, reason });
  return { rule: toRuleRow(rule), warnings };
};
