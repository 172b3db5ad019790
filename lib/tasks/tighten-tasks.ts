import type { Tx } from "../db/index";
import { isFinal } from "./lifecycle";
import { moveTasks } from "./move-task";
import { lockTasks } from "./store";

/**
 * Raises the epoch of every live task that some change outside it concerns, in the same transaction: decisions made
 * before the change cannot commit after it. The caller calls this first, then writes the change: task rows come first
 * in the order of locks.
 *
 * @param reason What changed, in a sentence.
 */
export async function tightenTasks(tx: Tx, ids: string[], reason: string): Promise<void> {
  const tasks = (await lockTasks(tx, ids)).filter((task) => !isFinal(task.state));
  await moveTasks(tx, tasks, { event: "tighten", because: reason, facts: { reason } });
}

/** The live tasks whose charter names one of these tools of a server. */
export async function tasksNaming(tx: Tx, server: string, tools: string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT t.id FROM task t JOIN charter c ON c.id = t.charter_id,
      jsonb_array_elements(c.body->'scope') AS part
    WHERE t.state IN ('requested', 'running', 'paused') AND part->>'server' = ${server} AND part->'tools' ?| ${tools}::text[]`;
  return rows.map((row) => row.id);
}

/** The live tasks whose charter names this server at all. */
export async function tasksOnServer(tx: Tx, server: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT t.id FROM task t JOIN charter c ON c.id = t.charter_id,
      jsonb_array_elements(c.body->'scope') AS part
    WHERE t.state IN ('requested', 'running', 'paused') AND part->>'server' = ${server}`;
  return rows.map((row) => row.id);
}

/** The live tasks of an agent. */
export async function tasksOfAgent(tx: Tx, agentId: string): Promise<string[]> {
  const rows = await tx.task.findMany({
    where: { agentId, state: { in: ["requested", "running", "paused"] } },
    select: { id: true },
  });
  return rows.map((row) => row.id);
}
