import { Prisma } from "../../../generated/prisma/client";
import { type LogEntry, toLogEntry } from "../../audit/index";
import { db } from "../../db/index";

export type EntryPage = {
  conditions: readonly Prisma.Sql[];
  order: "oldest" | "newest";
  /** Exclusive bounds; `upTo` is the last number that may be read. */
  after?: bigint;
  before?: bigint;
  upTo?: bigint;
  limit: number;
};

/** An entry with its evidence. */
export type StoredEntry = LogEntry & { body: string };

/** Reads entries by number, one keyset page at a time. */
export async function readEntries({
  conditions,
  order,
  after,
  before,
  upTo,
  limit,
}: EntryPage): Promise<StoredEntry[]> {
  const bounds: Prisma.Sql[] = [];
  if (after !== undefined) bounds.push(Prisma.sql`seq > ${after}`);
  if (before !== undefined) bounds.push(Prisma.sql`seq < ${before}`);
  if (upTo !== undefined) bounds.push(Prisma.sql`seq <= ${upTo}`);
  const where = Prisma.join([...conditions, ...bounds, Prisma.sql`true`], " AND ");
  const direction = order === "oldest" ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const rows = await db().$queryRaw<{ seq: bigint; at: Date; body: string }[]>`
    SELECT seq, at, body FROM entry WHERE ${where} ORDER BY seq ${direction} LIMIT ${limit}::int`;
  return rows.map((row) => ({ ...toLogEntry(row), body: row.body }));
}
