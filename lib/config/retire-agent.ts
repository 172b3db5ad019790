import { record } from "../audit/index";
import { inTransaction, type Tx } from "../db/index";
import { markAgentDisabled, undeclareAgent } from "../identity/index";
import { isFinal, lockTasks, pauseLocked, tasksOfAgent, tightenTasks } from "../tasks/index";
import { undeclareCredentials } from "../tokens/index";
import { nameOf } from "./problem";
import { DISABLED_BY_FILE } from "./store";

/**
 * Disables an agent that the file no longer declares. Its running tasks are paused, not revoked: when the file
 * declares it again, a person can let them go on. What it had asked for no longer counts, and what the file gave it
 * to sign in with is revoked.
 *
 * @returns How many tasks were paused.
 */
export async function retireAgent(agentId: string, file: string): Promise<number> {
  const reason = `${DISABLED_BY_FILE} ${nameOf(file)} no longer declares this agent.`;
  return inTransaction(async (tx) => {
    // Task rows come first in the order of locks.
    const first = await stopTasks(tx, agentId, reason);
    const before = await markAgentDisabled(tx, "configuration", agentId);
    // Those that were opened between the two looks: the locked row of the agent now keeps others from coming.
    const tasks = first.paused + (await stopTasks(tx, agentId, reason, first.seen)).paused;
    if (before.state === "active") await record(tx, { kind: "agent.disabled", agentId, facts: { reason, tasks } });
    await undeclareCredentials(tx, agentId);
    await undeclareAgent(tx, agentId);
    return tasks;
  });
}

async function stopTasks(tx: Tx, agentId: string, reason: string, seen: ReadonlySet<string> = new Set()) {
  const ids = (await tasksOfAgent(tx, agentId)).filter((id) => !seen.has(id));
  const tasks = (await lockTasks(tx, ids)).filter((task) => !isFinal(task.state));
  const running = tasks.filter((task) => task.state === "running");
  await pauseLocked(tx, running, { pausedFor: "operator", note: reason });
  const waiting = tasks.filter((task) => task.state !== "running").map((task) => task.id);
  await tightenTasks(tx, waiting, reason);
  return { paused: running.length, seen: new Set(tasks.map((task) => task.id)) };
}
