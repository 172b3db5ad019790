import { AppError } from "../../base/index";
import { findRule, listRules } from "../../policy/index";
import type { Handler } from "../handler";
import { readEffects } from "./read-effects";

/** Lists the live tasks that a saved rule is meant for, with what they hold and what the rules give now. */
export const ruleEffects: Handler<"ruleEffects"> = async ({ id }) => {
  const rule = await findRule(id);
  if (!rule) throw new AppError("NOT_FOUND", "There is no such rule.");
  return readEffects(rule, await listRules());
};
