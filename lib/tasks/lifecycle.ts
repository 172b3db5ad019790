import type { EventKind } from "../audit/schema";
import { AppError } from "../base/index";
import type { TaskState } from "./schema";

type Actor = "agent" | "reviewer" | "rule" | "human" | "clock" | "system";
type Row = { from: readonly TaskState[]; to: TaskState | "same"; by: readonly Actor[]; writes: EventKind };

/**
 * Everything that can happen to a task. Every event but `open` raises the epoch, so a token, a decision or an
 * approval of before it counts no more. docs/task-lifecycle.md is generated from this table.
 */
export const TASK_EVENTS = {
  open: { from: [], to: "requested", by: ["agent"], writes: "task.requested" },
  start: { from: ["requested"], to: "running", by: ["reviewer", "rule"], writes: "task.started" },
  pause: { from: ["running"], to: "paused", by: ["clock", "human", "system"], writes: "task.paused" },
  resume: { from: ["paused"], to: "running", by: ["reviewer", "rule"], writes: "task.resumed" },
  narrow: { from: ["running", "paused"], to: "same", by: ["human"], writes: "task.narrowed" },
  tighten: { from: ["requested", "running", "paused"], to: "same", by: ["system"], writes: "task.tightened" },
  complete: { from: ["running", "paused"], to: "completed", by: ["agent"], writes: "task.completed" },
  withdraw: { from: ["requested", "running", "paused"], to: "withdrawn", by: ["agent"], writes: "task.withdrawn" },
  deny: { from: ["requested"], to: "denied", by: ["reviewer"], writes: "task.denied" },
  revoke: { from: ["requested", "running", "paused"], to: "revoked", by: ["human", "system"], writes: "task.revoked" },
  expire: { from: ["requested", "running", "paused"], to: "expired", by: ["clock"], writes: "task.expired" },
} as const satisfies Record<string, Row>;

export type TaskEvent = keyof typeof TASK_EVENTS;

const states = (pick: (row: Row) => readonly (TaskState | "same")[]): ReadonlySet<string> =>
  new Set(Object.values(TASK_EVENTS).flatMap((row: Row) => pick(row)));
const LEFT = states((row) => row.from);

/** A state that no event leaves. */
export function isFinal(state: TaskState): boolean {
  return !LEFT.has(state);
}

/**
 * The state after an event.
 *
 * @throws TASK_CANNOT_MOVE when the table has no such move.
 */
export function nextTaskState(state: TaskState, event: TaskEvent): TaskState {
  const row: Row = TASK_EVENTS[event];
  if (!row.from.includes(state))
    throw new AppError("TASK_CANNOT_MOVE", `A task that is ${state} cannot ${event}.`, { state, event });
  return row.to === "same" ? state : row.to;
}
