import { AppError } from "../base/index";
import { inTransaction, type Tx } from "../db/index";
import type { RuleFinding } from "./check-rule";
import { storeNextVersion } from "./next-version";
import { refuseContradictions, ruleToChange } from "./refuse-rule";
import { refuseUnknownGroups } from "./refuse-unknown-groups";
import { DEFAULT_RULE, type RuleBody, ruleBodySchema, sameBody } from "./rule";
import { forgetRules } from "./rules-in-force";
import { lockRules, readRules, type StoredRule } from "./store";

/** A new rule; or the next version of one, with its id and the version that the person saw. */
export type RuleInput = {
  body: RuleBody;
  /** Why; kept with the version. At most 500 characters count. */
  reason?: string;
} & ({ id?: undefined; expectedVersion?: undefined } | { id: string; expectedVersion: number });

export type SavedRule = { rule: StoredRule; warnings: RuleFinding[] };

/**
 * Saves a rule as its next version, with its entry. Grants approved before keep what they were given. Saving what is
 * there already changes nothing. The caller has checked that the person may (`manage_rules`).
 *
 * @param tx The caller's transaction, which then holds the rules lock to its end; without it, one of its own.
 * @returns The rule as stored, and what is doubtful about it.
 * @throws INVALID_INPUT when the body is no rule, or would rename the default rule; RULE_CONTRADICTS with
 *   `detail.fields` (`{field, sentence, fits?}[]`); NAME_TAKEN; NOT_FOUND; VERSION_MOVED when somebody saved another
 *   version in the meantime; CONFIG_OWNED when the configuration file declares it.
 */
export async function saveRule(human: { id: string }, input: RuleInput, tx?: Tx): Promise<SavedRule> {
  const body = readBody(input.body);
  const work = (inside: Tx) => save(inside, human, { ...input, body });
  const saved = tx ? await work(tx) : await inTransaction(work);
  forgetRules();
  return saved;
}

async function save(tx: Tx, human: { id: string }, input: RuleInput): Promise<SavedRule> {
  const { body, reason = "" } = input;
  await lockRules(tx);
  const rules = await readRules(tx);
  const present = input.id === undefined ? null : ruleToChange(rules, input.id, input.expectedVersion);
  if (present?.name === DEFAULT_RULE.name && body.name !== DEFAULT_RULE.name) refuseRenaming();
  const warnings = refuseContradictions(body, rules, present);
  if (present && sameBody(present, body)) return { rule: present, warnings };
  await refuseUnknownGroups(tx, body);
  const why = reason.trim().slice(0, 500);
  await storeNextVersion(tx, { present, body, source: "page", byId: human.id, reason: why });
  const stored = (await readRules(tx)).find((rule) => rule.name === body.name);
  if (!stored) throw new AppError("INTERNAL", "The rule was not stored.");
  return { rule: stored, warnings };
}

function refuseRenaming(): never {
  const sentence = "The default rule keeps its name: it is the one that covers what no other rule does.";
  throw new AppError("INVALID_INPUT", sentence, { fields: [{ field: "name", sentence }] });
}

function readBody(body: unknown): RuleBody {
  const result = ruleBodySchema.safeParse(body);
  if (result.success) return result.data;
  const fields = result.error.issues.map(({ path, message }) => ({ field: path.join("."), sentence: message }));
  throw new AppError("INVALID_INPUT", "That is not a complete rule.", { fields });
}
