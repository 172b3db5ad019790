import { AppError, isId } from "../base/index";
import type { Tx } from "../db/index";
import { db } from "../db/index";
import { lockSchema } from "./lock";
import type { By } from "./people-lock";
import type { Agent } from "./schema";

const WITH_OWNER = { owner: { select: { id: true, name: true, email: true, state: true } } } as const;

type Stored = NonNullable<Awaited<ReturnType<typeof stored>>>;
const stored = (tx: Tx, id: string) => tx.agent.findUnique({ where: { id }, include: WITH_OWNER });

const toAgent = ({ ownerId: _, ...row }: Stored): Agent => ({
  ...row,
  state: row.state === "active" ? "active" : "disabled",
  source: row.source === "config" ? "config" : "page",
  locked: lockSchema.nullable().parse(row.locked),
  owner: { ...row.owner, state: row.owner.state === "active" ? "active" : "disabled" },
});

/** Finds an agent by id, disabled ones too; null when there is none. */
export async function findAgent(id: string, tx: Tx = db()): Promise<Agent | null> {
  const row = isId(id) ? await stored(tx, id) : null;
  return row && toAgent(row);
}

/** Finds an agent by its name, disabled ones too. */
export async function findAgentByName(name: string, tx: Tx = db()): Promise<Agent | null> {
  const row = await tx.agent.findUnique({ where: { name }, include: WITH_OWNER });
  return row && toAgent(row);
}

export type AgentFilter = { ownerId?: string; state?: Agent["state"]; source?: Agent["source"]; after?: string };

/**
 * Lists agents by name, one keyset page at a time.
 *
 * @param filter `after` is the last name of the page before.
 * @param limit 1–1000.
 */
export async function listAgents(filter: AgentFilter = {}, limit = 200): Promise<Agent[]> {
  const { after, ...where } = filter;
  const rows = await db().agent.findMany({
    where: { ...where, ...(after !== undefined && { name: { gt: after } }) },
    orderBy: { name: "asc" },
    take: Math.min(Math.max(limit, 1), 1000),
    include: WITH_OWNER,
  });
  return rows.map(toAgent);
}

/**
 * Holds an agent's row for reading until the transaction ends: whatever is opened for it now is seen by a disabling
 * that runs at this moment, or sees the disabling.
 *
 * @throws AGENT_DISABLED when it is disabled or there is none.
 */
export async function holdActiveAgent(tx: Tx, id: string): Promise<void> {
  const rows = await tx.$queryRaw<unknown[]>`SELECT 1 FROM agent WHERE id = ${id}::uuid AND state = 'active' FOR SHARE`;
  if (rows.length === 0)
    throw new AppError("AGENT_DISABLED", "This agent is disabled. Its owner or an admin can say why.");
}

/**
 * Locks an agent's row for a change.
 *
 * @throws NOT_FOUND when there is none; CONFIG_OWNED when the configuration file declares it and somebody else acts.
 */
export async function lockAgent(tx: Tx, by: By, id: string): Promise<Agent> {
  if (isId(id)) await tx.$executeRaw`SELECT 1 FROM agent WHERE id = ${id}::uuid FOR UPDATE`;
  const agent = await findAgent(id, tx);
  if (!agent) throw new AppError("NOT_FOUND", "There is no such agent.");
  if (agent.source === "config" && by !== "configuration")
    throw new AppError("CONFIG_OWNED", `The configuration file declares ${agent.name}; change it there.`);
  return agent;
}

/**
 * Holds the row of somebody who is to own an agent: an owner is an active person.
 *
 * @throws INVALID_INPUT with `fields` when there is no such person or they are disabled.
 */
export async function holdOwner(tx: Tx, ownerId: string): Promise<{ id: string; email: string }> {
  const rows = await tx.$queryRaw<{ id: string; email: string }[]>`
    SELECT id, email FROM human WHERE id = ${ownerId}::uuid AND state = 'active' FOR SHARE`;
  const owner = rows[0];
  const sentence = "An agent's owner is somebody who is active here.";
  if (!owner) throw new AppError("INVALID_INPUT", sentence, { fields: { ownerId: sentence } });
  return owner;
}
