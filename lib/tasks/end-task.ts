import { AppError } from "../base/index";
import { inTransaction, type Tx } from "../db/index";
import { DEFAULT_RULE } from "../policy/schema";
import { isFinal } from "./lifecycle";
import { moveTask, moveTasks } from "./move-task";
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
    await revokeLocked(tx, by, { tasks, reason });
    return tasks.length;
  });
}

/** Revokes locked tasks; however many, in a few statements. @throws TASK_CANNOT_MOVE when one has ended. */
export async function revokeLocked(
  tx: Tx,
  by: { humanId?: string; approvalId?: string },
  { tasks, reason }: { tasks: readonly LockedTask[]; reason: string },
): Promise<void> {
  for (const [coolUntil, group] of await byCoolUntil(tx, tasks)) {
    await moveTasks(tx, group, {
      event: "revoke",
      ...by,
      because: `The task was revoked: ${reason}`,
      facts: { reason },
      set: { endedAt: group[0]?.now, endedBy: by.humanId ?? null, endReason: reason, coolUntil: new Date(coolUntil) },
    });
  }
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
    set: { endedAt: task.now, endedBy: by.humanId, endReason: reason, coolUntil: await coolUntilOf(tx, task) },
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

async function coolUntilOf(tx: Tx, task: LockedTask): Promise<Date> {
  const [until] = (await byCoolUntil(tx, [task])).keys();
  return new Date(until ?? task.now);
}

/** Tasks that a person ended, by the moment until which their charter cannot be opened again, in milliseconds. */
async function byCoolUntil(tx: Tx, tasks: readonly LockedTask[]): Promise<Map<number, LockedTask[]>> {
  const grantIds = tasks.flatMap(({ grantId }) => grantId ?? []);
  const rows = await tx.$queryRaw<{ id: string; seconds: number }[]>`
    SELECT id::text, (clocks->>'coolDownSeconds')::int AS seconds FROM "grant" WHERE id = ANY(${grantIds}::uuid[])`;
  const secondsOf = new Map(rows.map(({ id, seconds }) => [id, seconds]));
  const groups = new Map<number, LockedTask[]>();
  for (const task of tasks) {
    const seconds = secondsOf.get(task.grantId ?? "") ?? DEFAULT_RULE.coolDownSeconds;
    const until = task.now.getTime() + seconds * 1000;
    const group = groups.get(until);
    if (group) group.push(task);
    else groups.set(until, [task]);
  }
  return groups;
}
