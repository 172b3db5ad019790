import type { Server, Tool } from "../../generated/prisma/client";
import { Prisma } from "../../generated/prisma/client";
import { isId } from "../base/index";
import { db, type Tx } from "../db/index";
import { type ServerView, serverSchema, type ToolClass, type ToolView, toolClassSchema, toolSchema } from "./schema";

export type ServerRow = Server;
export type ToolRow = Tool;
type Counts = ServerView["tools"];

const NO_TOOLS: Counts = { total: 0, unclassed: 0, drifted: 0, gone: 0 };

/** Reads one server's row; null also for what is no id at all. */
export async function findServerRow(serverId: string, tx?: Tx): Promise<ServerRow | null> {
  if (!isId(serverId)) return null;
  return (tx ?? db()).server.findUnique({ where: { id: serverId } });
}

/**
 * Locks a server's row, and with it the right to change its tools, after the tasks concerned are locked.
 *
 * @returns The row as it is now, and the time in the database once the lock was held.
 */
export async function lockServer(tx: Tx, serverId: string): Promise<{ server: ServerRow; now: Date } | null> {
  await tx.$queryRaw`SELECT 1 FROM server WHERE id = ${serverId}::uuid FOR UPDATE`;
  const server = await findServerRow(serverId, tx);
  const [clock] = await tx.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  return server && clock ? { server, now: clock.now } : null;
}

export async function findServerRowByName(name: string): Promise<ServerRow | null> {
  return db().server.findUnique({ where: { name } });
}

export async function listServerRows(): Promise<ServerRow[]> {
  return db().server.findMany({ orderBy: { name: "asc" } });
}

export async function insertServer(tx: Tx, data: Prisma.ServerCreateInput): Promise<void> {
  await tx.server.create({ data });
}

export async function updateServer(tx: Tx, serverId: string, data: Prisma.ServerUpdateInput): Promise<void> {
  await tx.server.update({ where: { id: serverId }, data });
}

/**
 * Marks an active server as being looked at now, which is the record that lends its credential to the look.
 *
 * @returns Its row, or null when there is none of that id or it is disabled.
 */
export async function markChecked(serverId: string): Promise<ServerRow | null> {
  if (!isId(serverId)) return null;
  const rows = await db().$queryRaw<{ id: string }[]>`
    UPDATE server SET checked_at = clock_timestamp() WHERE id = ${serverId}::uuid AND state = 'active' RETURNING id`;
  return rows.length > 0 ? findServerRow(serverId) : null;
}

/** Writes down that a look found a server down, unless a later look was marked since. Tells whether it was written. */
export async function markDown(serverId: string, checkedAt: Date, note: string): Promise<boolean> {
  const { count } = await db().server.updateMany({
    where: { id: serverId, checkedAt },
    data: { health: "down", healthNote: note },
  });
  return count > 0;
}

/** The active servers that nobody has looked at for so many seconds, longest ago first. */
export async function listDueServers({ up, down }: { up: number; down: number }): Promise<string[]> {
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT id FROM server WHERE state = 'active'
      AND (checked_at IS NULL OR checked_at < clock_timestamp() - make_interval(secs => CASE health WHEN 'up' THEN ${up}::int ELSE ${down}::int END))
    ORDER BY checked_at NULLS FIRST LIMIT 100`;
  return rows.map((row) => row.id);
}

export async function listToolRows(serverId: string, tx?: Tx): Promise<ToolRow[]> {
  return (tx ?? db()).tool.findMany({ where: { serverId }, orderBy: { name: "asc" } });
}

export type NewTool = Pick<ToolRow, "name" | "definition" | "digest" | "class" | "proposedClass">;

export async function insertTools(tx: Tx, serverId: string, tools: NewTool[]): Promise<void> {
  await tx.tool.createMany({ data: tools.map((tool) => ({ serverId, ...tool })) });
}

export async function updateTool(
  tx: Tx,
  key: { serverId: string; name: string },
  data: Prisma.ToolUpdateInput,
): Promise<void> {
  await tx.tool.update({ where: { serverId_name: key }, data });
}

/** Writes down that these tools were offered just now. */
export async function markSeen(tx: Tx, serverId: string, names: string[]): Promise<void> {
  await tx.$executeRaw`UPDATE tool SET seen_at = clock_timestamp()
    WHERE server_id = ${serverId}::uuid AND name = ANY(${names}::text[])`;
}

/** Counts of tools by server, of all servers or of one. */
export async function countTools(serverId: string | null = null): Promise<Map<string, Counts>> {
  const rows = await db().$queryRaw<({ server_id: string } & Counts)[]>`
    SELECT server_id, count(*)::int AS total, count(*) FILTER (WHERE class IS NULL AND state <> 'gone')::int AS unclassed,
      count(*) FILTER (WHERE state = 'drifted')::int AS drifted, count(*) FILTER (WHERE state = 'gone')::int AS gone
    FROM tool WHERE ${serverId}::uuid IS NULL OR server_id = ${serverId}::uuid GROUP BY server_id`;
  return new Map(rows.map(({ server_id, ...counts }) => [server_id, counts]));
}

/** A row as pages and programs see it. */
export function toServerView(row: ServerRow, counts: Counts = NO_TOOLS): ServerView {
  return serverSchema.parse({
    ...row,
    checkedAt: row.checkedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    disabledAt: row.disabledAt?.toISOString() ?? null,
    tools: counts,
  });
}

/** A tool's row as pages and programs see it. The definitions are canonical JSON that we stored. */
export function toToolView(row: ToolRow): ToolView {
  return toolSchema.parse({
    ...row,
    definition: JSON.parse(row.definition),
    offered: row.offered === null ? null : { digest: row.offeredDigest ?? "", definition: JSON.parse(row.offered) },
    classedAt: row.classedAt?.toISOString() ?? null,
    seenAt: row.seenAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
  });
}

/** The class in a row, checked: the column is text. */
export const classOf = (row: Pick<ToolRow, "class">): ToolClass | null => toolClassSchema.nullable().parse(row.class);

/** A value for a nullable JSON column. */
export const jsonOrNull = (value: Record<string, string> | null | undefined) => value ?? Prisma.DbNull;
