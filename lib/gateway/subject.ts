import { LRUCache } from "lru-cache";
import { shared } from "../base/index";
import { db } from "../db/index";
import { type Lock, lockSchema } from "../identity/schema";
import { findTask, type TaskView } from "../tasks/index";

/** Everything about a task that a call is decided on. Read whole, replaced whole, never changed in place. */
export type Subject = {
  readonly task: TaskView;
  readonly agent: {
    readonly id: string;
    readonly name: string;
    readonly state: "active" | "disabled";
    readonly owner: string;
    readonly locked: Lock | null;
  };
  /** Something of this task waits, is ready, or has a kept answer: an identical call must look for it first. */
  readonly hasHolds: boolean;
  /**
   * performance.now() once it was read. What is looked up beside it must be read after this moment: then a change that
   * raised the epoch seen here is seen there, too.
   */
  readonly readAt: number;
};

/** How long a subject may be used without a word from the log, in milliseconds. The commit proves it current anyway. */
const KEPT_MILLISECONDS = 60_000;

const cache = () =>
  shared("gateway.subjects", () => new LRUCache<string, Subject>({ max: 10_000, ttl: KEPT_MILLISECONDS }));

/** The task and its agent from memory, or from the database when the log has told of a change. Null: no such task. */
export function subjectOf(taskId: string): Subject | Promise<Subject | null> {
  return cache().get(taskId) ?? readSubject(taskId);
}

/** Since when what was read of a task, or of any, is out of date, in milliseconds of performance.now(). */
const outdated = () =>
  shared("gateway.outdated", () => ({ all: 0, tasks: new LRUCache<string, number>({ max: 10_000 }) }));

/** Reads a task and its agent anew. What the log tells meanwhile may be missing in it: then it is used, but not kept. */
export async function readSubject(taskId: string): Promise<Subject | null> {
  const startedAt = performance.now();
  const task = await findTask(taskId);
  if (!task) return null;
  const [agent, holds] = await Promise.all([
    db().agent.findUnique({
      where: { id: task.agentId },
      select: { id: true, name: true, state: true, locked: true, owner: { select: { name: true } } },
    }),
    db().hold.findFirst({
      where: { taskId, OR: [{ state: { in: ["waiting", "ready"] } }, { resultUntil: { not: null } }] },
      select: { id: true },
    }),
  ]);
  if (!agent) return null;
  const subject: Subject = {
    task,
    agent: {
      id: agent.id,
      name: agent.name,
      state: agent.state === "active" ? "active" : "disabled",
      owner: agent.owner.name,
      locked: lockSchema.nullable().parse(agent.locked),
    },
    hasHolds: holds !== null,
    readAt: performance.now(),
  };
  const { all, tasks } = outdated();
  if (startedAt > Math.max(all, tasks.get(taskId) ?? 0)) cache().set(taskId, subject);
  return subject;
}

/** Forgets a task, so that the next call reads it anew. */
export function forgetSubject(taskId: string): void {
  outdated().tasks.set(taskId, performance.now());
  cache().delete(taskId);
}

/** Forgets all tasks: something that concerns many has changed. */
export function forgetSubjects(): void {
  outdated().all = performance.now();
  cache().clear();
}
