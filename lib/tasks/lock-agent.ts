import { record } from "../audit/index";
import { AppError } from "../base/index";
import { inTransaction, type Tx } from "../db/index";
import { findAgentLock, holdAgentLock, lockPeopleFor, setAgentLock } from "../identity/index";
import { type Lock, type Person, sayLock } from "../identity/schema";
import { isFinal } from "./lifecycle";
import { moveTasks } from "./move-task";
import { pauseLocked } from "./pause-task";
import { type LockedTask, lockTasks } from "./store";
import { tasksOfAgent } from "./tighten-tasks";

/** Who puts a lock on something, and why. */
export type Locking = { person: Person; reason: string; approvalId?: string };

/**
 * Locks an agent: its running tasks pause, all its open tasks get a new epoch, and its calls are denied with the
 * reason. Once it has committed, no call of the agent is allowed until the lock is lifted; calls in flight are aborted.
 *
 * @throws NOT_FOUND; LOCKED with whose lock it is when it is locked already.
 */
export async function lockAgent(agentId: string, locking: Locking): Promise<void> {
  await inTransaction(async (tx) => {
    const { lock, mine } = await lockAgentIn(tx, agentId, locking);
    if (!mine) throw new AppError("LOCKED", sayLock(lock));
  });
}

/** The same in a transaction of the caller's, which holds the tasks it has touched. An older lock stays as it is. */
export async function lockAgentIn(
  tx: Tx,
  agentId: string,
  { person, reason, approvalId }: Locking,
): Promise<{ lock: Lock; mine: boolean }> {
  const lock = await makeLock(tx, person, reason);
  const stopped = new Set<string>();
  const stop = async () => {
    const ids = (await tasksOfAgent(tx, agentId)).filter((id) => !stopped.has(id));
    await stopTasks(tx, await lockTasks(tx, ids), { person, sentence: sayLock(lock) });
    for (const id of ids) stopped.add(id);
  };
  const known = await findAgentLock(agentId, tx);
  if (known) return { lock: known, mine: false };
  // Task rows come first in the order of locks.
  await stop();
  const before = await holdAgentLock(tx, agentId);
  if (before) return { lock: before, mine: false };
  // Those that were opened between the two looks: from here on the agent's row keeps others from coming.
  await stop();
  await setAgentLock(tx, agentId, lock);
  const facts = { reason, tasks: stopped.size };
  await record(tx, { kind: "agent.locked", agentId, humanId: person.human.id, approvalId, facts });
  return { lock, mine: true };
}

type Stopping = { person: Person; sentence: string };

/** Running tasks pause; what waits for its first approval or its resume is asked anew. */
async function stopTasks(tx: Tx, tasks: readonly LockedTask[], { person, sentence }: Stopping): Promise<void> {
  const live = tasks.filter((task) => !isFinal(task.state));
  const running = live.filter((task) => task.state === "running");
  const others = live.filter((task) => task.state !== "running");
  await pauseLocked(tx, running, { pausedFor: "operator", note: sentence, humanId: person.human.id, stopNow: true });
  await moveTasks(tx, others, { event: "tighten", because: sentence, facts: { reason: sentence } });
}

/** A lock as of now, by the database's clock. */
export async function makeLock(tx: Tx, person: Person, reason: string): Promise<Lock> {
  const [clock] = await tx.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  const { id, name } = person.human;
  return { at: (clock?.now ?? new Date()).toISOString(), by: { id, name }, reason };
}

/**
 * Lifts an agent's lock. Its tasks stay paused: their next call asks a person.
 *
 * @throws NOT_FOUND; FORBIDDEN. Harmless when it is not locked.
 */
export async function liftAgentLock(person: Person, agentId: string, reason: string): Promise<void> {
  await inTransaction(async (tx) => {
    await lockPeopleFor(tx, person, "manage_agents");
    if (!(await holdAgentLock(tx, agentId))) return;
    await setAgentLock(tx, agentId, null);
    await record(tx, { kind: "agent.lock_lifted", agentId, humanId: person.human.id, facts: { reason } });
  });
}

/** Refuses to give authority to a locked agent. The caller has locked one of its tasks. @throws LOCKED. */
export async function refuseLockedAgent(tx: Tx, agentId: string): Promise<void> {
  const lock = await findAgentLock(agentId, tx);
  if (lock) throw new AppError("LOCKED", sayLock(lock));
}
