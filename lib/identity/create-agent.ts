import { record } from "../audit/index";
import { AppError, newId } from "../base/index";
import type { Tx } from "../db/index";
import { findAgent, holdOwner } from "./agent-store";
import { actorId, type By, lockPeopleFor } from "./people-lock";
import type { Agent, AgentMaking } from "./schema";

/**
 * Registers an agent under a human owner, in the caller's transaction: its first credential belongs to the same act.
 *
 * @throws NAME_TAKEN; INVALID_INPUT when the owner is not active; FORBIDDEN when `by` may not manage agents.
 */
export async function createAgent(tx: Tx, by: By, making: AgentMaking): Promise<Agent> {
  await lockPeopleFor(tx, by, "manage_agents");
  const owner = await holdOwner(tx, making.ownerId);
  const id = newId();
  const source = by === "configuration" ? "config" : "page";
  const made = await tx.$executeRaw`INSERT INTO agent (id, name, owner_id, note, source)
    VALUES (${id}::uuid, ${making.name}, ${owner.id}::uuid, ${making.note}, ${source}) ON CONFLICT (name) DO NOTHING`;
  if (made === 0) throw nameTaken(making.name);
  const agent = await findAgent(id, tx);
  if (!agent) throw new Error("an INSERT returned no row");
  const facts = { name: agent.name, owner: owner.email };
  await record(tx, { kind: "agent.registered", agentId: id, humanId: actorId(by), facts });
  return agent;
}

/** How a taken name is refused, at its field. */
export function nameTaken(name: string): AppError {
  const sentence = `There is an agent called ${name} already.`;
  return new AppError("NAME_TAKEN", sentence, { fields: { name: sentence } });
}
