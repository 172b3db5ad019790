import { AppError } from "../../base/index";
import { db } from "../../db/index";
import { findAgent } from "../../identity/index";
import type { Agent } from "../../identity/schema";
import { CREDENTIAL_KINDS, type CredentialKind } from "../../tokens/schema";
import type { AgentRow } from "./schema";

type Tasks = { agentId: string; running: number; paused: number; requested: number; lastAt: Date | null };

/** Turns agents into rows of a list, each with its live tasks. */
export async function toAgentRows(agents: readonly Agent[]): Promise<AgentRow[]> {
  const ids = agents.map(({ id }) => id);
  const [tasks, kinds] = await Promise.all([readTasks(ids), readKinds(ids)]);
  return agents.map((agent) => {
    const { running = 0, paused = 0, requested = 0, lastAt = null } = tasks.get(agent.id) ?? {};
    return {
      ...agent,
      createdAt: agent.createdAt.toISOString(),
      disabledAt: agent.disabledAt?.toISOString() ?? null,
      tasks: { running, paused, requested },
      kinds: kinds.get(agent.id) ?? [],
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

async function readKinds(ids: readonly string[]): Promise<Map<string, CredentialKind[]>> {
  if (ids.length === 0) return new Map();
  const rows = await db().$queryRaw<{ agentId: string; kinds: string[] }[]>`
    SELECT agent_id::text AS "agentId", array_agg(DISTINCT kind) AS kinds FROM agent_credential
    WHERE agent_id = ANY(${ids}::uuid[]) AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > clock_timestamp())
    GROUP BY agent_id`;
  return new Map(rows.map(({ agentId, kinds }) => [agentId, CREDENTIAL_KINDS.filter((kind) => kinds.includes(kind))]));
}
