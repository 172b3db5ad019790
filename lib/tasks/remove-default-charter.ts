import { record } from "../audit/index";
import type { Tx } from "../db/index";

/**
 * Takes the default charter from an agent: from now on it must send one. Its open tasks go on under the charters they
 * have, and the charter itself stays, as every charter does.
 *
 * @returns Whether it had one.
 */
export async function removeDefaultCharter(tx: Tx, by: { humanId?: string }, agentId: string): Promise<boolean> {
  const { count } = await tx.defaultCharter.deleteMany({ where: { agentId } });
  if (count > 0) await record(tx, { kind: "agent.charter_removed", agentId, humanId: by.humanId, facts: {} });
  return count > 0;
}
