import { ENTRY_COLUMNS, type EntryRow, entryColumnsFrom, entryLine, type NewBody } from "../audit/index";

/** One row of a batch: a decision or an outcome with its bodies. */
export type CommitRow = {
  entry: EntryRow;
  /** True for an allow: it commits only when its task still runs under `entry.epoch`. */
  asks: boolean;
  bodies: NewBody[];
};

/** What the statement says of one row. */
export type CommitVerdict = {
  /** The entry was written. */
  written: boolean;
  /** The task runs, its epoch is the row's and no clock has run out; false for rows that did not ask. */
  live: boolean;
  seq: bigint | null;
};

const columns = ENTRY_COLUMNS.join(", ");

/**
 * The statement on which "the commit is the check" rests. One per batch, autocommit, READ COMMITTED.
 *
 * The verdict is read from rows that `t` has locked and refreshed, never from a second look at `task`: a re-read beside
 * the lock uses the statement's old snapshot and would allow after a revocation had committed. Locks are taken in id
 * order (no deadlock between lanes) and FOR NO KEY UPDATE (a waiting revocation is not overtaken by sharers).
 * `clock_timestamp()` and not `now()`: after a wait for the lock, `now()` lies in the past.
 * A task's own row is written only when it has a budget, or when its last activity is older than a second.
 */
export const COMMIT_STATEMENT = `
WITH b AS MATERIALIZED (
  SELECT ord, COALESCE(f[1] = '1', false) AS asks, ${entryColumnsFrom("f", 2)}
  FROM (SELECT ord, string_to_array(line, E'\\t', '') AS f FROM string_to_table($1, E'\\n') WITH ORDINALITY AS l(line, ord) OFFSET 0) AS s),
t AS MATERIALIZED (
  SELECT id, state, epoch, not_before, runs_until, calls_left, last_at, idle_seconds FROM task
  WHERE id = ANY($2::uuid[]) ORDER BY id FOR NO KEY UPDATE),
j AS MATERIALIZED (
  SELECT b.*, t.calls_left, COALESCE(t.state = 'running' AND t.epoch = b.epoch AND clock_timestamp() < t.runs_until
    AND (t.not_before IS NULL OR t.not_before <= clock_timestamp()), false) AS live
  FROM b LEFT JOIN t ON b.asks AND t.id = b.task_id),
v AS MATERIALIZED (
  SELECT j.*, live AND asks AND (calls_left IS NULL
    OR count(*) FILTER (WHERE live AND asks) OVER (PARTITION BY task_id ORDER BY ord) <= calls_left) AS go
  FROM j),
u AS (
  UPDATE task AS k SET calls_left = k.calls_left - n.calls, last_at = clock_timestamp(),
    idle_at = CASE WHEN k.idle_at IS NULL THEN NULL ELSE LEAST(k.end_at, clock_timestamp() + make_interval(secs => k.idle_seconds)) END
  FROM (SELECT task_id, count(*)::int AS calls FROM v WHERE go GROUP BY task_id) AS n JOIN t ON t.id = n.task_id
  WHERE k.id = n.task_id AND (t.calls_left IS NOT NULL OR t.last_at IS NULL
    OR t.last_at < clock_timestamp() - LEAST(interval '1 second', make_interval(secs => t.idle_seconds / 4.0)))),
i AS (
  INSERT INTO entry (${columns}) SELECT ${columns} FROM v WHERE go OR NOT asks ORDER BY ord RETURNING seq, call_id, kind),
a AS (
  INSERT INTO body (call_id, kind, salt, digest, content)
  SELECT f[1]::uuid, f[2], f[3], f[4], f[5]
  FROM (SELECT string_to_array(line, E'\\t') AS f FROM string_to_table($3, E'\\n') AS l(line) WHERE line <> '' OFFSET 0) AS s
  WHERE f[1]::uuid IN (SELECT call_id FROM v WHERE go OR NOT asks)),
n AS (SELECT pg_notify('entry', '')::text AS told FROM i LIMIT 1)
SELECT v.ord::int, v.go OR NOT v.asks AS written, v.live, i.seq::text, (SELECT told FROM n)
FROM v LEFT JOIN i ON i.call_id = v.call_id AND i.kind = v.kind ORDER BY v.ord`;

/** The parameters of the statement for one batch. */
export function commitParameters(rows: CommitRow[]): [string, string[], string] {
  const lines: string[] = [];
  const bodies: string[] = [];
  const tasks = new Set<string>();
  for (const row of rows) {
    lines.push(`${row.asks ? "1" : ""}\t${entryLine(row.entry)}`);
    if (row.asks && row.entry.taskId) tasks.add(row.entry.taskId);
    for (const body of row.bodies) bodies.push(bodyLine(body));
  }
  return [lines.join("\n"), [...tasks], bodies.join("\n")];
}

function bodyLine(body: NewBody): string {
  return `${body.callId}\t${body.kind}\t${body.salt}\t${body.digest}\t${body.content}`;
}

/** Reads one row of the statement's answer (rowMode array). */
export function toVerdict(row: [number, boolean, boolean, string | null, string | null]): CommitVerdict {
  return { written: row[1], live: row[2], seq: row[3] === null ? null : BigInt(row[3]) };
}
