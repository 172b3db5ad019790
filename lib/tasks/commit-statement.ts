import { ENTRY_COLUMNS, type EntryRow, entryColumnsFrom, entryLine, type NewBody } from "../audit/index";

/** One row of a batch: a decision or an outcome with its body. */
export type CommitRow = {
  entry: EntryRow;
  /** True for an allow: it commits only when its task still runs under `entry.epoch`. */
  asks: boolean;
  body: NewBody | null;
};

/** What the statement says of one row. */
export type CommitVerdict = {
  /** The entry was written. */
  written: boolean;
  /** The task runs, its epoch is the row's and no clock has run out; false for rows that did not ask. */
  live: boolean;
  seq: bigint | null;
};

/** Where the fields of a line stand, 1-based: whether it asks, its entry, its body. */
const ENTRY = 2;
const BODY = ENTRY + ENTRY_COLUMNS.length;
const entryField = (column: (typeof ENTRY_COLUMNS)[number]) => `f[${ENTRY + ENTRY_COLUMNS.indexOf(column)}]`;

/**
 * The statement on which "the commit is the check" rests. One per batch, autocommit, READ COMMITTED.
 *
 * The verdict is read from rows that `t` has locked and refreshed, never from a second look at `task`: a re-read beside
 * the lock uses the statement's old snapshot and would allow after a revocation had committed. Locks are taken in id
 * order (no deadlock between lanes) and FOR NO KEY UPDATE (a waiting revocation is not overtaken by sharers).
 * `clock_timestamp()` and not `now()`: after a wait for the lock, `now()` lies in the past.
 * A task's own row is written only when it has a budget, or when its last activity is older than a second.
 * What a row says is copied once, in its line; up to the verdict only what the verdict is about goes along. An entry's
 * number is drawn once its task is locked, and its transaction's id before it, as the table's defaults would.
 */
export const COMMIT_STATEMENT = `
WITH l AS MATERIALIZED (
  SELECT ord, f, f[1] IS NOT NULL AS asks, ${entryField("task_id")}::uuid AS task_id, ${entryField("epoch")}::int AS epoch
  FROM (SELECT ord, string_to_array(line, E'\\t', '') AS f FROM string_to_table($1, E'\\n') WITH ORDINALITY AS s(line, ord) OFFSET 0) AS s),
t AS MATERIALIZED (
  SELECT id, state, epoch, not_before, runs_until, calls_left, last_at, idle_seconds FROM task
  WHERE id = ANY($2::uuid[]) ORDER BY id FOR NO KEY UPDATE),
v AS MATERIALIZED (
  SELECT ord, asks, task_id, live, live AND (calls_left IS NULL
    OR count(*) FILTER (WHERE live) OVER (PARTITION BY task_id ORDER BY ord) <= calls_left) AS go
  FROM (
    SELECT l.ord, l.asks, l.task_id, t.calls_left, COALESCE(t.state = 'running' AND t.epoch = l.epoch AND clock_timestamp() < t.runs_until
      AND (t.not_before IS NULL OR t.not_before <= clock_timestamp()), false) AS live
    FROM l LEFT JOIN t ON l.asks AND t.id = l.task_id OFFSET 0) AS s),
u AS (
  UPDATE task AS k SET calls_left = k.calls_left - n.calls, last_at = clock_timestamp(),
    idle_at = CASE WHEN k.idle_at IS NULL THEN NULL ELSE LEAST(k.end_at, clock_timestamp() + make_interval(secs => k.idle_seconds)) END
  FROM (SELECT task_id, count(*)::int AS calls FROM v WHERE go GROUP BY task_id) AS n JOIN t ON t.id = n.task_id
  WHERE k.id = n.task_id AND (t.calls_left IS NOT NULL OR t.last_at IS NULL
    OR t.last_at < clock_timestamp() - LEAST(interval '1 second', make_interval(secs => t.idle_seconds / 4.0)))),
w AS MATERIALIZED (
  SELECT ord, pg_current_xact_id() AS xid, nextval('entry_seq') AS seq
  FROM (SELECT ord FROM v WHERE go OR NOT asks ORDER BY ord OFFSET 0) AS s),
i AS (
  INSERT INTO entry (xid, seq, ${ENTRY_COLUMNS.join(", ")})
  SELECT w.xid, w.seq, ${entryColumnsFrom("f", ENTRY)} FROM w JOIN l USING (ord)),
a AS (
  INSERT INTO body (call_id, kind, salt, digest, content)
  SELECT ${entryField("call_id")}::uuid, f[${BODY}], f[${BODY + 1}], f[${BODY + 2}], f[${BODY + 3}]
  FROM w JOIN l USING (ord) WHERE f[${BODY}] IS NOT NULL),
n AS (SELECT pg_notify('entry', '')::text AS told FROM w LIMIT 1)
SELECT v.ord::int, w.ord IS NOT NULL AS written, v.live, w.seq::text, (SELECT told FROM n)
FROM v LEFT JOIN w USING (ord)`;

/** The parameters of the statement for one batch: its rows as lines, and the tasks that are asked about. */
export function commitParameters(rows: CommitRow[]): [string, string[]] {
  const lines: string[] = [];
  const tasks = new Set<string>();
  for (const { asks, entry, body } of rows) {
    lines.push(`${asks ? "1" : ""}\t${entryLine(entry)}${body ? bodyFields(body) : ""}`);
    if (asks && entry.taskId) tasks.add(entry.taskId);
  }
  return [lines.join("\n"), [...tasks]];
}

function bodyFields(body: NewBody): string {
  return `\t${body.kind}\t${body.salt}\t${body.digest}\t${body.content}`;
}

/** Reads one row of the statement's answer (rowMode array). */
export function toVerdict(row: [number, boolean, boolean, string | null, string | null]): CommitVerdict {
  return { written: row[1], live: row[2], seq: row[3] === null ? null : BigInt(row[3]) };
}
