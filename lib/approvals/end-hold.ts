import { type AuditEvent, record } from "../audit/index";
import type { Tx } from "../db/index";
import { canHold, HOLD_EVENTS } from "./lifecycle";
import type { HoldRow } from "./store";

/** Ends a locked hold that is waiting or ready, with its entry. Harmless when it has ended already. */
export async function endHold(
  tx: Tx,
  hold: HoldRow,
  event: "deny" | "expire" | "supersede" | "withdraw",
  reason: string,
): Promise<void> {
  if (!canHold(hold.state, event)) return;
  const count =
    await tx.$executeRaw`UPDATE hold SET state = ${HOLD_EVENTS[event].to}, reason = ${reason}, ended_at = clock_timestamp()
    WHERE id = ${hold.id}::uuid AND state = ${hold.state}`;
  if (count !== 1) return;
  const facts = event === "withdraw" ? {} : { reason };
  await record(tx, { kind: HOLD_EVENTS[event].writes, ...referencesOf(hold), facts } as AuditEvent); // kind and facts are fixed by the event
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
