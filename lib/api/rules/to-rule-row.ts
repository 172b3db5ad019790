import { type StoredRule, sayRule } from "../../policy/index";
import type { RuleRow } from "./schema";

/** Turns a stored rule into a row: with its sentence, and who saved it when and why. */
export function toRuleRow(rule: StoredRule): RuleRow {
  return { ...rule, savedAt: rule.savedAt.toISOString(), sentence: sayRule(rule) };
}
