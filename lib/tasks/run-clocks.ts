import { sayDuration } from "../base/schema";
import { db, inTransaction, type Tx } from "../db/index";
import { clockOver } from "./clocks";
import { expireLocked } from "./end-task";
import { pauseLocked } from "./pause-task";
import { type LockedTask, lockTask } from "./store";

/**
 * Does what a task's clocks say, if one has run out: the gateway calls it when the commit refused, the sweeper for
 * tasks that do not call. Harmless when none has.
 */
export async function runClocks(taskId: string): Promise<void> {
  await inTransaction(async (tx) => {
    const task = await lockTask(tx, taskId);
    if (task) await runLocked(tx, task);
  });
}

async function runLocked(tx: Tx, task: LockedTask): Promise<void> {
  if (task.state === "requested" && task.requestedUntil <= task.now) return expireLocked(tx, task, null);
  if (task.state === "paused" && task.endAt && task.endAt <= task.now)
    return expireLocked(tx, task, "Its absolute end came while it was paused.");
  if (task.state !== "running") return;
  const over = clockOver(task, task.now);
  if (over?.does === "expire") return expireLocked(tx, task, "Its absolute end came.");
  if (over?.does === "pause")
    return pauseLocked(tx, [task], { pausedFor: over.pausedFor, note: sayPause(task, over.pausedFor) });
}

function sayPause(task: LockedTask, pausedFor: "idle" | "lease_over"): string {
  if (pausedFor === "lease_over") return "Its lease is over: time to look at it again.";
  const quiet = task.lastAt ? Math.round((task.now.getTime() - task.lastAt.getTime()) / 1000) : 0;
  return `The task was idle for ${sayDuration(Math.max(quiet, task.idleSeconds ?? 0))}; its limit is ${sayDuration(task.idleSeconds ?? 0)}.`;
}

/**
 * Runs the clocks of every task whose time has come. One instance at a time does it, under a lease.
 *
 * @param limit How many tasks at most, so that one sweep stays short.
 * @returns How many were looked at; as many as the limit means there are more.
 */
export async function sweepClocks(limit = 200): Promise<number> {
  const due = await db().$queryRaw<{ id: string }[]>`
    SELECT id FROM task WHERE (state = 'running' AND runs_until <= clock_timestamp())
      OR (state = 'paused' AND end_at <= clock_timestamp())
      OR (state = 'requested' AND requested_until <= clock_timestamp())
    LIMIT ${limit}::int`;
  for (const { id } of due) await runClocks(id);
  return due.length;
}
