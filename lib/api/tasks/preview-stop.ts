import { db } from "../../db/index";
import { taskStateSchema } from "../../tasks/schema";
import { readNames } from "../find-by-name";
import type { Handler } from "../handler";
import { readInFlight } from "./read-in-flight";
import type { StopPreview } from "./schema";

/** How many things are named; all are counted. */
const NAMED = 20;

/** Tells what revoking tasks would stop. */
export const previewRevocation: Handler<"previewRevocation"> = async ({ tasks }) => previewStop([...new Set(tasks)]);

type Live = { id: string; purpose: string; run: string; state: string; agentId: string; agentName: string };
type Waiting = { holds: number; ready: number; approvals: number };

/**
 * Tells what would stop with these tasks: by name where there are few, by count always.
 *
 * @param ids Tasks; those that have ended are counted as such and stop nothing.
 */
export async function previewStop(ids: readonly string[]): Promise<StopPreview> {
  const live = await readLive(ids);
  const liveIds = live.map(({ id }) => id);
  const [calls, waiting] = await Promise.all([readInFlight(liveIds), readWaiting(liveIds)]);
  const shown = calls.slice(0, NAMED);
  const { servers } = await readNames({ servers: shown.map(({ serverId }) => serverId) });
  const agents = new Map(live.map((task) => [task.agentId, { id: task.agentId, name: task.agentName }]));
  return {
    tasks: { total: live.length, items: live.slice(0, NAMED).map(toItem) },
    ended: ids.length - live.length,
    agents: [...agents.values()],
    callsInFlight: {
      total: calls.length,
      items: shown.map(({ taskId, serverId, tool, since }) => ({
        taskId,
        server: servers.get(serverId) ?? serverId,
        tool,
        since: since.toISOString(),
      })),
    },
    ...waiting,
  };
}

const toItem = ({ id, purpose, run, state, agentId, agentName }: Live): StopPreview["tasks"]["items"][number] => ({
  id,
  purpose,
  run,
  state: taskStateSchema.parse(state),
  agent: { id: agentId, name: agentName },
});

async function readLive(ids: readonly string[]): Promise<Live[]> {
  return db().$queryRaw<Live[]>`
    SELECT t.id::text, c.purpose, t.run, t.state, a.id::text AS "agentId", a.name AS "agentName"
    FROM task t JOIN charter c ON c.id = t.charter_id JOIN agent a ON a.id = t.agent_id
    WHERE t.id = ANY(${ids}::uuid[]) AND t.state IN ('requested', 'running', 'paused')
    ORDER BY COALESCE(t.last_at, t.requested_at) DESC, t.id DESC`;
}

async function readWaiting(ids: readonly string[]): Promise<Waiting> {
  const [row] = await db().$queryRaw<Waiting[]>`
    SELECT (SELECT count(*)::int FROM hold WHERE task_id = ANY(${ids}::uuid[]) AND state = 'waiting') AS holds,
      (SELECT count(*)::int FROM hold WHERE task_id = ANY(${ids}::uuid[]) AND state = 'ready') AS ready,
      (SELECT count(*)::int FROM approval WHERE task_id = ANY(${ids}::uuid[]) AND state = 'pending') AS approvals`;
  return row ?? { holds: 0, ready: 0, approvals: 0 };
}
