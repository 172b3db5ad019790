import { record } from "../audit/index";
import { AppError, newId } from "../base/index";
import type { Tx } from "../db/index";
import type { RuleBody } from "./rule";
import { readDeleted, type StoredRule, writeVersion } from "./store";

type NextVersion = {
  /** The rule so far; null for a new one. */
  present: StoredRule | null;
  body: RuleBody;
  source: "page" | "config";
  byId: string | null;
  reason: string;
};

/**
 * Stores the next version of a rule and records it. A new rule under the name of a deleted one continues that one's
 * versions, so that a name and a version mean one thing for ever. The caller holds the rules lock.
 *
 * @throws NAME_TAKEN when a rule would be renamed to the name of a deleted one, whose history that is.
 */
export async function storeNextVersion(tx: Tx, next: NextVersion): Promise<void> {
  const { present, body, source, byId, reason } = next;
  const deleted = await readDeleted(tx, body.name);
  if (present && deleted)
    throw new AppError("NAME_TAKEN", `A deleted rule was called ${body.name}, and its versions keep the name.`);
  const before = present ?? deleted;
  const version = (before?.version ?? 0) + 1;
  await writeVersion(tx, { id: before?.id ?? newId(), version, body, source, byId, reason });
  const humanId = byId ?? undefined;
  const facts = { name: body.name, version, body };
  if (present) await record(tx, { kind: "rule.changed", humanId, facts: { ...facts, reason } });
  else await record(tx, { kind: "rule.made", humanId, facts });
}
