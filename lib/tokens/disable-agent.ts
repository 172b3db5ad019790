import { record } from "../audit/index";
import { inTransaction, type Tx } from "../db/index";
import { actorId, type By, findAgent, markAgentDisabled } from "../identity/index";
import type { Agent } from "../identity/schema";
import { isFinal, lockTasks, revokeLocked, tasksOfAgent } from "../tasks/index";
import { forgetCredentials } from "./identify";

/**
 * Disables an agent and revokes its tasks in the same transaction: once it has committed, no call of it is allowed any
 * more, and it gets no new token. Calls in flight are aborted.
 *
 * @param reason Why, in a sentence that its tasks and their approvals will repeat.
 * @returns The agent as it is now, and how many tasks ended with it.
 * @throws NOT_FOUND, CONFIG_OWNED; FORBIDDEN when `by` may not manage agents.
 */
export async function disableAgent(by: By, agentId: string, reason: string): Promise<{ agent: Agent; tasks: number }> {
  const done = await inTransaction(async (tx) => {
    const because = `The agent was disabled: ${reason}`;
    // Task rows come first in the order of locks.
    const first = await revokeAll(tx, by, agentId, because);
    const before = await markAgentDisabled(tx, by, agentId);
    // Those that were opened between the two looks: from here on the locked row of the agent keeps others from coming.
    const tasks = first + (await revokeAll(tx, by, agentId, because));
    if (before.state === "active" || tasks > 0)
      await record(tx, { kind: "agent.disabled", agentId, humanId: actorId(by), facts: { reason, tasks } });
    return { agent: (await findAgent(agentId, tx)) ?? before, tasks };
  });
  forgetCredentials();
  return done;
}

async function revokeAll(tx: Tx, by: By, agentId: string, reason: string): Promise<number> {
  const tasks = (await lockTasks(tx, await tasksOfAgent(tx, agentId))).filter((task) => !isFinal(task.state));
  await revokeLocked(tx, { humanId: actorId(by) }, { tasks, reason });
  return tasks.length;
}
