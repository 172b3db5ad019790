import { Prisma } from "../../../generated/prisma/client";
import { db } from "../../db/index";
import type { ParsedInputOf } from "../contract";
import { makeCursor, momentSchema, placeIdSchema, readCursor } from "../cursor";
import { agentIdOf } from "../find-by-name";
import type { Handler } from "../handler";
import { readTaskRows } from "./read-task-rows";

type Input = ParsedInputOf<"listTasks">;
type Place = { id: string; at: Date };

/** Lists tasks, latest first, one keyset page at a time. */
export const listTasks: Handler<"listTasks"> = async (input) => {
  const agentId = input.agent === undefined ? undefined : await agentIdOf(input.agent);
  if (agentId === null) return { items: [] };
  const places = await readPlaces(input, agentId);
  const page = places.slice(0, input.limit);
  const last = page.at(-1);
  const next =
    places.length > page.length && last ? makeCursor(listName(input), [last.at.toISOString(), last.id]) : undefined;
  return { items: await readTaskRows(page.map(({ id }) => id)), next };
};

const listName = ({ sort }: Input): string => `tasks.${sort}`;

/** Which tasks stand on the page, and one more when there is a next one. */
async function readPlaces(input: Input, agentId: string | undefined): Promise<Place[]> {
  const at = input.sort === "activity" ? Prisma.sql`COALESCE(t.last_at, t.requested_at)` : Prisma.sql`t.requested_at`;
  const conditions = conditionsOf(input, agentId);
  const from = readCursor(listName(input), input.cursor, [momentSchema, placeIdSchema]);
  if (from) conditions.push(Prisma.sql`(${at}, t.id) < (${from[0]}::timestamptz, ${from[1]}::uuid)`);
  const most = input.limit + 1;
  const some = (more: Prisma.Sql[]) => Prisma.sql`
    SELECT t.id::text, ${at} AS at FROM task t WHERE ${Prisma.join([...conditions, ...more, Prisma.sql`true`], " AND ")}
    ORDER BY ${at} DESC, t.id DESC LIMIT ${most}::int`;
  if (!input.state) return db().$queryRaw<Place[]>(some([]));
  // Each state's own index gives its latest; asking for all states at once would read every ended task on the way.
  return db().$queryRaw<Place[]>`
    SELECT x.id, x.at FROM unnest(${input.state}::text[]) AS s(state)
      CROSS JOIN LATERAL (${some([Prisma.sql`t.state = s.state`])}) AS x
    ORDER BY x.at DESC, x.id::uuid DESC LIMIT ${most}::int`;
}

function conditionsOf(input: Input, agentId: string | undefined): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = [];
  if (agentId !== undefined) conditions.push(Prisma.sql`t.agent_id = ${agentId}::uuid`);
  if (input.owner !== undefined)
    conditions.push(Prisma.sql`t.agent_id IN (SELECT id FROM agent WHERE owner_id = ${input.owner}::uuid)`);
  if (input.pausedFor)
    conditions.push(Prisma.sql`t.state = 'paused' AND t.paused_for = ANY(${input.pausedFor}::text[])`);
  if (input.server !== undefined) {
    const named = JSON.stringify({ scope: [{ server: input.server }] });
    conditions.push(Prisma.sql`EXISTS (SELECT FROM charter c WHERE c.id = t.charter_id AND c.body @> ${named}::jsonb)`);
  }
  if (input.text) {
    const pattern = `%${input.text.replace(/[\\%_]/g, "\\$&")}%`;
    conditions.push(
      Prisma.sql`(t.run ILIKE ${pattern} OR EXISTS (SELECT FROM charter c WHERE c.id = t.charter_id AND c.purpose ILIKE ${pattern}))`,
    );
  }
  return conditions;
}
