import { record } from "../audit/index";
import type { Tx } from "../db/index";
import { credentialKindSchema } from "./schema";
import { listRows, markRevoked } from "./store";

/**
 * Revokes every secret and key that the configuration file gave an agent which it no longer declares. Its caller
 * disables the agent in the same transaction, which ends the tokens got by them, and forgets credentials afterwards.
 */
export async function undeclareCredentials(tx: Tx, agentId: string): Promise<void> {
  const declared = (await listRows(agentId, tx)).filter((row) => row.source === "config" && row.revokedAt === null);
  for (const { id, kind, hint } of declared) {
    await markRevoked(tx, id);
    const facts = { kind: credentialKindSchema.parse(kind), hint };
    await record(tx, { kind: "agent.credential_revoked", agentId, facts });
  }
}
