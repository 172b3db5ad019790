import { AppError } from "../base/index";
import type { Tx } from "../db/index";
import { type Lock, lockSchema } from "../identity/schema";
import { findServerRow, findServerRowByName } from "./store";

/** A tool of a server, by names as people say them and ids as rows know them. */
export type LockedTool = { serverId: string; server: string; tool: string };

/**
 * Finds the tool that is to be locked, by its server's id or name.
 *
 * @throws NOT_FOUND when there is no such server or no such tool.
 */
export async function findLockable(
  tx: Tx,
  of: { serverId?: string; server?: string; tool: string },
): Promise<LockedTool> {
  const row =
    of.serverId === undefined ? await findServerRowByName(of.server ?? "") : await findServerRow(of.serverId, tx);
  if (!row) throw new AppError("NOT_FOUND", "There is no such server.");
  const found = await tx.tool.findUnique({
    where: { serverId_name: { serverId: row.id, name: of.tool } },
    select: { name: true },
  });
  if (!found) throw new AppError("NOT_FOUND", `${row.name} has no tool of that name.`, { tool: of.tool });
  return { serverId: row.id, server: row.name, tool: of.tool };
}

/** Holds a tool's row for a lock to be put on it or lifted. @returns Its lock. @throws NOT_FOUND when it is gone. */
export async function holdToolLock(tx: Tx, { serverId, server, tool }: LockedTool): Promise<Lock | null> {
  const rows = await tx.$queryRaw<{ locked: unknown }[]>`
    SELECT locked FROM tool WHERE server_id = ${serverId}::uuid AND name = ${tool} FOR UPDATE`;
  if (!rows[0]) throw new AppError("NOT_FOUND", `${server} has no tool of that name.`, { tool });
  return lockSchema.nullable().parse(rows[0].locked);
}

/** Puts a lock on a tool whose row is held, or lifts it. The caller writes the entry. */
export async function setToolLock(tx: Tx, { serverId, tool }: LockedTool, lock: Lock | null): Promise<void> {
  const text = lock && JSON.stringify(lock);
  await tx.$executeRaw`UPDATE tool SET locked = ${text}::jsonb WHERE server_id = ${serverId}::uuid AND name = ${tool}`;
}
