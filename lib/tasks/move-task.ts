import { type AuditEvent, record } from "../audit/index";
import { AppError } from "../base/index";
import type { Tx } from "../db/index";
import { type Moved, tellFollowers } from "./effects";
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
  const [moved] = await moveTasks(tx, [task], move);
  if (!moved) throw new AppError("TASK_CANNOT_MOVE", "The task moved meanwhile.");
  return { state: moved.to, epoch: moved.epoch };
}

/**
 * Moves any number of locked tasks by the same event, as `moveTask` moves one, in a few statements for all: thousands
 * must stop within one transaction.
 *
 * @throws TASK_CANNOT_MOVE when the table has no such move for one of them; then none has moved.
 */
export async function moveTasks<Event extends Exclude<TaskEvent, "open">>(
  tx: Tx,
  tasks: readonly LockedTask[],
  move: Move<Event>,
): Promise<Moved[]> {
  const { event, because, approvalId, humanId } = move;
  const moved = tasks.map(
    (task): Moved => ({
      taskId: task.id,
      agentId: task.agentId,
      event,
      from: task.state,
      to: nextTaskState(task.state, event),
      epoch: task.epoch + 1,
      because,
      approvalId,
    }),
  );
  for (const group of alike(moved)) await write(tx, group, move.set);
  const entries = moved.map(({ taskId, agentId, epoch }) => {
    const kind = TASK_EVENTS[event].writes;
    return { kind, taskId, epoch, agentId, humanId, approvalId, facts: move.facts } as AuditEvent; // the event's name fixes both kind and facts; TypeScript cannot follow the index
  });
  await record(tx, ...entries);
  await tellFollowers(tx, moved);
  return moved;
}

/** So many are written at once: a statement takes no more than 32 767 parameters. */
const WRITTEN = 5_000;

/** Those that come from the same state and epoch, and so are written alike. */
function alike(moved: readonly Moved[]): Moved[][] {
  const groups = new Map<string, Moved[]>();
  for (const one of moved) {
    const key = `${one.from}/${one.epoch}`;
    const group = groups.get(key);
    if (group && group.length < WRITTEN) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()];
}

async function write(tx: Tx, group: readonly Moved[], set: Record<string, unknown> | undefined): Promise<void> {
  const [first] = group;
  if (!first) return;
  const { count } = await tx.task.updateMany({
    where: { id: { in: group.map(({ taskId }) => taskId) }, state: first.from, epoch: first.epoch - 1 },
    data: { ...set, state: first.to, epoch: first.epoch },
  });
  // Cannot happen while the rows are locked: a caller that forgot to lock must not pass.
  if (count !== group.length) throw new AppError("TASK_CANNOT_MOVE", "The task moved meanwhile.");
}
