import { type AuditEvent, record } from "../audit/index";
import { AppError } from "../base/index";
import type { Tx } from "../db/index";
import { tellFollowers } from "./effects";
import { nextTaskState, TASK_EVENTS, type TaskEvent } from "./lifecycle";
import type { TaskState } from "./schema";
import type { LockedTask } from "./store";

type FactsOf<Kind> = Extract<AuditEvent, { kind: Kind }>["facts"];

export type Move<Event extends TaskEvent> = {
  event: Event;
  facts: FactsOf<(typeof TASK_EVENTS)[Event]["writes"]>;
  /** Why, in a sentence that the approvals and holds it ends will repeat. */
  because: string;
  humanId?: string;
  approvalId?: string;
  /** Further columns of the task that change with the move. */
  set?: Record<string, unknown>;
};

/**
 * Moves a locked task by one event: a compare-and-set on state and epoch, its entry, and what follows from it in
 * approvals and holds, all in the caller's transaction.
 *
 * @returns The new state and epoch.
 * @throws TASK_CANNOT_MOVE when the table has no such move.
 */
export async function moveTask<Event extends Exclude<TaskEvent, "open">>(
  tx: Tx,
  task: LockedTask,
  move: Move<Event>,
): Promise<{ state: TaskState; epoch: number }> {
  const state = nextTaskState(task.state, move.event);
  const epoch = task.epoch + 1;
  const { count } = await tx.task.updateMany({
    where: { id: task.id, state: task.state, epoch: task.epoch },
    data: { ...move.set, state, epoch },
  });
  // Cannot happen while the row is locked: a caller that forgot to lock must not pass.
  if (count !== 1) throw new AppError("TASK_CANNOT_MOVE", "The task moved meanwhile.");
  await record(tx, {
    kind: TASK_EVENTS[move.event].writes,
    taskId: task.id,
    epoch,
    agentId: task.agentId,
    humanId: move.humanId,
    approvalId: move.approvalId,
    facts: move.facts,
  } as AuditEvent); // the event's name fixes both kind and facts; TypeScript cannot follow the index
  await tellFollowers(tx, {
    taskId: task.id,
    agentId: task.agentId,
    event: move.event,
    from: task.state,
    to: state,
    epoch,
    because: move.because,
    approvalId: move.approvalId,
  });
  return { state, epoch };
}
