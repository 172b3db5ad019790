import { db } from "../../db/index";
import { groupBy } from "./group-by";
import type { Facts } from "./read-facts";
import type { Insights, Retry } from "./schema";

/** How far before its approval a denial still counts, in days. */
const BEFORE_DAYS = 90;
const SHOWN = 20;

type Denied = { id: string; agentId: string; server: string; tool: string; argumentsDigest: string; at: Date };

/** Finds calls that were approved after a denial of the same: an agent may ask until somebody says yes. */
export async function readRetried({ from, to, questions }: Facts): Promise<Insights["retried"]> {
  const approved = questions.filter(({ state, call }) => state === "approved" && call !== null);
  if (approved.length === 0) return { items: [], total: 0 };
  const denied = groupBy(await readDenied(from, to), ({ agentId, ...call }) => keyOf(agentId, call));
  const items = approved.flatMap(({ approvalId, agent, call, endedAt }): Retry[] => {
    if (!call) return [];
    const earliest = endedAt.getTime() - BEFORE_DAYS * 86_400_000;
    const before = denied.get(keyOf(agent.id, call))?.find(({ at }) => at < endedAt && at.getTime() >= earliest);
    if (!before) return [];
    const { server, tool } = call;
    const [approvedAt, deniedAt] = [endedAt.toISOString(), before.at.toISOString()];
    return [{ approvalId, deniedId: before.id, agent, server, tool, approvedAt, deniedAt }];
  });
  return { items: items.slice(0, SHOWN), total: items.length };
}

const keyOf = (agentId: string, call: { server: string; tool: string; argumentsDigest: string }): string =>
  JSON.stringify([agentId, call.server, call.tool, call.argumentsDigest]);

/** Denied calls, latest first. Denials are rare; the bound is there so that a flood of them costs no more. */
async function readDenied(from: Date, to: Date): Promise<Denied[]> {
  return db().$queryRaw<Denied[]>`
    SELECT a.id::text, a.agent_id::text AS "agentId", a.asked->'calls'->0->>'server' AS server, a.asked->'calls'->0->>'tool' AS tool,
      a.asked->'calls'->0->>'argumentsDigest' AS "argumentsDigest", a.decided_at AS at
    FROM approval a
    WHERE a.decided_at > ${from}::timestamptz - make_interval(days => ${BEFORE_DAYS}::int) AND a.decided_at <= ${to}::timestamptz
      AND a.kind = 'call' AND a.state = 'denied' ORDER BY a.decided_at DESC LIMIT 20000`;
}
