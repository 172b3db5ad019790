import { db } from "../../db/index";
import { type ActionClass, classSchema } from "../../policy/schema";

/** A tool that does more than read, was called, and about which nobody was asked. */
export type Unasked = {
  agent: { id: string; name: string };
  server: string;
  tool: string;
  class: ActionClass;
  calledAt: Date;
};

type Row = { agentId: string; agentName: string; server: string; tool: string; class: string; calledAt: Date };

const SHOWN = 20;

/** Reads the tools that were called since then without anybody being asked, the latest call first. */
export async function readUnasked(from: Date): Promise<Unasked[]> {
  const rows = await db().$queryRaw<Row[]>`
    SELECT g.id::text AS "agentId", g.name AS "agentName", s.name AS server, t.name AS tool, COALESCE(t.class, 'unclassed') AS class,
      e.at AS "calledAt"
    FROM tool t JOIN server s ON s.id = t.server_id JOIN LATERAL (
      SELECT at, agent_id FROM entry WHERE server_id = t.server_id AND tool = t.name AND kind = 'call.allowed'
      ORDER BY seq DESC LIMIT 1) AS e ON e.at > ${from}::timestamptz JOIN agent g ON g.id = e.agent_id
    WHERE s.state = 'active' AND t.state = 'pinned' AND COALESCE(t.class, 'unclassed') <> 'read'
      AND NOT EXISTS (SELECT FROM hold h WHERE h.server_id = t.server_id AND h.tool = t.name AND h.created_at > ${from}::timestamptz)
    ORDER BY e.at DESC LIMIT ${SHOWN}::int`;
  return rows.map(({ agentId, agentName, class: of, ...row }) => ({
    ...row,
    agent: { id: agentId, name: agentName },
    class: classSchema.parse(of),
  }));
}
