import { AppError } from "../base/index";
import { inTransaction, type Tx } from "../db/index";
import { clocksSchema, DEFAULT_RULE } from "../policy/schema";
import { isFinal } from "./lifecycle";
import { moveTask } from "./move-task";
import { type LockedTask, lockTask, lockTasks } from "./store";

/**
 * Revokes tasks, each with its entry, all in one transaction. Once it has committed, no decision to allow commits for
 * them; calls in flight are aborted on every instance. Tasks that have ended already are left as they are.
 *
 * @returns How many were revoked.
 */
export async function revokeTasks(by: { humanId?: string }, ids: string[], reason: string): Promise<number> {
  return inTransaction(async (tx) => {
    const tasks = (await lockTasks(tx, ids)).filter((task) => !isFinal(task.state));
    for (const task of tasks) await revokeLocked(tx, by, task, reason);
    return tasks.length;
  });
}

/** Revokes one locked task. @throws TASK_CANNOT_MOVE when it has ended. */
export async function revokeLocked(
  tx: Tx,
  by: { humanId?: string; approvalId?: string },
  task: LockedTask,
  reason: string,
): Promise<void> {
  await moveTask(tx, task, {
    event: "revoke",
    ...by,
    because: `The task was revoked: ${reason}`,
    facts: { reason },
    set: { endedAt: task.now, endedBy: by.humanId ?? null, endReason: reason, coolUntil: await coolUntil(tx, task) },
  });
}

/** Denies a locked task that was requested: a person said no to its start. */
export async function denyLocked(
  tx: Tx,
  by: { humanId: string; approvalId: string },
  task: LockedTask,
  reason: string,
): Promise<void> {
  await moveTask(tx, task, {
    event: "deny",
    ...by,
    because: `The task was denied: ${reason}`,
    facts: { reason },
    set: { endedAt: task.now, endedBy: by.humanId, endReason: reason, coolUntil: await coolUntil(tx, task) },
  });
}

/** Expires a locked task. `reason` null: it never called, nobody was asked, and its charter opens freely again. */
export async function expireLocked(tx: Tx, task: LockedTask, reason: string | null): Promise<void> {
  const because = reason ?? "It never made a call.";
  await moveTask(tx, task, {
    event: "expire",
    because,
    facts: { reason: because },
    set: { endedAt: task.now, endReason: reason },
  });
}

/**
 * Ends a task at its agent's own word.
 *
 * @param summary What the agent says of it: untrusted text, shown as such.
 * @throws NOT_FOUND; TASK_ENDED when it has ended otherwise.
 */
export async function endByAgent(taskId: string, action: "complete" | "withdraw", summary: string): Promise<void> {
  await inTransaction(async (tx) => {
    const task = await lockTask(tx, taskId);
    if (!task) throw new AppError("NOT_FOUND", "There is no such task.");
    if (isFinal(task.state)) throw new AppError("TASK_ENDED", `The task is ${task.state}.`);
    const because = action === "complete" ? "The agent completed the task." : "The agent withdrew the task.";
    await moveTask(tx, task, {
      event: action,
      because,
      facts: { summary },
      set: { endedAt: task.now, endReason: null },
    });
  });
}

/** Until when the charter of a task that a person ended cannot be opened again. */
async function coolUntil(tx: Tx, task: LockedTask): Promise<Date> {
  const grant = task.grantId
    ? await tx.grant.findUnique({ where: { id: task.grantId }, select: { clocks: true } })
    : null;
  const seconds = grant ? clocksSchema.parse(grant.clocks).coolDownSeconds : DEFAULT_RULE.coolDownSeconds;
  return new Date(task.now.getTime() + seconds * 1000);
}
