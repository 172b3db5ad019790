import type { AgentCredential } from "../../generated/prisma/client";
import { AppError, digestOf, isId, newId } from "../base/index";
import { db, type Tx } from "../db/index";
import { type CharterBody, charterSchema } from "../tasks/schema";
import { type CredentialKind, type CredentialView, credentialSchema } from "./schema";

/** The moment a credential's use is written down is rounded to this, so that a busy one does not write at every use. */
const TOUCH_SECONDS = 60;

export type CredentialRow = AgentCredential;
export type CredentialInput = { agentId: string; kind: CredentialKind; value: string; source: "page" | "config" };

/**
 * What is stored in place of a credential. Ours have 256 random bits, so that one round of SHA-256 is enough.
 * A key is looked up by its digest alone; a secret's is bound to its agent, who must be named beside it.
 */
export function hashOf(kind: CredentialKind, agentId: string, value: string): string {
  return digestOf(kind === "key" ? value : `secret of ${agentId}: ${value}`);
}

export async function insertCredential(
  tx: Tx,
  { agentId, kind, value, source }: CredentialInput,
): Promise<CredentialView> {
  const id = newId();
  await tx.$executeRaw`INSERT INTO agent_credential (id, agent_id, kind, hash, hint, source)
    VALUES (${id}::uuid, ${agentId}::uuid, ${kind}, ${hashOf(kind, agentId, value)}, ${value.slice(-4)}, ${source})`;
  return toView(await tx.agentCredential.findUniqueOrThrow({ where: { id } }));
}

/** Lets every live credential of a kind end so many seconds from now, unless it ends sooner. */
export async function phaseOut(
  tx: Tx,
  of: { agentId: string; kind: CredentialKind; seconds: number },
): Promise<number> {
  return tx.$executeRaw`UPDATE agent_credential
    SET expires_at = LEAST(expires_at, clock_timestamp() + make_interval(secs => ${of.seconds}::int))
    WHERE agent_id = ${of.agentId}::uuid AND kind = ${of.kind} AND revoked_at IS NULL
      AND (expires_at IS NULL OR expires_at > clock_timestamp())`;
}

/** Stores a declared credential, or takes it up again; null when the same value is another agent's or the page's. */
export async function keepDeclared(
  tx: Tx,
  { agentId, kind, value }: CredentialInput,
): Promise<{ hint: string } | null> {
  const rows = await tx.$queryRaw<{ hint: string }[]>`
    INSERT INTO agent_credential (id, agent_id, kind, hash, hint, source)
    VALUES (${newId()}::uuid, ${agentId}::uuid, ${kind}, ${hashOf(kind, agentId, value)}, ${value.slice(-4)}, 'config')
    ON CONFLICT (hash) DO UPDATE SET revoked_at = NULL, expires_at = NULL
      WHERE agent_credential.agent_id = excluded.agent_id AND agent_credential.source = 'config'
    RETURNING hint`;
  return rows[0] ?? null;
}

/** Revokes a credential; false when it was revoked already. */
export async function markRevoked(tx: Tx, id: string): Promise<boolean> {
  const count = await tx.$executeRaw`UPDATE agent_credential SET revoked_at = clock_timestamp()
    WHERE id = ${id}::uuid AND revoked_at IS NULL`;
  return count === 1;
}

export async function findCredential(id: string, tx: Tx = db()): Promise<CredentialRow | null> {
  return tx.agentCredential.findUnique({ where: { id } });
}

export async function listRows(agentId: string, tx: Tx = db()): Promise<CredentialRow[]> {
  return tx.agentCredential.findMany({ where: { agentId }, orderBy: [{ createdAt: "desc" }, { id: "desc" }] });
}

/**
 * An agent as the authorization server needs it, by its id or by its name, which is what a configuration file knows;
 * null when there is none or it is disabled.
 */
export async function findClient(named: string): Promise<{ id: string; name: string } | null> {
  const where = isId(named) ? { id: named } : { name: named };
  return db().agent.findFirst({ where: { ...where, state: "active" }, select: { id: true, name: true } });
}

