import { inTransaction } from "../db/index";
import { actorId, type By, renameOrReassign } from "../identity/index";
import type { Agent } from "../identity/schema";
import { setDefaultCharter } from "../tasks/index";
import { forgetCredentials } from "./identify";
import type { AgentAmendment } from "./schema";
import { requireServers } from "./store";

/**
 * Changes an agent's name, owner, note or default charter. Its open tasks go on under the charters they have; a new
 * default counts for the tasks that are opened from now on.
 *
 * @throws NOT_FOUND, CONFIG_OWNED, NAME_TAKEN; INVALID_INPUT when the new owner is not active or a server is unknown;
 * FORBIDDEN when `by` may not manage agents.
 */
export async function changeAgent(by: By, agentId: string, amendment: AgentAmendment): Promise<Agent> {
  const { charter, ...change } = amendment;
  const agent = await inTransaction(async (tx) => {
    const after = await renameOrReassign(tx, by, { agentId, change });
    if (!charter) return after;
    await requireServers(
      charter.scope.map((part) => part.server),
      tx,
    );
    await setDefaultCharter(tx, { humanId: actorId(by) }, agentId, charter);
    return after;
  });
  forgetCredentials();
  return agent;
}
