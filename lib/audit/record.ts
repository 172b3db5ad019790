import type { Tx } from "../db/index";
import { entryRow } from "./entry";
import type { AuditEvent } from "./schema";

/**
 * Appends entries in the caller's transaction, after it has locked the task they are about, and wakes the tail
 * when that transaction commits. What happened and its entry are committed together or not at all.
 *
 * @returns The numbers the entries got, in the order given.
 */
export async function record(tx: Tx, ...events: AuditEvent[]): Promise<bigint[]> {
  if (events.length === 0) return [];
  const rows = await tx.$queryRaw<{ seq: bigint }[]>`
    WITH i AS (
      INSERT INTO entry (kind, instance_id, task_id, epoch, agent_id, server_id, tool, human_id, call_id, approval_id, digest, body)
      SELECT r.kind, r."instanceId", r."taskId", r.epoch, r."agentId", r."serverId", r.tool, r."humanId", r."callId", r."approvalId", r.digest, r.body
      FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(events.map(entryRow))}::jsonb) AS (kind text, "instanceId" uuid, "taskId" uuid,
        epoch int, "agentId" uuid, "serverId" uuid, tool text, "humanId" uuid, "callId" uuid, "approvalId" uuid, digest text, body text))
        WITH ORDINALITY AS r(kind, "instanceId", "taskId", epoch, "agentId", "serverId", tool, "humanId", "callId", "approvalId", digest, body, ord)
      ORDER BY r.ord
      RETURNING seq)
    SELECT seq, pg_notify('entry', '')::text FROM i ORDER BY seq`;
  return rows.map((row) => row.seq);
}
