import { newId } from "../base/index";
import { db, type Tx } from "../db/index";
import { type DeliveryState, deliveryStateSchema, type MessageEvent, messageEventSchema } from "./schema";

/** A claim lasts so long, in seconds: longer than any attempt. Then another may try, so that nothing is lost with a process. */
export const CLAIM_SECONDS = 60;
/** How long what was sent, given up or dropped is kept, in days. */
const KEPT_DAYS = 30;

/** A delivery that this process has taken to send it. */
export type Claimed = {
  id: string;
  channelId: string;
  humanId: string | null;
  approvalId: string;
  event: MessageEvent;
  /** The entry that it tells of. */
  seq: bigint;
  happenedAt: Date;
  /** How many attempts there have been, this one included. */
  attempts: number;
};

export type PlannedDelivery = {
  channelId: string;
  humanId: string | null;
  approvalId: string;
  event: MessageEvent;
  seq: bigint;
  happenedAt: Date;
};

/** Stores what is to be sent. What was planned before is left as it is, whatever has become of it. */
export async function insertDeliveries(tx: Tx, planned: readonly PlannedDelivery[]): Promise<number> {
  if (planned.length === 0) return 0;
  const data = planned.map((one) => ({ id: newId(), ...one }));
  return (await tx.delivery.createMany({ data, skipDuplicates: true })).count;
}

/** Drops what would still ask for a decision about an approval that needs none any more. */
export async function dropPending(tx: Tx, approvalId: string, note: string): Promise<void> {
  await tx.$executeRaw`UPDATE delivery SET state = 'dropped', note = ${note}, ended_at = clock_timestamp()
    WHERE approval_id = ${approvalId}::uuid AND event IN ('pending', 'escalated', 'asked', 'answered') AND state = 'waiting'`;
}

type ClaimedRow = Omit<Claimed, "event"> & { event: string };

/**
 * Takes the delivery that is due first; null when none is. Whoever has taken one has it alone for CLAIM_SECONDS, on any
 * instance: a row that somebody else is taking is passed over.
 *
 * @param busy Channels that are not to be used now.
 */
export async function claimDelivery(busy: readonly string[]): Promise<Claimed | null> {
  const rows = await db().$queryRaw<ClaimedRow[]>`
    UPDATE delivery SET state = 'sending', attempts = attempts + 1,
      next_at = clock_timestamp() + make_interval(secs => ${CLAIM_SECONDS}::int)
    WHERE id = (SELECT id FROM delivery WHERE state IN ('waiting', 'sending') AND next_at <= clock_timestamp()
      AND NOT channel_id = ANY(${busy}::uuid[]) ORDER BY next_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id::text, channel_id::text AS "channelId", human_id::text AS "humanId", approval_id::text AS "approvalId",
      event, seq, happened_at AS "happenedAt", attempts`;
  const [row] = rows;
  return row ? { ...row, event: messageEventSchema.parse(row.event) } : null;
}

/** What became of an attempt. `waitSeconds`: it is tried again after so many. */
export type Outcome = { state: "sent" | "failed" | "dropped" | "waiting"; note: string; waitSeconds?: number };