/** Tells whether this is a live secret of the agent, and writes its use down. */
export async function acceptSecret(agentId: string, value: string): Promise<boolean> {
  const rows = await db().$queryRaw<{ id: string; touchDue: boolean }[]>`
    SELECT id, used_at IS NULL OR used_at < clock_timestamp() - make_interval(secs => ${TOUCH_SECONDS}::int) AS "touchDue"
    FROM agent_credential
    WHERE hash = ${hashOf("secret", agentId, value)} AND agent_id = ${agentId}::uuid AND kind = 'secret'
      AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > clock_timestamp())`;
  const row = rows[0];
  if (row?.touchDue) await touchCredential(row.id);
  return row !== undefined;
}

export async function touchCredential(id: string): Promise<void> {
  await db().$executeRaw`UPDATE agent_credential SET used_at = clock_timestamp() WHERE id = ${id}::uuid`;
}

/** A live key, its agent, and the open task of the agent's default charter, if there is one. */
export type KeyRow = {
  id: string;
  hint: string;
  secondsLeft: number | null;
  touchDue: boolean;
  agentId: string;
  agentName: string;
  agentState: string;
  taskId: string | null;
  epoch: number | null;
};

export async function findKey(hash: string): Promise<KeyRow | null> {
  const rows = await db().$queryRaw<KeyRow[]>`
    SELECT c.id, c.hint, extract(epoch FROM c.expires_at - clock_timestamp())::float8 AS "secondsLeft",
      c.used_at IS NULL OR c.used_at < clock_timestamp() - make_interval(secs => ${TOUCH_SECONDS}::int) AS "touchDue",
      a.id AS "agentId", a.name AS "agentName", a.state AS "agentState", t.id AS "taskId", t.epoch
    FROM agent_credential c JOIN agent a ON a.id = c.agent_id
      LEFT JOIN default_charter d ON d.agent_id = a.id
      LEFT JOIN task t ON t.agent_id = a.id AND t.charter_id = d.charter_id AND t.run = ''
        AND t.state IN ('requested', 'running', 'paused')
    WHERE c.hash = ${hash} AND c.kind = 'key' AND c.revoked_at IS NULL
      AND (c.expires_at IS NULL OR c.expires_at > clock_timestamp())`;
  return rows[0] ?? null;
}

/** The charter that stands for an agent which sends none; null when it has none. */
export async function findDefaultCharter(agentId: string, tx: Tx = db()): Promise<CharterBody | null> {
  const rows = await tx.$queryRaw<{ body: unknown }[]>`
    SELECT c.body FROM default_charter d JOIN charter c ON c.id = d.charter_id WHERE d.agent_id = ${agentId}::uuid`;
  return rows[0] ? charterSchema.parse(rows[0].body) : null;
}

/** The servers that an agent's default charter names; without one, all that are registered, at most 50. */
export async function serversFor(agentId: string, tx: Tx): Promise<string[]> {
  const charter = await findDefaultCharter(agentId, tx);
  if (charter) return charter.scope.map((part) => part.server);
  const rows = await tx.server.findMany({ select: { name: true }, orderBy: { name: "asc" }, take: 50 });
  return rows.map((row) => row.name);
}

/** Tells whether a server of this name is registered, disabled ones too. */
export async function isServer(name: string): Promise<boolean> {
  return (await db().server.count({ where: { name } })) === 1;
}

/**
 * Refuses a scope that names a server which is not registered: a slip of the pen would otherwise be approved, and then
 * denied call by call. Tools are not looked at: a server may offer them later.
 *
 * @throws INVALID_INPUT with the names.
 */
export async function requireServers(names: readonly string[], tx: Tx = db()): Promise<void> {
  const rows = await tx.server.findMany({ where: { name: { in: [...names] } }, select: { name: true } });
  const known = new Set(rows.map((row) => row.name));
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  const sentence = `There is no server called ${unknown.join(", ")} here.`;
  throw new AppError("INVALID_INPUT", sentence, { fields: { "charter.scope": sentence } });
}

/** A row as pages and programs see it: everything but the hash. */
export function toView(row: CredentialRow): CredentialView {
  return credentialSchema.parse({
    ...row,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    usedAt: row.usedAt?.toISOString() ?? null,
  });
}
