import { type AuditEvent, type EntryRow, entryRow, type RecordedAllow, recordedAllow } from "../audit/index";
import { AppError } from "../base/index";
import { db, inTransaction, isOutage, isRolledBack, outage, sqlCode } from "../db/index";
import { lockTask } from "../tasks/index";
import { endHold } from "./end-hold";
import { type HoldRow, lockHolds } from "./store";

type AllowEvent = Extract<AuditEvent, { kind: "call.allowed" }>;

/**
 * Settles a release whose acknowledgement was lost: when it resolves, its allow is in the log (true), or never will be
 * (false) and its hold has ended. To be asked again while the database is away.
 */
export type SettleRelease = () => Promise<boolean>;

/**
 * Uses a ready hold for one call: proves that its task runs under the hold's epoch, consumes the hold and records the
 * allow, in one statement. Of two calls that come at once, one gets it; against a revocation, the order of commits decides.
 *
 * The verdict comes from the locked task row (`t`), as in the commit statement: a look at `task` beside the lock would
 * release after a revocation had committed. The same holds for those whose votes carry the approval: `s` locks the rows
 * that their standing rests on, and `m` those of their groups, so a role that is taken away comes before or after it.
 *
 * @param onLoss Told when the acknowledgement was lost, with what settles it. Nothing may be sent then.
 * @returns The recorded allow, or null when the hold is no longer there to be used, or somebody who is needed has lost
 *   their standing: `endUnsigned` tells.
 * @throws UNAVAILABLE when it is not known to be recorded.
 */
export async function releaseHold(
  hold: HoldRow,
  event: AllowEvent,
  onLoss: (settle: SettleRelease) => void,
): Promise<RecordedAllow | null> {
  const askedAt = performance.now();
  const entry = entryRow({
    ...event,
    callId: hold.callId,
    taskId: hold.taskId,
    serverId: hold.serverId,
    epoch: hold.epoch,
  });
  const seq = await againAfterDeadlock(() => consumeHold(hold, entry)).catch((error: unknown) => {
    if (!isOutage(error)) throw error;
    if (isRolledBack(error)) throw outage(error, "nothing was forwarded.");
    onLoss(() => settle(hold, entry));
    throw new AppError("UNAVAILABLE", "The decision could not be recorded; nothing was forwarded.", undefined, error);
  });
  if (seq === undefined) return null;
  return recordedAllow({ callId: hold.callId, taskId: hold.taskId, serverId: hold.serverId, seq, askedAt });
}

/** The victim of a deadlock was rolled back whole: the same statement again is the same release. */
async function againAfterDeadlock<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= 3 || sqlCode(error) !== DEADLOCK) throw error;
    }
  }
}

const DEADLOCK = "40P01";

async function consumeHold(hold: HoldRow, entry: EntryRow): Promise<bigint | undefined> {
  const rows = await db().$queryRaw<{ seq: bigint }[]>`
    WITH t AS MATERIALIZED (
      SELECT id, epoch, calls_left, state = 'running' AND epoch = ${hold.epoch}::int AND clock_timestamp() < runs_until
        AND (not_before IS NULL OR not_before <= clock_timestamp()) AND (calls_left IS NULL OR calls_left > 0) AS live
      FROM task WHERE id = ${hold.taskId}::uuid FOR NO KEY UPDATE),
    s AS MATERIALIZED (
      SELECT n.id FROM t JOIN signer n ON t.live AND n.approval_id = ${hold.approvalId}::uuid
        JOIN human v ON v.id = n.human_id JOIN human p ON p.id = n.seat_id
        JOIN agent g ON g.id = (SELECT agent_id FROM approval WHERE id = n.approval_id) JOIN human o ON o.id = g.owner_id
      WHERE v.state = 'active' AND p.state = 'active'
        AND CASE WHEN n.glass THEN v.break_glass ELSE 'approver' = ANY(v.roles) AND 'approver' = ANY(p.roles) END
        AND (n.role IS NULL OR n.role = ANY(p.roles))
        AND COALESCE(v.same_person_as, v.id) <> COALESCE(o.same_person_as, o.id)
      ORDER BY v.id FOR SHARE OF v, p, g, o),
    m AS MATERIALIZED (
      SELECT n.id FROM t JOIN signer n ON t.live AND n.approval_id = ${hold.approvalId}::uuid AND n.group_name IS NOT NULL
        JOIN review_group w ON w.name = n.group_name JOIN group_member b ON b.group_id = w.id AND b.human_id = n.seat_id
      ORDER BY b.human_id FOR SHARE OF w, b),
    n AS MATERIALIZED (
      SELECT count(*) AS all, count(group_name) AS grouped FROM signer WHERE approval_id = ${hold.approvalId}::uuid),
    h AS (
      UPDATE hold SET state = 'used', ended_at = clock_timestamp() FROM t
      WHERE hold.id = ${hold.id}::uuid AND hold.state = 'ready' AND hold.epoch = t.epoch AND t.live AND hold.ready_until > clock_timestamp()
        AND EXISTS (SELECT FROM n WHERE n.all > 0 AND n.all = (SELECT count(*) FROM s) AND n.grouped = (SELECT count(*) FROM m))
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
  return rows[0]?.seq;
}

const LOST = "The database was lost while this call was released; nothing was sent.";

/** A statement whose connection was lost may still wait for the task's row: once its hold has ended, it finds nothing. */
async function settle(hold: HoldRow, entry: EntryRow): Promise<boolean> {
  return inTransaction(async (tx) => {
    await lockTask(tx, hold.taskId);
    // The salt in the body tells this release from another one's of the same hold.
    const recorded = await tx.entry.findFirst({ where: { callId: hold.callId, kind: entry.kind, body: entry.body } });
    if (recorded) return true;
    const live = (await lockHolds(tx, hold.taskId)).find((candidate) => candidate.id === hold.id);
    if (live) await endHold(tx, live, "supersede", LOST);
    return false;
  });
}
