import {
  type AuditEvent,
  type EntryRow,
  entryRow,
  type NewBody,
  type RecordedAllow,
  recordedAllow,
} from "../audit/index";
import { AppError } from "../base/index";
import { db, inTransaction, isOutage, isRolledBack, outage } from "../db/index";
import { lockTask } from "../tasks/index";
import { againAfterDeadlock } from "./again-after-deadlock";
import { endLivePattern } from "./end-pattern";
import type { FoundPattern } from "./find-pattern";
import type { SettleRelease } from "./release-hold";
import { ALL_STAND, lockReleasing, recordReleased } from "./release-parts";

type AllowEvent = Extract<AuditEvent, { kind: "call.allowed" }>;

/**
 * Lets one call go under a pattern: proves that its task runs under the pattern's epoch, that the pattern has neither
 * ended nor been used up, and that everybody who approved it still may, counts the call, and records the allow, in one
 * statement. Against an end of the pattern, a revocation or a lost role, the order of commits decides.
 *
 * @param onLoss Told when the acknowledgement was lost, with what settles it. Nothing may be sent then.
 * @returns The recorded allow, or null when the pattern does not let it go any more: `endUnsignedPattern` tells.
 * @throws UNAVAILABLE when it is not known to be recorded.
 */
export async function releaseByPattern(
  pattern: FoundPattern,
  { event, body }: { event: AllowEvent & { callId: string }; body: NewBody },
  onLoss: (settle: SettleRelease) => void,
): Promise<RecordedAllow | null> {
  const askedAt = performance.now();
  const { taskId, serverId, epoch, approvalId } = pattern;
  const entry = entryRow({ ...event, taskId, serverId, epoch, approvalId });
  const seq = await againAfterDeadlock(() => consumePattern(pattern, entry, body)).catch((error: unknown) => {
    if (!isOutage(error)) throw error;
    if (isRolledBack(error)) throw outage(error, "nothing was forwarded.");
    onLoss(() => settle(pattern, entry));
    throw new AppError("UNAVAILABLE", "The decision could not be recorded; nothing was forwarded.", undefined, error);
  });
  return seq === undefined ? null : recordedAllow({ callId: event.callId, taskId, serverId, seq, askedAt });
}

async function consumePattern(pattern: FoundPattern, entry: EntryRow, body: NewBody): Promise<bigint | undefined> {
  const rows = await db().$queryRaw<{ seq: bigint }[]>`
    WITH ${lockReleasing(pattern)},
    h AS (
      UPDATE call_pattern AS c SET calls_left = c.calls_left - 1, calls_used = c.calls_used + 1 FROM t
      WHERE c.id = ${pattern.id}::uuid AND c.ended_at IS NULL AND c.epoch = t.epoch AND t.live AND c.until > clock_timestamp()
        AND (c.calls_left IS NULL OR c.calls_left > 0) AND ${ALL_STAND}
      RETURNING c.id),
    b AS (
      INSERT INTO body (call_id, kind, salt, digest, content)
      SELECT ${body.callId}::uuid, ${body.kind}, ${body.salt}, ${body.digest}, ${body.content} FROM h),
    ${recordReleased(entry)}`;
  return rows[0]?.seq;
}

/** A statement whose connection was lost may still wait for the task's row: once the pattern has ended, it does nothing. */
async function settle(pattern: FoundPattern, entry: EntryRow): Promise<boolean> {
  return inTransaction(async (tx) => {
    await lockTask(tx, pattern.taskId);
    const recorded = await tx.entry.findFirst({ where: { callId: entry.callId, kind: entry.kind, body: entry.body } });
    if (recorded) return true;
    await endLivePattern(tx, pattern.id, { because: "The database was lost while it was used." });
    return false;
  });
}
