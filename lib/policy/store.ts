import { db, type Tx } from "../db/index";
import { byPrecedence } from "./match-rules";
import { type Rule, type RuleBody, ruleBodySchema } from "./rule";
import { changedFields, type RuleField } from "./rule-field";

/** The advisory lock of everything that changes rules. */
const RULES_LOCK = 72_707_372;

/** A rule as it is stored now, and who saved this version of it when and why. */
export type StoredRule = Rule & {
  /** `config`: the configuration file declares it, so the pages cannot change it. */
  source: "page" | "config";
  savedAt: Date;
  /** null: no person, but the first start or the configuration file. */
  savedBy: { id: string; name: string } | null;
  reason: string;
};

/** One version of a rule, which never changes. */
export type RuleVersion = {
  version: number;
  body: RuleBody;
  at: Date;
  by: { id: string; name: string } | null;
  reason: string;
  /** What differs from the version before; empty for the first one. */
  changed: RuleField[];
};

type VersionRow = {
  version: number;
  body: unknown;
  at: Date;
  byId: string | null;
  byName: string | null;
  reason: string;
};
type RuleRow = VersionRow & { id: string; source: string };

const by = ({ byId, byName }: VersionRow) => (byId === null ? null : { id: byId, name: byName ?? byId });

function toRule(row: RuleRow): StoredRule {
  return {
    ...ruleBodySchema.parse(row.body),
    id: row.id,
    version: row.version,
    source: row.source === "config" ? "config" : "page",
    savedAt: row.at,
    savedBy: by(row),
    reason: row.reason,
  };
}

/** Makes changes of rules wait for each other, to the end of the transaction: two that contradict must not slip in at once. */
export async function lockRules(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${RULES_LOCK})`;
}

/** Reads every rule that is not deleted, those that are off too, in the order in which they come first. */
export async function readRules(tx: Tx = db()): Promise<StoredRule[]> {
  const rows = await tx.$queryRaw<RuleRow[]>`
    SELECT r.id::text, r.version, r.source, v.body, v.at, v.by_id::text AS "byId", h.name AS "byName", v.reason
    FROM rule r JOIN rule_version v ON v.rule_id = r.id AND v.version = r.version LEFT JOIN human h ON h.id = v.by_id
    WHERE r.deleted_at IS NULL`;
  return rows.map(toRule).sort(byPrecedence);
}

/** Reads the versions of a rule, newest first; those of a deleted rule too. Empty when there never was one. */
export async function readVersions(ruleId: string, tx: Tx = db()): Promise<RuleVersion[]> {
  const rows = await tx.$queryRaw<VersionRow[]>`
    SELECT v.version, v.body, v.at, v.by_id::text AS "byId", h.name AS "byName", v.reason
    FROM rule_version v LEFT JOIN human h ON h.id = v.by_id
    WHERE v.rule_id = ${ruleId}::uuid ORDER BY v.version DESC`;
  const bodies = rows.map((row) => ruleBodySchema.parse(row.body));
  return rows.flatMap((row, index) => {
    const [body, before] = [bodies[index], bodies[index + 1]];
    if (!body) return [];
    const changed = before ? changedFields(before, body) : [];
    return [{ version: row.version, body, at: row.at, by: by(row), reason: row.reason, changed }];
  });
}

/** Finds a rule that was deleted under this name: a new one of the same name continues its versions. */
export async function readDeleted(tx: Tx, name: string): Promise<{ id: string; version: number } | null> {
  return tx.rule.findFirst({ where: { name, deletedAt: { not: null } }, select: { id: true, version: true } });
}

/** The version that is about to be stored. */
export type NewVersion = {
  id: string;
  version: number;
  body: RuleBody;
  source: "page" | "config";
  byId: string | null;
  reason: string;
};

/** Stores a version and makes it the rule's present one. The caller holds the rules lock. */
export async function writeVersion(tx: Tx, { id, version, body, source, byId, reason }: NewVersion): Promise<void> {
  const present = { name: body.name, on: body.on, priority: body.priority, version, source, deletedAt: null };
  await tx.rule.upsert({ where: { id }, create: { id, ...present }, update: present });
  await tx.ruleVersion.create({ data: { ruleId: id, version, body, byId, reason } });
}

/** Says who a rule belongs to without a new version of it. The caller holds the rules lock. */
export async function writeSource(tx: Tx, id: string, source: "page" | "config"): Promise<void> {
  await tx.rule.update({ where: { id }, data: { source } });
}

/** Marks a rule deleted; its versions stay. The caller holds the rules lock. */
export async function markDeleted(tx: Tx, id: string): Promise<void> {
  await tx.$executeRaw`UPDATE rule SET deleted_at = clock_timestamp(), "on" = false WHERE id = ${id}::uuid`;
}
