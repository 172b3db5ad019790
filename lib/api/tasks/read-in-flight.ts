import { db } from "../../db/index";

export type CallInFlight = { taskId: string; serverId: string; tool: string; since: Date };

/**
 * Reads calls that were allowed and have no outcome yet. Every instance keeps the number up to which all its allows are
 * settled, and one that is gone has had its open calls closed, so only the end of the log is looked at.
 */
export async function readInFlight(taskIds: readonly string[]): Promise<CallInFlight[]> {
  if (taskIds.length === 0) return [];
  return db().$queryRaw<CallInFlight[]>`
    SELECT a.task_id::text AS "taskId", a.server_id::text AS "serverId", a.tool, a.at AS since
    FROM entry a JOIN instance i ON i.id = a.instance_id AND NOT i.settled AND a.seq > i.settled_seq
    WHERE a.task_id = ANY(${taskIds}::uuid[]) AND a.kind = 'call.allowed'
      AND a.seq > (SELECT COALESCE(min(settled_seq), 0) FROM instance WHERE NOT settled)
      AND NOT EXISTS (SELECT FROM entry o WHERE o.call_id = a.call_id AND o.seq > a.seq
        AND o.kind IN ('call.succeeded', 'call.failed', 'call.timed_out', 'call.aborted', 'call.not_sent', 'call.unknown'))
    ORDER BY a.seq`;
}
