import type { Charter, Grant, Task } from "../../generated/prisma/client";
import { db, type Tx } from "../db/index";
import { type Clocks, clocksSchema, type Scope, scopeSchema, type Terms, termsSchema } from "../policy/schema";
import {
  type CharterBody,
  type Context,
  charterSchema,
  contextSchema,
  type PausedFor,
  pauseSchema,
  type TaskState,
  taskStateSchema,
} from "./schema";

/** The authority a task holds, as frozen at approval. */
export type GrantView = {
  id: string;
  epoch: number;
  scope: Scope;
  terms: Terms;
  clocks: Clocks;
  calls: number | null;
  context: Context | null;
  approvalId: string | null;
};

/** A task with its charter and the grant it holds now. */
export type TaskView = Omit<Task, "state" | "pausedFor" | "charterId"> & {
  state: TaskState;
  pausedFor: PausedFor | null;
  charter: { id: string; digest: string; body: CharterBody };
  grant: GrantView | null;
};

/** A task's own row, locked until the transaction ends; `now` is the database's clock after the lock was had. */
export type LockedTask = Task & { state: TaskState; now: Date };

/** Reads a task, its charter and its grant. Null when there is none. */
export async function findTask(id: string, tx?: Tx): Promise<TaskView | null> {
  const row = await (tx ?? db()).task.findUnique({ where: { id }, include: { charter: true } });
  if (!row) return null;
  const grant = row.grantId ? await (tx ?? db()).grant.findUnique({ where: { id: row.grantId } }) : null;
  return toTaskView(row, grant);
}

export function toTaskView(row: Task & { charter: Charter }, grant: Grant | null): TaskView {
  const { charter, charterId: _charterId, ...task } = row;
  return {
    ...task,
    state: taskStateSchema.parse(row.state),
    pausedFor: row.pausedFor === null ? null : pauseSchema.parse(row.pausedFor),
    charter: { id: charter.id, digest: charter.digest, body: charterSchema.parse(charter.body) },
    grant: grant && toGrantView(grant),
  };
}

export function toGrantView(row: Grant): GrantView {
  return {
    id: row.id,
    epoch: row.epoch,
    scope: scopeSchema.parse(row.scope),
    terms: termsSchema.parse(row.terms),
    clocks: clocksSchema.parse(row.clocks),
    calls: row.calls,
    context: row.context === null ? null : contextSchema.parse(row.context),
    approvalId: row.approvalId,
  };
}

/** So many are read at once: a statement takes no more than 32 767 parameters. */
const READ = 5_000;

/**
 * Locks tasks in id order, as every writer of a task does, and reads their newest version.
 *
 * NO KEY UPDATE is what the hot statement takes too: the queue for it is fair, a revocation is not overtaken.
 */
export async function lockTasks(tx: Tx, ids: string[]): Promise<LockedTask[]> {
  if (ids.length === 0) return [];
  await tx.$queryRaw`SELECT id FROM task WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
  // A second statement has a new snapshot: it sees what the one that held the lock before us has committed.
  const rows: Task[] = [];
  for (let at = 0; at < ids.length; at += READ)
    rows.push(...(await tx.task.findMany({ where: { id: { in: ids.slice(at, at + READ) } } })));
  rows.sort((a, b) => (a.id < b.id ? -1 : 1));
  const [clock] = await tx.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp()::timestamptz(3) AS now`;
  const now = clock?.now ?? new Date();
  return rows.map((row) => ({ ...row, state: taskStateSchema.parse(row.state), now }));
}

/** Locks one task; null when there is none. */
export async function lockTask(tx: Tx, id: string): Promise<LockedTask | null> {
  return (await lockTasks(tx, [id]))[0] ?? null;
}
