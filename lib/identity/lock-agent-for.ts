import type { Tx } from "../db/index";
import { lockAgent } from "./agent-store";
import { type By, lockPeopleFor } from "./people-lock";
import type { Agent } from "./schema";

/**
 * Locks an agent's row for a change of what belongs to it, such as its credentials.
 *
 * @throws NOT_FOUND, CONFIG_OWNED; FORBIDDEN when `by` may not manage agents.
 */
export async function lockAgentFor(tx: Tx, by: By, agentId: string): Promise<Agent> {
  await lockPeopleFor(tx, by, "manage_agents");
  return lockAgent(tx, by, agentId);
}
