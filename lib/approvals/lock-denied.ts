import { AppError } from "../base/index";
import type { Tx } from "../db/index";
import { findLockable } from "../servers/index";
import { lockAgentIn, lockTasks, lockToolIn, tasksNaming, tasksOfAgent } from "../tasks/index";
import type { Answering } from "./answer-approved";
import type { Asked, ReviewInput } from "./schema";
import { findApproval } from "./store";

/**
 * Locks the tasks that a denial with a lock concerns, all at once and before anything else: rows of tasks are locked in
 * the order of their ids.
 */
export async function holdTasksOfLock(tx: Tx, approvalId: string, { lock }: ReviewInput): Promise<void> {
  const approval = lock && (await findApproval(approvalId, tx));
  if (!approval) return;
  const call = onlyCall(approval.asked);
  const concerned =
    lock === "agent"
      ? await tasksOfAgent(tx, approval.agentId)
      : call
        ? await tasksNaming(tx, call.server, [call.tool])
        : [];
  await lockTasks(tx, [...new Set([...concerned, approval.taskId])]);
}

/** Locks the agent or the tool with a denial. What is locked already stays so, by whoever locked it. @throws INVALID_INPUT. */
export async function lockDenied(tx: Tx, { person, approval, input }: Answering): Promise<void> {
  const locking = { person, reason: input.reason ?? "", approvalId: approval.id };
  if (input.lock === "agent") await lockAgentIn(tx, approval.agentId, locking);
  if (input.lock === "tool") {
    const call = onlyCall(approval.asked);
    if (!call)
      throw new AppError("INVALID_INPUT", "It asks about several tools; lock the one you mean on its server's page.");
    await lockToolIn(tx, await findLockable(tx, call), locking);
  }
}

/** The one call it asks about; of several to one tool, any of them. */
function onlyCall({ calls }: Asked) {
  const [first] = calls;
  return calls.every(({ server, tool }) => server === first?.server && tool === first.tool) ? first : undefined;
}
