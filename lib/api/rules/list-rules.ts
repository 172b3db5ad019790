import { listRules as list } from "../../policy/index";
import type { Handler } from "../handler";
import { toRuleRow } from "./to-rule-row";

/** Lists rules in the order in which they come first. */
export const listRules: Handler<"listRules"> = async () => ({ items: (await list()).map(toRuleRow) });
