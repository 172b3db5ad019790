import { z } from "zod";
import { Prisma } from "../../../generated/prisma/client";
import { db } from "../../db/index";
import { findAgent } from "../../identity/index";
import { makeCursor, readCursor } from "../cursor";
import type { Handler } from "../handler";
import { toAgentRows } from "./read-agent-rows";

/** Lists agents by name, one keyset page at a time. */
export const listAgents: Handler<"listAgents"> = async ({ state, owner, text, cursor, limit }) => {
  const from = readCursor("agents", cursor, [z.string().max(63)]);
  const conditions: Prisma.Sql[] = [];
  if (from) conditions.push(Prisma.sql`name > ${from[0]}`);
  if (state) conditions.push(Prisma.sql`state = ${state}`);
  if (owner) conditions.push(Prisma.sql`owner_id = ${owner}::uuid`);
  if (text) {
    const pattern = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
    conditions.push(Prisma.sql`(name ILIKE ${pattern} OR note ILIKE ${pattern})`);
  }
  const where = Prisma.join([...conditions, Prisma.sql`true`], " AND ");
  const places = await db().$queryRaw<{ id: string; name: string }[]>`
    SELECT id::text, name FROM agent WHERE ${where} ORDER BY name LIMIT ${limit + 1}::int`;
  const page = places.slice(0, limit);
  const agents = (await Promise.all(page.map(({ id }) => findAgent(id)))).filter((agent) => agent !== null);
  const last = page.at(-1);
  return {
    items: await toAgentRows(agents),
    next: places.length > page.length && last ? makeCursor("agents", [last.name]) : undefined,
  };
};
