import { AppError } from "../base/index";
import { checkRule, type RuleFinding } from "./check-rule";
import type { RuleBody } from "./rule";
import type { StoredRule } from "./store";

/**
 * Finds the rule a person wants to change.
 *
 * @throws NOT_FOUND; CONFIG_OWNED when it is not theirs to change; VERSION_MOVED when it is not the one they saw.
 */
export function ruleToChange(rules: StoredRule[], id: string, expectedVersion: number): StoredRule {
  const present = rules.find((rule) => rule.id === id);
  if (!present) throw new AppError("NOT_FOUND", "There is no such rule.");
  if (present.source === "config")
    throw new AppError("CONFIG_OWNED", `The configuration file declares rule ${present.name}; change it there.`);
  if (present.version === expectedVersion) return present;
  const { name, version, savedAt, savedBy } = present;
  const sentence = `${savedBy?.name ?? "Countersign"} saved v${version} of rule ${name} in the meantime.`;
  throw new AppError("VERSION_MOVED", sentence, { version, savedAt: savedAt.toISOString(), savedBy });
}

/**
 * Refuses a rule that contradicts itself or the others.
 *
 * @param present The rule's own version so far, which does not count as another rule.
 * @returns What is doubtful about it.
 * @throws NAME_TAKEN or RULE_CONTRADICTS, both with `detail.fields` (`{field, sentence, fits?}[]`).
 */
export function refuseContradictions(body: RuleBody, rules: StoredRule[], present: StoredRule | null): RuleFinding[] {
  const others = rules.filter((rule) => rule.id !== present?.id);
  const { errors, warnings } = checkRule(body, others);
  const taken = errors.find((error) => error.field === "name");
  if (taken) throw new AppError("NAME_TAKEN", taken.sentence, { fields: [taken] });
  if (errors.length === 0) return warnings;
  const sentences = errors.map(({ field, sentence }) => `${field}: ${sentence}`).join(" ");
  throw new AppError("RULE_CONTRADICTS", `Rule ${body.name} cannot be saved. ${sentences}`, { fields: errors });
}
