import { record } from "../audit/index";
import type { Tx } from "../db/index";
import { findAgent, findAgentByName, holdOwner, lockAgent } from "./agent-store";
import { nameTaken } from "./create-agent";
import { actorId, type By, lockPeopleFor } from "./people-lock";
import type { Agent, AgentChange } from "./schema";

/**
 * Renames an agent, gives it another owner, or changes its note. Rules match by name: whoever renames sees which rules
 * match from now on. Grants that were approved keep what they hold.
 *
 * @throws NOT_FOUND, CONFIG_OWNED, NAME_TAKEN; INVALID_INPUT when the new owner is not active; FORBIDDEN.
 */
export async function renameOrReassign(tx: Tx, by: By, act: { agentId: string; change: AgentChange }): Promise<Agent> {
  await lockPeopleFor(tx, by, "manage_agents");
  const before = await lockAgent(tx, by, act.agentId);
  const { name = before.name, ownerId = before.owner.id, note = before.note } = act.change;
  if (name === before.name && ownerId === before.owner.id && note === before.note) return before;
  // people are locked, so nobody takes the name between this look and the change
  if (name !== before.name && (await findAgentByName(name, tx))) throw nameTaken(name);
  if (ownerId !== before.owner.id) await holdOwner(tx, ownerId);
  await tx.agent.update({ where: { id: before.id }, data: { name, ownerId, note } });
  const after = await findAgent(before.id, tx);
  if (!after) throw new Error("an agent vanished under its lock");
  const facts = { before: faceOf(before), after: faceOf(after) };
  await record(tx, { kind: "agent.changed", agentId: before.id, humanId: actorId(by), facts });
  return after;
}

const faceOf = (agent: Agent) => ({ name: agent.name, owner: agent.owner.email, note: agent.note });
