import { approvalStateSchema, holdStateSchema } from "../../approvals/schema";
import { db } from "../../db/index";
import { classSchema } from "../../policy/schema";
import type { TaskDetail } from "./schema";

type Row = {
  id: string;
  callId: string;
  approvalId: string;
  approvalState: string;
  state: string;
  server: string | null;
  serverId: string;
  tool: string;
  class: string;
  argumentsDigest: string;
  createdAt: Date;
  readyUntil: Date | null;
  endedAt: Date | null;
  reason: string | null;
};

/** Reads a task's holds: all that wait or are ready, and the latest that ended; at most 100. */
export async function readHolds(taskId: string): Promise<TaskDetail["holds"]> {
  const rows = await db().$queryRaw<Row[]>`
    SELECT h.id::text, h.call_id::text AS "callId", h.approval_id::text AS "approvalId", a.state AS "approvalState", h.state,
      s.name AS server, h.server_id::text AS "serverId", h.tool, h.class, h.arguments_digest AS "argumentsDigest",
      h.created_at AS "createdAt", h.ready_until AS "readyUntil", h.ended_at AS "endedAt", h.reason
    FROM hold h JOIN approval a ON a.id = h.approval_id LEFT JOIN server s ON s.id = h.server_id
    WHERE h.task_id = ${taskId}::uuid
    ORDER BY h.state IN ('waiting', 'ready') DESC, h.created_at DESC, h.id DESC LIMIT 100`;
  return rows.map((row) => ({
    id: row.id,
    callId: row.callId,
    approvalId: row.approvalId,
    approvalState: approvalStateSchema.parse(row.approvalState),
    state: holdStateSchema.parse(row.state),
    server: row.server ?? row.serverId,
    tool: row.tool,
    class: classSchema.parse(row.class),
    argumentsDigest: row.argumentsDigest,
    heldAt: row.createdAt.toISOString(),
    readyUntil: row.readyUntil?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    reason: row.reason,
  }));
}
