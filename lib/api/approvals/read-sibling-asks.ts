import { Prisma } from "../../../generated/prisma/client";
import type { AskedAlone } from "../../approvals/index";
import type { Json } from "../../base/index";
import { db } from "../../db/index";
import { may, type Person } from "../../identity/schema";

/** So many pending approvals of the same tools are compared; of those that come later nothing is said. */
const COMPARED = 200;
/** Longer arguments are siblings only of their like, in bytes. */
const COMPARED_BYTES = 16_384;

export type SiblingAsk = AskedAlone & { agentId: string; taskId: string };

type Row = Omit<SiblingAsk, "arguments"> & { callId: string };

/**
 * Reads the pending approvals of single calls to the same tools as these, in the order in which they wait, with what is
 * needed to compare them. Arguments that differ are compared only for those who may see payloads.
 */
export async function readSiblingAsks(person: Person, tools: readonly ToolAsked[]): Promise<SiblingAsk[]> {
  if (tools.length === 0) return [];
  const rows = await readRows(tools);
  const bodies = may(person, "see_bodies") ? await readBodies(rows) : new Map<string, Json>();
  return rows.map(({ callId, ...row }) => ({ ...row, arguments: bodies.get(callId) }));
}

/** A tool in one definition. */
export type ToolAsked = { server: string; tool: string; toolDigest: string };

async function readRows(tools: readonly ToolAsked[]): Promise<Row[]> {
  const wanted = Prisma.join(
    tools.map(({ server, tool, toolDigest }) => Prisma.sql`(${server}, ${tool}, ${toolDigest})`),
  );
  return db().$queryRaw<Row[]>`
    SELECT a.id::text AS "approvalId", a.agent_id::text AS "agentId", a.task_id::text AS "taskId", c->>'server' AS server,
      c->>'tool' AS tool, c->>'toolDigest' AS "toolDigest", c->>'argumentsDigest' AS "argumentsDigest", c->>'callId' AS "callId"
    FROM shown_approval a CROSS JOIN LATERAL (SELECT a.asked->'calls'->0 AS c) AS x
    WHERE a.state = 'pending' AND a.kind = 'call' AND (c->>'server', c->>'tool', c->>'toolDigest') IN (${wanted})
    ORDER BY a.decide_by, a.id LIMIT ${COMPARED}::int`;
}

const toolOf = ({ server, tool, toolDigest }: Row): string => `${server}/${tool}/${toolDigest}`;

/** The arguments of those that some other ask of their tool differs from. */
async function readBodies(rows: readonly Row[]): Promise<Map<string, Json>> {
  const digests = new Map<string, Set<string>>();
  for (const row of rows) digests.set(toolOf(row), (digests.get(toolOf(row)) ?? new Set()).add(row.argumentsDigest));
  const differ = rows.filter((row) => (digests.get(toolOf(row))?.size ?? 0) > 1);
  if (differ.length === 0) return new Map();
  const found = await db().$queryRaw<{ callId: string; content: string }[]>`
    SELECT call_id::text AS "callId", content FROM body WHERE call_id = ANY(${differ.map(({ callId }) => callId)}::uuid[])
      AND kind = 'arguments' AND content IS NOT NULL AND octet_length(content) <= ${COMPARED_BYTES}::int`;
  return new Map(found.map(({ callId, content }) => [callId, JSON.parse(content) as Json])); // canonical JSON that we stored
}
