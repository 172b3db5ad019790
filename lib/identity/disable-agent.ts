import type { Tx } from "../db/index";
import { lockAgent } from "./agent-store";
import { type By, lockPeopleFor } from "./people-lock";
import type { Agent } from "./schema";

/**
 * Marks an agent as disabled, in the transaction that revokes its tasks. Its row stays locked until then, so nothing is
 * opened for it meanwhile. The caller writes the entry `agent.disabled`, which says how many tasks ended with it.
 *
 * @returns The agent as it was: when it was disabled already, there is nothing more to do and nothing to record.
 * @throws NOT_FOUND, CONFIG_OWNED; FORBIDDEN when `by` may not manage agents.
 */
export async function markAgentDisabled(tx: Tx, by: By, agentId: string): Promise<Agent> {
  await lockPeopleFor(tx, by, "manage_agents");
  const before = await lockAgent(tx, by, agentId);
  await tx.$executeRaw`UPDATE agent SET state = 'disabled', disabled_at = clock_timestamp()
    WHERE id = ${agentId}::uuid AND state = 'active'`;
  return before;
}
