import { AppError } from "../../base/index";
import { db } from "../../db/index";
import { findAgent } from "../../identity/index";
import type { Agent } from "../../identity/schema";
import type { AgentRow } from "./schema";

type Tasks = { agentId: string; running: number; paused: number; requested: number; lastAt: Date | null };

/** Turns agents into rows of a list, each with its live tasks. */
export async function toAgentRows(agents: readonly Agent[]): Promise<AgentRow[]> {
  const tasks = await readTasks(agents.map(({ id }) => id));
  return agents.map((agent) => {
    const { running = 0, paused = 0, requested = 0, lastAt = null } = tasks.get(agent.id) ?? {};
    return {
      ...agent,
      createdAt: agent.createdAt.toISOString(),
      disabledAt: agent.disabledAt?.toISOString() ?? null,
      tasks: { running, paused, requested },
      lastAt: lastAt?.toISOString() ?? null,
    };
  });
}

/** Reads one agent as a row. @throws NOT_FOUND. */
export async function readAgentRow(id: string): Promise<AgentRow> {
  const agent = await findAgent(id);
  const [row] = agent ? await toAgentRows([agent]) : [];
  if (!row) throw new AppError("NOT_FOUND", "There is no such agent.");
  return row;
}

async function readTasks(ids: readonly string[]): Promise<Map<string, Tasks>> {
  if (ids.length === 0) return new Map();
  // The live ones by state; when an agent was last active is on its latest task of any state.
  const rows = await db().$queryRaw<Tasks[]>`
    SELECT a.id::text AS "agentId", s.*, l.last_at AS "lastAt" FROM unnest(${ids}::uuid[]) AS a(id)
      CROSS JOIN LATERAL (
        SELECT (count(*) FILTER (WHERE state = 'running'))::int AS running, (count(*) FILTER (WHERE state = 'paused'))::int AS paused,
          (count(*) FILTER (WHERE state = 'requested'))::int AS requested
        FROM task WHERE agent_id = a.id AND state IN ('requested', 'running', 'paused')) AS s
      LEFT JOIN LATERAL (
        SELECT max(last_at) AS last_at FROM (
          SELECT last_at FROM task WHERE agent_id = a.id ORDER BY requested_at DESC, id DESC LIMIT 20) AS t) AS l ON true`;
  return new Map(rows.map((row) => [row.agentId, row]));
}
