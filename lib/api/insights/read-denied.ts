import { db } from "../../db/index";
import type { Facts } from "./read-facts";

/** How far before its approval a denial still counts, in days. */
export const BEFORE_DAYS = 90;

/** A call that a person denied. */
export type DeniedCall = {
  id: string;
  agentId: string;
  server: string;
  tool: string;
  argumentsDigest: string;
  /** Under which its arguments are kept. */
  bodyId: string;
  at: Date;
};

/** Reads the calls denied in a period and before it, latest first. Denials are rare; a flood of them costs no more. */
export async function readDenied({ from, to }: Pick<Facts, "from" | "to">): Promise<DeniedCall[]> {
  return db().$queryRaw<DeniedCall[]>`
    SELECT a.id::text, a.agent_id::text AS "agentId", c->>'server' AS server, c->>'tool' AS tool, c->>'argumentsDigest' AS "argumentsDigest",
      COALESCE(c->'edited'->>'id', c->>'callId') AS "bodyId", a.decided_at AS at
    FROM approval a CROSS JOIN LATERAL (SELECT a.asked->'calls'->0 AS c) AS x
    WHERE a.decided_at > ${from}::timestamptz - make_interval(days => ${BEFORE_DAYS}::int) AND a.decided_at <= ${to}::timestamptz
      AND a.kind = 'call' AND a.state = 'denied' ORDER BY a.decided_at DESC, a.id DESC LIMIT 20000`;
}

/** Of which call of whom: those that agree in it are the same, byte for byte. */
export const callKey = (agentId: string, call: { server: string; tool: string; argumentsDigest: string }): string =>
  JSON.stringify([agentId, call.server, call.tool, call.argumentsDigest]);

/** Of which tool of whom. */
export const toolKey = (agentId: string, { server, tool }: { server: string; tool: string }): string =>
  JSON.stringify([agentId, server, tool]);
