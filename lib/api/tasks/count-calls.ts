import { LRUCache } from "lru-cache";
import { db } from "../../db/index";
import { apiSettings } from "../settings";

type Counts = ReadonlyMap<string, number>;

/** What is counted up to a number of the log never changes again: only what came after it is counted anew. */
const counted = new LRUCache<string, { upTo: bigint; counts: Counts }>({ max: 500 });

/** Counts the allowed calls of a task by `server/tool`. */
export async function countCalls(taskId: string): Promise<Counts> {
  const settled = apiSettings().position();
  const known = counted.get(taskId) ?? { upTo: 0n, counts: new Map<string, number>() };
  const rows = await readCalls(taskId, known.upTo, settled);
  const upTo = added(known.counts, rows, (row) => row.settled);
  if (settled > known.upTo) counted.set(taskId, { upTo: settled, counts: upTo });
  return added(upTo, rows, (row) => !row.settled);
}

type Row = { tool: string; calls: number; settled: boolean };

async function readCalls(taskId: string, after: bigint, settled: bigint): Promise<Row[]> {
  return db().$queryRaw<Row[]>`
    SELECT s.name || '/' || e.tool AS tool, e.calls, e.settled FROM (
      SELECT server_id, tool, seq <= ${settled} AS settled, count(*)::int AS calls FROM entry
      WHERE task_id = ${taskId}::uuid AND kind = 'call.allowed' AND seq > ${after} GROUP BY 1, 2, 3) AS e
    JOIN server s ON s.id = e.server_id`;
}

function added(counts: Counts, rows: readonly Row[], which: (row: Row) => boolean): Counts {
  const sum = new Map(counts);
  for (const row of rows) if (which(row)) sum.set(row.tool, (sum.get(row.tool) ?? 0) + row.calls);
  return sum;
}
