import { AppError } from "../base/index";
import type { Tx } from "../db/index";
import { listGroupNames } from "../identity/index";
import { groupsIn } from "./approvers";
import type { RuleBody } from "./rule";
import type { RuleField } from "./rule-field";
import { groupTold } from "./told";

/**
 * Refuses a rule that asks or tells a group which does not exist: nobody could ever decide what it asks, or hear of it.
 *
 * @throws RULE_CONTRADICTS with `detail.fields`, as for any other contradiction.
 */
export async function refuseUnknownGroups(tx: Tx, body: RuleBody): Promise<void> {
  const told = body.tell.flatMap((one) => groupTold(one) ?? []);
  const named = [...groupsIn({ any: body.approvers, denials: body.denials, escalate: body.escalate }), ...told];
  if (named.length === 0) return;
  const known = await listGroupNames(tx);
  const missing = named.find((name) => !known.includes(name));
  if (missing === undefined) return;
  const votes: RuleField = body.approvers.some(({ group }) => group === missing) ? "approvers" : "escalate";
  const field = told.includes(missing) ? "tell" : votes;
  const sentence = `There is no group ${missing}. Make it under Settings, Groups.`;
  throw new AppError("RULE_CONTRADICTS", `Rule ${body.name}: ${sentence}`, { fields: [{ field, sentence }] });
}
