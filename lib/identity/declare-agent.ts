import type { Tx } from "../db/index";
import { findAgentByName } from "./agent-store";
import { renameOrReassign } from "./change-agent";
import { createAgent } from "./create-agent";
import { enableAgent } from "./enable-agent";
import type { Agent, AgentMaking } from "./schema";

/**
 * Makes an agent what the configuration file says it is: it makes or takes over it, and enables it.
 *
 * @returns The agent and whether anything changed.
 * @throws INVALID_INPUT when the owner is not an active person.
 */
export async function declareAgent(tx: Tx, said: AgentMaking): Promise<{ agent: Agent; changed: boolean }> {
  const before = await findAgentByName(said.name, tx);
  if (!before) return { agent: await createAgent(tx, "configuration", said), changed: true };
  const change = { ownerId: said.ownerId, note: said.note };
  const after = await renameOrReassign(tx, "configuration", { agentId: before.id, change });
  if (before.state === "disabled") await enableAgent(tx, "configuration", before.id);
  if (before.source === "page") await tx.agent.update({ where: { id: before.id }, data: { source: "config" } });
  const same = before.state === "active" && before.source === "config";
  const moved = after.owner.id !== before.owner.id || after.note !== before.note;
  return { agent: { ...after, state: "active", disabledAt: null, source: "config" }, changed: moved || !same };
}

/** Gives an agent back to the pages that the configuration file no longer declares; its caller has disabled it. */
export async function undeclareAgent(tx: Tx, agentId: string): Promise<void> {
  await tx.agent.update({ where: { id: agentId }, data: { source: "page" } });
}
