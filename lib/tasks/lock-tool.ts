import { record } from "../audit/index";
import { AppError } from "../base/index";
import { inTransaction, type Tx } from "../db/index";
import { lockPeopleFor } from "../identity/index";
import { type Lock, type Person, sayLock } from "../identity/schema";
import { findLockable, holdToolLock, invalidateServers, type LockedTool, setToolLock } from "../servers/index";
import { type Locking, makeLock } from "./lock-agent";
import { closeLockGate } from "./lock-gate";
import { tasksNaming, tightenTasks } from "./tighten-tasks";

type ToolOf = { serverId: string; tool: string };

/**
 * Locks a tool of a server: calls to it are denied with the reason, everything else goes on. Every open task whose
 * charter names it gets a new epoch, so once it has committed no call to the tool is allowed until the lock is lifted.
 *
 * @throws NOT_FOUND; LOCKED with whose lock it is when it is locked already.
 */
export async function lockTool(of: ToolOf, locking: Locking): Promise<void> {
  await inTransaction(async (tx) => {
    const { lock, mine } = await lockToolIn(tx, await findLockable(tx, of), locking);
    if (!mine) throw new AppError("LOCKED", sayLock(lock));
  });
  invalidateServers();
}

/** The same in a transaction of the caller's, which holds the tasks it has touched. An older lock stays as it is. */
export async function lockToolIn(
  tx: Tx,
  target: LockedTool,
  { person, reason, approvalId }: Locking,
): Promise<{ lock: Lock; mine: boolean }> {
  const lock = await makeLock(tx, person, reason);
  const because = `${target.tool} on ${target.server} is locked. ${sayLock(lock)}`;
  // Task rows come first in the order of locks.
  const first = await tasksNaming(tx, target.server, [target.tool]);
  await tightenTasks(tx, first, because);
  await closeLockGate(tx);
  const others = (await tasksNaming(tx, target.server, [target.tool])).filter((id) => !first.includes(id));
  await tightenTasks(tx, others, because);
  const before = await holdToolLock(tx, target);
  if (before) return { lock: before, mine: false };
  await setToolLock(tx, target, lock);
  const { serverId, tool } = target;
  await record(tx, {
    kind: "tool.locked",
    serverId,
    tool,
    humanId: person.human.id,
    approvalId,
    facts: { reason, tasks: first.length + others.length },
  });
  return { lock, mine: true };
}

/**
 * Lifts a tool's lock: its calls are decided as before.
 *
 * @throws NOT_FOUND; FORBIDDEN. Harmless when it is not locked.
 */
export async function liftToolLock(person: Person, of: ToolOf, reason: string): Promise<void> {
  await inTransaction(async (tx) => {
    await lockPeopleFor(tx, person, "manage_servers");
    const target = await findLockable(tx, of);
    if (!(await holdToolLock(tx, target))) return;
    await setToolLock(tx, target, null);
    const { serverId, tool } = target;
    await record(tx, { kind: "tool.lock_lifted", serverId, tool, humanId: person.human.id, facts: { reason } });
  });
  invalidateServers();
}
