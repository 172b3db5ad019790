import { record } from "../audit/index";
import { AppError } from "../base/index";
import { inTransaction, type Tx } from "../db/index";
import { ruleToChange } from "./refuse-rule";
import { DEFAULT_RULE } from "./rule";
import { forgetRules } from "./rules-in-force";
import { lockRules, markDeleted, readRules } from "./store";

/**
 * Deletes a rule, with its entry. Its versions stay, and so do the grants that name them. The caller has checked that
 * the person may (`manage_rules`).
 *
 * @param tx The caller's transaction; without it, one of its own.
 * @throws NOT_FOUND; CONFIG_OWNED; VERSION_MOVED; INVALID_INPUT for the default rule, which can only be turned off.
 */
export async function deleteRule(
  human: { id: string },
  { id, expectedVersion }: { id: string; expectedVersion: number },
  tx?: Tx,
): Promise<void> {
  const work = async (inside: Tx) => {
    await lockRules(inside);
    const rule = ruleToChange(await readRules(inside), id, expectedVersion);
    if (rule.name === DEFAULT_RULE.name)
      throw new AppError("INVALID_INPUT", "The default rule cannot be deleted. Turn it off instead.");
    await markDeleted(inside, rule.id);
    await record(inside, { kind: "rule.deleted", humanId: human.id, facts: { name: rule.name } });
  };
  await (tx ? work(tx) : inTransaction(work));
  forgetRules();
}
