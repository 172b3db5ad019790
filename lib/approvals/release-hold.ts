import { type AuditEvent, entryRow, type RecordedAllow, recordedAllow } from "../audit/index";
import { db } from "../db/index";
import type { HoldRow } from "./store";

type AllowEvent = Extract<AuditEvent, { kind: "call.allowed" }>;

/**
 * Uses a ready hold for one call: proves that its task runs under the hold's epoch, consumes the hold and records the
 * allow, in one statement. Of two calls that come at once, one gets it; against a revocation, the order of commits decides.
 *
 * The verdict comes from the locked task row (`t`), as in the commit statement: a look at `task` beside the lock would
 * release after a revocation had committed.
 *
 * @returns The recorded allow, or null when the hold is no longer there to be used.
 */
export async function releaseHold(hold: HoldRow, event: AllowEvent): Promise<RecordedAllow | null> {
  const askedAt = performance.now();
  const entry = entryRow({
    ...event,
    callId: hold.callId,
    taskId: hold.taskId,
    serverId: hold.serverId,
    epoch: hold.epoch,
  });
  const rows = await db().$queryRaw<{ seq: bigint }[]>`
    WITH t AS MATERIALIZED (
      SELECT id, epoch, calls_left, state = 'running' AND epoch = ${hold.epoch}::int AND clock_timestamp() < runs_until
        AND (not_before IS NULL OR not_before <= clock_timestamp()) AND (calls_left IS NULL OR calls_left > 0) AS live
      FROM task WHERE id = ${hold.taskId}::uuid FOR NO KEY UPDATE),
    h AS (
      UPDATE hold SET state = 'used', ended_at = clock_timestamp() FROM t
      WHERE hold.id = ${hold.id}::uuid AND hold.state = 'ready' AND hold.epoch = t.epoch AND t.live AND hold.ready_until > clock_timestamp()
      RETURNING hold.id),
    u AS (
      UPDATE task AS k SET calls_left = k.calls_left - 1, last_at = clock_timestamp(),
        idle_at = CASE WHEN k.idle_at IS NULL THEN NULL ELSE LEAST(k.end_at, clock_timestamp() + make_interval(secs => k.idle_seconds)) END
      FROM t WHERE k.id = t.id AND EXISTS (SELECT FROM h)),
    i AS (
      INSERT INTO entry (kind, instance_id, task_id, epoch, agent_id, server_id, tool, call_id, approval_id, digest, body)
      SELECT ${entry.kind}, ${entry.instanceId}::uuid, ${entry.taskId}::uuid, ${entry.epoch}::int, ${entry.agentId}::uuid, ${entry.serverId}::uuid,
        ${entry.tool}, ${entry.callId}::uuid, ${entry.approvalId}::uuid, ${entry.digest}, ${entry.body} FROM h
      RETURNING seq)
    SELECT seq, pg_notify('entry', '')::text FROM i`;
  const seq = rows[0]?.seq;
  if (seq === undefined) return null;
  return recordedAllow({ callId: hold.callId, taskId: hold.taskId, serverId: hold.serverId, seq, askedAt });
}
