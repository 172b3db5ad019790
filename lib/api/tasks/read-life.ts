import { db } from "../../db/index";
import { TASK_EVENTS } from "../../tasks/index";
import type { TaskDetail } from "./schema";

type Row = {
  seq: bigint;
  at: Date;
  kind: string;
  epoch: number | null;
  approvalId: string | null;
  byId: string | null;
  byName: string | null;
};

/** The state after each kind of entry about a task; a kind that keeps the state is not in it. */
const STATES = new Map(
  Object.values(TASK_EVENTS).flatMap(({ writes, to }) => (to === "same" ? [] : [[writes as string, to] as const])),
);

/** Reads the moves of a task and what people answered to it, oldest first; at most the latest 500. */
export async function readLife(taskId: string): Promise<TaskDetail["life"]> {
  const rows = await db().$queryRaw<Row[]>`
    SELECT e.seq, e.at, e.kind, e.epoch, e.approval_id::text AS "approvalId", e.human_id::text AS "byId", h.name AS "byName"
    FROM entry e LEFT JOIN human h ON h.id = e.human_id
    WHERE e.task_id = ${taskId}::uuid AND e.kind NOT LIKE 'call.%' AND e.kind NOT LIKE 'hold.%'
    ORDER BY e.seq DESC LIMIT 500`;
  return rows.reverse().map((row) => ({
    seq: row.seq.toString(),
    at: row.at.toISOString(),
    kind: row.kind,
    state: STATES.get(row.kind) ?? null,
    epoch: row.epoch,
    by: row.byId && row.byName ? { id: row.byId, name: row.byName } : null,
    approvalId: row.approvalId,
  }));
}

/** Reads when a task's latest calls were decided, oldest first; at most 300. */
export async function readMarks(taskId: string): Promise<TaskDetail["marks"]> {
  const rows = await db().$queryRaw<{ at: Date; decision: "allowed" | "held" | "denied" }[]>`
    SELECT at, substr(kind, 6) AS decision FROM entry
    WHERE task_id = ${taskId}::uuid AND kind IN ('call.allowed', 'call.held', 'call.denied')
    ORDER BY seq DESC LIMIT 300`;
  return rows.reverse().map(({ at, decision }) => ({ at: at.toISOString(), decision }));
}
