import { type AuditEvent, record } from "../audit/index";
import type { Tx } from "../db/index";
import { canHold, HOLD_EVENTS } from "./lifecycle";
import type { HoldRow } from "./store";

type End = "deny" | "expire" | "supersede" | "withdraw";

/** Ends a locked hold that is waiting or ready, with its entry. Harmless when it has ended already. */
export async function endHold(tx: Tx, hold: HoldRow, event: End, reason: string): Promise<void> {
  await endHolds(tx, [{ hold, event, reason }]);
}

export type EndingHold = { hold: HoldRow; event: End; reason: string };

/** The same for any number of them, in a few statements. */
export async function endHolds(tx: Tx, endings: readonly EndingHold[]): Promise<void> {
  const live = endings.filter(({ hold, event }) => canHold(hold.state, event));
  if (live.length === 0) return;
  const rows = live.map(({ hold: { id, state }, event, reason }) => ({ id, state, to: HOLD_EVENTS[event].to, reason }));
  const ended = await tx.$queryRaw<{ id: string }[]>`
    UPDATE hold SET state = e."to", reason = e.reason, ended_at = clock_timestamp()
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS e(id uuid, state text, "to" text, reason text)
    WHERE hold.id = e.id AND hold.state = e.state RETURNING hold.id::text`;
  const done = new Set(ended.map(({ id }) => id));
  await record(tx, ...live.filter(({ hold }) => done.has(hold.id)).map(entryOf));
}

function entryOf({ hold, event, reason }: EndingHold): AuditEvent {
  const facts = event === "withdraw" ? {} : { reason };
  return { kind: HOLD_EVENTS[event].writes, ...referencesOf(hold), facts } as AuditEvent; // kind and facts are fixed by the event
}

/**
 * Makes a waiting hold ready for exactly one identical call, under the task's present epoch. Where calls may begin only
 * later, it is ready from then on for as long.
 */
export async function readyHold(tx: Tx, hold: HoldRow, epoch: number): Promise<void> {
  const [row] = await tx.$queryRaw<{ until: Date }[]>`
    UPDATE hold SET state = 'ready', epoch = ${epoch}::int, ready_at = clock_timestamp(),
      ready_until = (SELECT LEAST(GREATEST(clock_timestamp(), not_before) + make_interval(secs => ready_seconds), end_at)
        FROM task WHERE task.id = hold.task_id)
    WHERE id = ${hold.id}::uuid AND state = 'waiting' RETURNING ready_until AS until`;
  if (!row) return;
  await record(tx, { kind: "hold.ready", ...referencesOf(hold), epoch, facts: { until: row.until.toISOString() } });
}

/** What the entries of a hold point at. */
export function referencesOf(hold: HoldRow) {
  return {
    taskId: hold.taskId,
    epoch: hold.epoch,
    serverId: hold.serverId,
    tool: hold.tool,
    callId: hold.callId,
    approvalId: hold.approvalId,
    digest: hold.argumentsDigest,
  };
}
