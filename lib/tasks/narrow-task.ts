import { AppError, newId } from "../base/index";
import { inTransaction, type Tx } from "../db/index";
import { tightest } from "../policy/index";
import type { Clocks, Scope, Terms } from "../policy/schema";
import { moveTask } from "./move-task";
import { commonScope, isWithin, termsWithin } from "./narrow-scope";
import { type LockedTask, lockTask, toGrantView } from "./store";

export type Narrowing = {
  reason: string;
  /** The tools that stay. Absent: all of them. */
  scope?: Scope;
  /** Ends the task so many seconds from now, if that is sooner. */
  endsInSeconds?: number;
  /** At most so many further calls. */
  calls?: number;
  /** Tighter terms and clocks of a rule; each number is taken only where it is the tighter one. */
  tighter?: { terms: Terms; clocks: Clocks };
};

/**
 * Takes something away from a task that runs or is paused, in a new epoch. Nothing can be added this way.
 *
 * @throws NOT_FOUND, TASK_CANNOT_MOVE; NOT_NARROWER when the scope names a tool that is not held, or nothing would change.
 */
export async function narrowTask(humanId: string, taskId: string, narrowing: Narrowing): Promise<{ epoch: number }> {
  return inTransaction(async (tx) => {
    const task = await lockTask(tx, taskId);
    if (!task) throw new AppError("NOT_FOUND", "There is no such task.");
    return narrowLocked(tx, humanId, task, narrowing);
  });
}

/** The same for a task that the caller has locked. */
export async function narrowLocked(
  tx: Tx,
  humanId: string,
  task: LockedTask,
  narrowing: Narrowing,
): Promise<{ epoch: number }> {
  const row = task.grantId ? await tx.grant.findUnique({ where: { id: task.grantId } }) : null;
  if (!row) throw new AppError("TASK_CANNOT_MOVE", `A task that is ${task.state} holds nothing to narrow.`);
  const held = toGrantView(row);
  const scope = narrowing.scope ?? held.scope;
  if (!isWithin(scope, held.scope))
    throw new AppError("NOT_NARROWER", "The scope names a tool that the task does not hold.");
  const kept = commonScope(held.scope, scope);
  // The rules in force may be looser than what is held: only what is tighter is taken, whoever computed it.
  const granted = narrowing.tighter ? tightest(held, narrowing.tighter) : held;
  const terms = termsWithin(granted.terms, kept);
  const { clocks } = granted;
  const deadlines = tighterDeadlines(task, narrowing.endsInSeconds, [held.clocks, clocks]);
  const limit = fewest(narrowing.calls ?? null, clocks.callsMax);
  const calls = fewest(held.calls, limit);
  const grantId = newId();
  await tx.grant.create({
    data: {
      id: grantId,
      taskId: task.id,
      epoch: task.epoch + 1,
      scope: kept,
      terms,
      clocks,
      calls,
      context: row.context ?? undefined,
      approvalId: held ? row.approvalId : null,
    },
  });
  return moveTask(tx, task, {
    event: "narrow",
    humanId,
    because: `The task was narrowed: ${narrowing.reason}`,
    facts: {
      scope: kept,
      clocks: {
        endAt: deadlines.endAt?.toISOString() ?? null,
        leaseAt: deadlines.leaseAt?.toISOString() ?? null,
        idleSeconds: clocks.idleSeconds,
      },
      calls,
      approvalId: row.approvalId,
      reason: narrowing.reason,
    },
    set: {
      grantId,
      ...deadlines,
      idleSeconds: clocks.idleSeconds,
      stallSeconds: clocks.stallSeconds,
      callsLeft: fewest(task.callsLeft, limit),
    },
  });
}

/** The deadlines with the clocks that are kept: each moves forward by as much as its clock got shorter, never back. */
function tighterDeadlines(task: LockedTask, endsInSeconds: number | undefined, [held, kept]: [Clocks, Clocks]) {
  const shift = (at: Date | null, seconds: number) => at && new Date(at.getTime() - Math.max(0, seconds) * 1000);
  const asked = endsInSeconds === undefined ? null : new Date(task.now.getTime() + endsInSeconds * 1000);
  const endAt = soonest(shift(task.endAt, held.endSeconds - kept.endSeconds), asked);
  return {
    endAt,
    leaseAt: soonest(shift(task.leaseAt, held.leaseSeconds - kept.leaseSeconds), endAt),
    idleAt: task.idleAt && soonest(shift(task.idleAt, held.idleSeconds - kept.idleSeconds), endAt),
  };
}

function soonest(...dates: (Date | null)[]): Date | null {
  const set = dates.filter((date) => date !== null);
  return set.length === 0 ? null : new Date(Math.min(...set.map((date) => date.getTime())));
}

function fewest(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.min(a, b);
}
