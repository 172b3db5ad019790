import { z } from "zod";
import { Prisma } from "../../../generated/prisma/client";
import { db } from "../../db/index";
import type { Person } from "../../identity/schema";
import { CLASSES } from "../../policy/schema";
import type { ParsedInputOf } from "../contract";
import { makeCursor, momentSchema, placeIdSchema, readCursor } from "../cursor";
import { agentIdOf } from "../find-by-name";
import type { Handler } from "../handler";
import { mayBeShown, waitsFor } from "./may-answer";
import { readApprovalItems } from "./read-approval-items";

type Input = ParsedInputOf<"listApprovals">;
/** waiting: first deadline first, then the more severe. decided: latest first. asked: the latest question first. */
type Order = "waiting" | "decided" | "asked";
type Place = { id: string; at: Date; rank: number };

const AT: Record<Order, Prisma.Sql> = {
  waiting: Prisma.sql`a.decide_by`,
  decided: Prisma.sql`a.decided_at`,
  asked: Prisma.sql`a.created_at`,
};

/** 1 for the most severe class. */
const RANK = Prisma.sql`array_position(${[...CLASSES].reverse()}::text[], a.class)`;
const rankSchema = z.int().min(1).max(CLASSES.length);

/** Lists approvals, one keyset page at a time. */
export const listApprovals: Handler<"listApprovals"> = async (input, person) => {
  const agentId = input.agent === undefined ? undefined : await agentIdOf(input.agent);
  if (agentId === null) return { items: [] };
  const order = orderOf(input);
  const conditions = [...conditionsOf(input, person, agentId), ...afterCursor(order, input.cursor)];
  const places = await readPlaces(order, conditions, input.limit + 1);
  const page = places.slice(0, input.limit);
  const last = page.at(-1);
  return {
    items: await readApprovalItems(
      person,
      page.map(({ id }) => id),
    ),
    next: places.length > page.length && last ? cursorOf(order, last) : undefined,
  };
};

const listOf = (order: Order): string => `approvals.${order}`;

function cursorOf(order: Order, { at, rank, id }: Place): string {
  const place = order === "waiting" ? [at.toISOString(), rank, id] : [at.toISOString(), id];
  return makeCursor(listOf(order), place);
}

/** What lies behind a cursor, in its order. */
function afterCursor(order: Order, cursor: string | undefined): Prisma.Sql[] {
  if (cursor === undefined) return [];
  if (order === "waiting") {
    const from = readCursor(listOf(order), cursor, [momentSchema, rankSchema, placeIdSchema]);
    return from
      ? [Prisma.sql`(a.decide_by, ${RANK}, a.id) > (${from[0]}::timestamptz, ${from[1]}::int, ${from[2]}::uuid)`]
      : [];
  }
  const from = readCursor(listOf(order), cursor, [momentSchema, placeIdSchema]);
  return from ? [Prisma.sql`(${AT[order]}, a.id) < (${from[0]}::timestamptz, ${from[1]}::uuid)`] : [];
}

function orderOf({ state, view }: Input): Order {
  if (state === "pending" || view === "mine" || view === "others") return "waiting";
  return view === "decided" || state !== undefined ? "decided" : "asked";
}

function conditionsOf(input: Input, person: Person, agentId: string | undefined): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = [mayBeShown(person)];
  if (input.view === "mine") conditions.push(Prisma.sql`a.state = 'pending' AND ${waitsFor(person)}`);
  if (input.view === "others") conditions.push(Prisma.sql`a.state = 'pending' AND NOT ${waitsFor(person)}`);
  if (input.view === "decided") conditions.push(Prisma.sql`a.decided_at IS NOT NULL AND a.state <> 'pending'`);
  if (input.state !== undefined) conditions.push(Prisma.sql`a.state = ${input.state}`);
  if (input.kind !== undefined) conditions.push(Prisma.sql`a.kind = ${input.kind}`);
  if (input.task !== undefined) conditions.push(Prisma.sql`a.task_id = ${input.task}::uuid`);
  if (agentId !== undefined) conditions.push(Prisma.sql`a.agent_id = ${agentId}::uuid`);
  return conditions;
}

async function readPlaces(order: Order, conditions: Prisma.Sql[], most: number): Promise<Place[]> {
  const at = AT[order];
  const places = order === "waiting" ? Prisma.sql`${at}, ${RANK}, a.id` : Prisma.sql`${at} DESC, a.id DESC`;
  const where = Prisma.join([...conditions, Prisma.sql`${at} IS NOT NULL`], " AND ");
  return db().$queryRaw<Place[]>`
    SELECT a.id::text, ${at} AS at, ${RANK} AS rank FROM shown_approval a JOIN agent ag ON ag.id = a.agent_id WHERE ${where}
    ORDER BY ${places} LIMIT ${most}::int`;
}
