import { Prisma, type Prisma as Sql } from "../../generated/prisma/client";
import type { EntryRow } from "../audit/index";

/** What is released: a task under the epoch it was approved for, carried by the signers of an approval. */
export type Releasing = { taskId: string; epoch: number; approvalId: string };

/**
 * The beginning of every statement that lets an approved call go: `t` locks the task's row and says whether it is `live`;
 * `s` locks the rows that the signers' standing rests on, `m` those of their groups, and `n` counts whom it takes. A
 * look at `task` beside the lock would release after a revocation had committed.
 */
export const lockReleasing = ({ taskId, epoch, approvalId }: Releasing): Sql.Sql => Prisma.sql`
    t AS MATERIALIZED (
      SELECT id, epoch, calls_left, state = 'running' AND epoch = ${epoch}::int AND clock_timestamp() < runs_until
        AND (not_before IS NULL OR not_before <= clock_timestamp()) AND (calls_left IS NULL OR calls_left > 0) AS live
      FROM task WHERE id = ${taskId}::uuid FOR NO KEY UPDATE),
    s AS MATERIALIZED (
      SELECT n.id FROM t JOIN signer n ON t.live AND n.approval_id = ${approvalId}::uuid
        JOIN human v ON v.id = n.human_id JOIN human p ON p.id = n.seat_id
        JOIN agent g ON g.id = (SELECT agent_id FROM approval WHERE id = n.approval_id) JOIN human o ON o.id = g.owner_id
      WHERE v.state = 'active' AND p.state = 'active'
        AND CASE WHEN n.glass THEN v.break_glass ELSE 'approver' = ANY(v.roles) AND 'approver' = ANY(p.roles) END
        AND (n.role IS NULL OR n.role = ANY(p.roles))
        AND COALESCE(v.same_person_as, v.id) <> COALESCE(o.same_person_as, o.id)
      ORDER BY v.id FOR SHARE OF v, p, g, o),
    m AS MATERIALIZED (
      SELECT n.id FROM t JOIN signer n ON t.live AND n.approval_id = ${approvalId}::uuid AND n.group_name IS NOT NULL
        JOIN review_group w ON w.name = n.group_name JOIN group_member b ON b.group_id = w.id AND b.human_id = n.seat_id
      ORDER BY b.human_id FOR SHARE OF w, b),
    n AS MATERIALIZED (
      SELECT count(*) AS all, count(group_name) AS grouped FROM signer WHERE approval_id = ${approvalId}::uuid)`;

/** Whether everybody whose vote carries the approval still stands as they did. */
export const ALL_STAND: Sql.Sql = Prisma.sql`EXISTS (
          SELECT FROM n WHERE n.all > 0 AND n.all = (SELECT count(*) FROM s) AND n.grouped = (SELECT count(*) FROM m))`;

/** The end of it: where `h` has let one call go, its task counts it, and its allow is recorded. */
export const recordReleased = (entry: EntryRow): Sql.Sql => Prisma.sql`
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
