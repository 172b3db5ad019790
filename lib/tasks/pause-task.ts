import { AppError } from "../base/index";
import { inTransaction, type Tx } from "../db/index";
import { moveTasks } from "./move-task";
import type { PausedFor } from "./schema";
import { type LockedTask, lockTask } from "./store";

export type Pausing = {
  pausedFor: PausedFor;
  /** One sentence with a cause and a number: why it is asked, as the card will say. */
  note: string;
  humanId?: string;
  /** Aborts calls in flight; otherwise they finish and nothing new starts. */
  stopNow?: boolean;
};

/** Pauses locked tasks that run; however many, in a few statements. @throws TASK_CANNOT_MOVE when one does not. */
export async function pauseLocked(tx: Tx, tasks: readonly LockedTask[], pausing: Pausing): Promise<void> {
  const [first] = tasks;
  if (!first) return;
  const { pausedFor, note, humanId } = pausing;
  await moveTasks(tx, tasks, {
    event: "pause",
    humanId,
    because: note,
    facts: { pausedFor, note, stopNow: pausing.stopNow ?? false },
    set: { pausedFor, pausedAt: first.now, pauseNote: note },
  });
}

/**
 * Pauses a running task: nothing new starts until a person resumes it.
 *
 * @throws NOT_FOUND; TASK_CANNOT_MOVE when it does not run.
 */
export async function pauseTask(taskId: string, pausing: Pausing): Promise<void> {
  await inTransaction(async (tx) => {
    const task = await lockTask(tx, taskId);
    if (!task) throw new AppError("NOT_FOUND", "There is no such task.");
    await pauseLocked(tx, [task], pausing);
  });
}