/** Writes what became of an attempt, unless the claim has passed to somebody else meanwhile. */
export async function recordOutcome(
  { id, attempts }: Claimed,
  { state, note, waitSeconds }: Outcome,
  tx: Tx = db(),
): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE delivery SET state = ${state}, note = ${note},
      next_at = clock_timestamp() + make_interval(secs => ${waitSeconds ?? 0}::int),
      ended_at = CASE WHEN ${state} = 'waiting' THEN NULL ELSE clock_timestamp() END
    WHERE id = ${id}::uuid AND state = 'sending' AND attempts = ${attempts}`;
  return count === 1;
}

/** A delivery as the list of a channel shows it. */
export type DeliveryRow = {
  id: string;
  to: { id: string; name: string } | null;
  approvalId: string;
  event: MessageEvent;
  state: DeliveryState;
  attempts: number;
  note: string | null;
  happenedAt: Date;
  createdAt: Date;
  nextAt: Date | null;
  endedAt: Date | null;
};

type StoredRow = Omit<DeliveryRow, "to" | "event" | "state"> & {
  event: string;
  state: string;
  toId: string | null;
  toName: string | null;
};

/**
 * Lists a channel's deliveries, newest first.
 *
 * @param before Only those planned before this one.
 */
export async function listDeliveries(
  channelId: string,
  limit: number,
  before?: { at: Date; id: string },
): Promise<DeliveryRow[]> {
  const [at, id] = [before?.at ?? new Date("9999-01-01"), before?.id ?? "ffffffff-ffff-ffff-ffff-ffffffffffff"];
  const rows = await db().$queryRaw<StoredRow[]>`
    SELECT d.id::text, d.approval_id::text AS "approvalId", d.event, d.state, d.attempts, d.note,
      d.happened_at AS "happenedAt", d.created_at AS "createdAt", d.ended_at AS "endedAt",
      CASE WHEN d.state = 'waiting' THEN d.next_at END AS "nextAt", d.human_id::text AS "toId", h.name AS "toName"
    FROM delivery d LEFT JOIN human h ON h.id = d.human_id
    WHERE d.channel_id = ${channelId}::uuid AND (d.created_at, d.id) < (${at}, ${id}::uuid)
    ORDER BY d.created_at DESC, d.id DESC LIMIT ${limit}::int`;
  return rows.map(({ toId, toName, ...row }) => ({
    ...row,
    event: messageEventSchema.parse(row.event),
    state: deliveryStateSchema.parse(row.state),
    to: toId === null ? null : { id: toId, name: toName ?? "somebody who is gone" },
  }));
}

/** How each channel has fared: its last outcome, and what waits or has failed in the last day. */
export type ChannelStanding = {
  channelId: string;
  lastAt: Date | null;
  lastState: DeliveryState | null;
  lastNote: string | null;
  waiting: number;
  failed: number;
};

/** Reads how channels have fared. A channel that never sent anything is missing. */
export async function readStandings(): Promise<Map<string, ChannelStanding>> {
  const rows = await db().$queryRaw<(Omit<ChannelStanding, "lastState"> & { lastState: string | null })[]>`
    SELECT c.id::text AS "channelId", l.ended_at AS "lastAt", l.state AS "lastState", l.note AS "lastNote",
      (SELECT count(*)::int FROM delivery w WHERE w.channel_id = c.id AND w.state IN ('waiting', 'sending')) AS waiting,
      (SELECT count(*)::int FROM delivery f WHERE f.channel_id = c.id AND f.state = 'failed'
        AND f.ended_at > clock_timestamp() - interval '1 day') AS failed
    FROM channel c LEFT JOIN LATERAL (SELECT COALESCE(d.ended_at, d.created_at) AS ended_at, d.state, d.note FROM delivery d
      WHERE d.channel_id = c.id AND d.attempts > 0 ORDER BY d.created_at DESC, d.id DESC LIMIT 1) AS l ON true`;
  return new Map(
    rows.map((row) => [
      row.channelId,
      { ...row, lastState: row.lastState === null ? null : deliveryStateSchema.parse(row.lastState) },
    ]),
  );
}

/**
 * Makes a delivery that failed, or that waits for its next attempt, due now. Its count of attempts begins anew.
 *
 * @returns Whether there was one to try again.
 */
export async function makeDue(tx: Tx, id: string): Promise<boolean> {
  const count = await tx.$executeRaw`UPDATE delivery SET state = 'waiting', attempts = 0, next_at = clock_timestamp(),
    ended_at = NULL WHERE id = ${id}::uuid AND state IN ('failed', 'waiting')`;
  return count === 1;
}

/** Forgets what ended long ago. The log keeps what was decided; this only said who was told. */
export async function sweepDeliveries(): Promise<void> {
  await db().$executeRaw`DELETE FROM delivery WHERE state IN ('sent', 'failed', 'dropped')
    AND ended_at < clock_timestamp() - make_interval(days => ${KEPT_DAYS}::int)`;
}
