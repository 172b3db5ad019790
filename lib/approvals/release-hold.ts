import { type AuditEvent, type EntryRow, entryRow, type RecordedAllow, recordedAllow } from "../audit/index";
import { AppError } from "../base/index";
import { db, inTransaction, isOutage, isRolledBack, outage } from "../db/index";
import { lockTask } from "../tasks/index";
import { againAfterDeadlock } from "./again-after-deadlock";
import { endHold } from "./end-hold";
import { ALL_STAND, lockReleasing, recordReleased } from "./release-parts";
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
 * The verdict comes from the locked task row, as in the commit statement. The same holds for those whose votes carry the
 * approval: the rows that their standing rests on are locked, so a role that is taken away comes before or after it.
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

async function consumeHold(hold: HoldRow, entry: EntryRow): Promise<bigint | undefined> {
  const rows = await db().$queryRaw<{ seq: bigint }[]>`
    WITH ${lockReleasing(hold)},
    h AS (
      UPDATE hold SET state = 'used', ended_at = clock_timestamp() FROM t
      WHERE hold.id = ${hold.id}::uuid AND hold.state = 'ready' AND hold.epoch = t.epoch AND t.live AND hold.ready_until > clock_timestamp()
        AND ${ALL_STAND}
      RETURNING hold.id),
    ${recordReleased(entry)}`;
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
