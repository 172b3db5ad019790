import { record } from "../audit/index";
import { canonicalJson, digestOf, type Json, newId } from "../base/index";
import type { Tx } from "../db/index";
import type { CharterBody } from "./schema";

/** The identity of a charter: SHA-256 over its canonical form, in which the order of servers and tools does not count. */
export function charterDigest(body: CharterBody): string {
  const scope = body.scope
    .map((part) => ({ server: part.server, tools: [...new Set(part.tools)].sort() }))
    .sort((a, b) => (a.server < b.server ? -1 : 1));
  return digestOf(canonicalJson({ ...body, scope } as Json)); // parsed by charterSchema: plain JSON
}

/** Stores a charter of this agent, or finds the one with the same digest. */
export async function saveCharter(
  tx: Tx,
  agentId: string,
  body: CharterBody,
): Promise<{ id: string; digest: string; purpose: string }> {
  const digest = charterDigest(body);
  const key = { agentId_digest: { agentId, digest } };
  const known = await tx.charter.findUnique({ where: key });
  if (known) return known;
  await tx.$executeRaw`INSERT INTO charter (id, agent_id, digest, purpose, body)
    VALUES (${newId()}::uuid, ${agentId}::uuid, ${digest}, ${body.purpose}, ${JSON.stringify(body)}::jsonb) ON CONFLICT DO NOTHING`;
  return tx.charter.findUniqueOrThrow({ where: key });
}

/** Makes a charter the one that stands for an agent which sends none. */
export async function setDefaultCharter(
  tx: Tx,
  by: { humanId?: string },
  agentId: string,
  body: CharterBody,
): Promise<void> {
  const charter = await saveCharter(tx, agentId, body);
  const data = { agentId, charterId: charter.id };
  const before = await tx.defaultCharter.findUnique({ where: { agentId } });
  if (before?.charterId === charter.id) return;
  await tx.defaultCharter.upsert({ where: { agentId }, create: data, update: data });
  await record(tx, {
    kind: "agent.charter_set",
    agentId,
    humanId: by.humanId,
    facts: { purpose: body.purpose, charter: charter.digest },
  });
}
