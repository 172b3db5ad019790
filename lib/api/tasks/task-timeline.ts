import { Prisma } from "../../../generated/prisma/client";
import { toLogEntry } from "../../audit/index";
import { AppError } from "../../base/index";
import { db } from "../../db/index";
import type { ParsedInputOf } from "../contract";
import { makeCursor, placeSeqSchema, readCursor } from "../cursor";
import type { Handler } from "../handler";
import { FINAL_OUTCOMES, readOutcomes } from "../log/call-outcomes";
import { toLogRows } from "../log/to-log-row";

type Input = ParsedInputOf<"taskTimeline">;

/** What each view shows. Outcomes stand at their call's decision, so they are no line of their own. */
const SHOWN: Record<Input["show"], Prisma.Sql> = {
  all: Prisma.sql`kind <> ALL(${FINAL_OUTCOMES}::text[])`,
  calls: Prisma.sql`kind IN ('call.allowed', 'call.held', 'call.denied')`,
  held: Prisma.sql`kind IN ('call.held', 'hold.ready', 'hold.denied', 'hold.expired', 'hold.superseded', 'hold.withdrawn')`,
  denied: Prisma.sql`kind IN ('call.denied', 'hold.denied')`,
  people: Prisma.sql`human_id IS NOT NULL AND kind NOT LIKE 'call.%'`,
};

/** Lists what happened to a task, newest first, one keyset page at a time. */
export const taskTimeline: Handler<"taskTimeline"> = async (input) => {
  const list = `timeline.${input.show}`;
  const from = readCursor(list, input.cursor, [placeSeqSchema]);
  const rows = await db().$queryRaw<{ seq: bigint; at: Date; body: string }[]>`
    SELECT seq, at, body FROM entry WHERE task_id = ${input.id}::uuid AND ${SHOWN[input.show]}
      ${from ? Prisma.sql`AND seq < ${from[0]}` : Prisma.empty}
    ORDER BY seq DESC LIMIT ${input.limit + 1}::int`;
  if (rows.length === 0 && !from) await requireTask(input.id);
  const page = rows.slice(0, input.limit).map(toLogEntry);
  const calls = page.flatMap((entry) => (entry.kind === "call.allowed" && entry.callId ? [entry.callId] : []));
  const [items, outcomes] = await Promise.all([toLogRows(page), readOutcomes(calls)]);
  const last = page.at(-1);
  return {
    items: items.map((row) => ({
      ...row,
      outcome: row.kind === "call.allowed" && row.callId ? (outcomes.get(row.callId) ?? null) : null,
    })),
    next: rows.length > page.length && last ? makeCursor(list, [last.seq]) : undefined,
  };
};

async function requireTask(id: string): Promise<void> {
  if (!(await db().task.findUnique({ where: { id }, select: { id: true } })))
    throw new AppError("NOT_FOUND", "There is no such task.");
}
