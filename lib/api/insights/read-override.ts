import { db } from "../../db/index";
import type { Facts } from "./read-facts";
import type { Insights } from "./schema";
import { percentile } from "./statistics";

/** So many revoked tasks at most are looked at, the latest. */
const LOOKED_AT = 1_000;

type Row = { allowed: number; seconds: number | null };

/**
 * Measures how long it took from a person's revoking of a task until nothing of it was on its way any more. By the order
 * of the log nothing is allowed after the entry that revokes; that is counted rather than believed.
 */
export async function readOverride({ from, to }: Pick<Facts, "from" | "to">): Promise<Insights["override"]> {
  const rows = await db().$queryRaw<Row[]>`
    WITH t AS (
      SELECT id FROM task WHERE state = 'revoked' AND ended_by IS NOT NULL AND ended_at > ${from}::timestamptz AND ended_at <= ${to}::timestamptz
      ORDER BY ended_at DESC LIMIT ${LOOKED_AT}::int)
    SELECT l.allowed, l.seconds FROM t
      JOIN LATERAL (SELECT seq, at FROM entry WHERE task_id = t.id AND kind = 'task.revoked' ORDER BY seq DESC LIMIT 1) AS r ON true
      CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE e.kind = 'call.allowed')::int AS allowed,
          EXTRACT(EPOCH FROM max(e.at) FILTER (WHERE e.kind <> 'call.allowed') - r.at)::float8 AS seconds
        FROM entry e WHERE e.task_id = t.id AND e.seq > r.seq AND e.kind IN ('call.allowed', 'call.succeeded', 'call.failed',
          'call.timed_out', 'call.aborted', 'call.not_sent', 'call.unknown')) AS l`;
  const seconds = rows.flatMap((row) => (row.seconds === null ? [] : Math.max(0, row.seconds))).sort((a, b) => a - b);
  const allowedAfter = rows.reduce((sum, { allowed }) => sum + allowed, 0);
  const [p90, longest] = [percentile(seconds, 0.9), seconds.at(-1)];
  return {
    revoked: rows.length,
    allowedAfter,
    seconds: p90 !== null && longest !== undefined ? { p90, longest } : null,
    beyond: allowedAfter > 0 ? [{ metric: "override", level: null }] : [],
  };
}
