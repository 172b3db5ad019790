import { db } from "../../db/index";
import { findDefaultCharter, listCredentials } from "../../tokens/index";
import { databaseNow } from "../database-now";
import type { Handler } from "../handler";
import { readAgentRow } from "./read-agent-rows";
import type { AgentDetail } from "./schema";

/** Shows one agent. */
export const showAgent: Handler<"agent"> = async ({ id }) => {
  const row = await readAgentRow(id);
  const [charter, credentials, recent, now] = await Promise.all([
    findDefaultCharter(id),
    listCredentials(id),
    readRecent(id),
    databaseNow(),
  ]);
  return { ...row, charter, credentials, recent, now: now.toISOString() };
};

async function readRecent(agentId: string): Promise<AgentDetail["recent"]> {
  const rows = await db().$queryRaw<{ id: string; purpose: string; run: string; state: string; requestedAt: Date }[]>`
    SELECT t.id::text, c.purpose, t.run, t.state, t.requested_at AS "requestedAt" FROM task t JOIN charter c ON c.id = t.charter_id
    WHERE t.agent_id = ${agentId}::uuid ORDER BY t.requested_at DESC, t.id DESC LIMIT 10`;
  return rows.map((row) => ({ ...row, requestedAt: row.requestedAt.toISOString() }));
}
