import { AppError } from "../base/index";
import type { Tx } from "../db/index";
import { groupsIn } from "./approvers";
import { lockRules, readRules } from "./store";

/**
 * Refuses to delete a group that a rule asks for, also one that is off: nobody could decide what it asks.
 *
 * @throws GROUP_IN_USE with the rules' names.
 */
export async function refuseGroupInUse(tx: Tx, name: string): Promise<void> {
  await lockRules(tx);
  const rules = (await readRules(tx)).filter(({ approvers, denials, escalate }) =>
    groupsIn({ any: approvers, denials, escalate }).includes(name),
  );
  if (rules.length === 0) return;
  const names = rules.map((rule) => rule.name);
  const said = names.length === 1 ? `Rule ${names[0]} asks` : `Rules ${names.join(", ")} ask`;
  throw new AppError("GROUP_IN_USE", `${said} for the group ${name}. Change that first.`, { rules: names });
}
