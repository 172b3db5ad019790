import { AppError, isId } from "../base/index";
import { db, type Tx } from "../db/index";
import { type Lock, lockSchema } from "./lock";

/**
 * Holds an agent's row for a lock to be put on it or lifted, whoever declared it: a lock is a stop, not a setting.
 * Nothing is opened for the agent meanwhile.
 *
 * @returns Its lock; null when there is none.
 * @throws NOT_FOUND.
 */
export async function holdAgentLock(tx: Tx, agentId: string): Promise<Lock | null> {
  const rows = isId(agentId)
    ? await tx.$queryRaw<{ locked: unknown }[]>`SELECT locked FROM agent WHERE id = ${agentId}::uuid FOR UPDATE`
    : [];
  if (!rows[0]) throw new AppError("NOT_FOUND", "There is no such agent.");
  return lockSchema.nullable().parse(rows[0].locked);
}

/** Puts a lock on an agent whose row is held, or lifts it. The caller writes the entry. */
export async function setAgentLock(tx: Tx, agentId: string, lock: Lock | null): Promise<void> {
  const text = lock && JSON.stringify(lock);
  await tx.$executeRaw`UPDATE agent SET locked = ${text}::jsonb WHERE id = ${agentId}::uuid`;
}

/** The lock of an agent, as it is now; null when there is none. */
export async function findAgentLock(agentId: string, tx: Tx = db()): Promise<Lock | null> {
  const row = await tx.agent.findUnique({ where: { id: agentId }, select: { locked: true } });
  return lockSchema.nullable().parse(row?.locked ?? null);
}
