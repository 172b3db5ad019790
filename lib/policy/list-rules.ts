import { isId } from "../base/index";
import { type RuleVersion, readRules, readVersions, type StoredRule } from "./store";

/** Lists every rule that is not deleted, those that are off too, in the order in which they come first. */
export async function listRules(): Promise<StoredRule[]> {
  return readRules();
}

/** Finds a rule that is not deleted; null when there is none, or the text is no id. */
export async function findRule(id: string): Promise<StoredRule | null> {
  if (!isId(id)) return null;
  return (await readRules()).find((rule) => rule.id === id) ?? null;
}

/**
 * Lists the versions of a rule, newest first, with who saved each, when, why, and what differs from the one before.
 * Those of a deleted rule too; empty when there never was one.
 */
export async function listVersions(ruleId: string): Promise<RuleVersion[]> {
  return isId(ruleId) ? readVersions(ruleId) : [];
}
