import { record } from "../audit/index";
import type { Tx } from "../db/index";
import { lockAgent } from "./agent-store";
import { actorId, type By, lockPeopleFor } from "./people-lock";
import type { Agent } from "./schema";

/**
 * Lets a disabled agent come again, with the credentials that were not revoked. Its ended tasks stay ended: opening a
 * charter again asks a person.
 *
 * @throws NOT_FOUND, CONFIG_OWNED; FORBIDDEN when `by` may not manage agents.
 */
export async function enableAgent(tx: Tx, by: By, agentId: string): Promise<Agent> {
  await lockPeopleFor(tx, by, "manage_agents");
  const before = await lockAgent(tx, by, agentId);
  if (before.state === "active") return before;
  await tx.$executeRaw`UPDATE agent SET state = 'active', disabled_at = NULL WHERE id = ${agentId}::uuid`;
  await record(tx, { kind: "agent.enabled", agentId, humanId: actorId(by), facts: {} });
  return { ...before, state: "active", disabledAt: null };
}
