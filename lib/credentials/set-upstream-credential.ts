import { record } from "../audit/index";
import { AppError, equalSecret } from "../base/index";
import type { Tx } from "../db/index";
import { open } from "./open";
import { type UpstreamCredentialInput, upstreamCredentialSchema } from "./schema";
import { seal } from "./seal";
import { deleteSealed, findSealed, putSealed } from "./store";

/** Who changes a credential: a signed-in person, or null for the configuration file. */
export type HumanOrFile = { id: string } | null;

/**
 * Seals and stores the header that opens a server, over whatever was there. After the transaction has committed the
 * caller calls `forgetCredential`.
 *
 * @throws INVALID_INPUT when the header is not a credential's to set or the value is not one line of printable ASCII.
 * @throws CONFIG_OWNED when a person changes what the configuration file declares.
 */
export async function setUpstreamCredential(
  tx: Tx,
  human: HumanOrFile,
  serverId: string,
  input: UpstreamCredentialInput,
): Promise<void> {
  const credential = upstreamCredentialSchema.safeParse(input);
  // The issues of zod name the field and the rule, never the value.
  if (!credential.success) throw new AppError("INVALID_INPUT", credential.error.issues[0]?.message);
  await refuseConfigOwned(tx, human, serverId);
  const { header, value } = credential.data;
  if (!human && (await isUnchanged(tx, serverId, credential.data))) return;
  await putSealed(tx, { serverId, header, sealed: seal(serverId, value), source: human ? "page" : "config" });
  await record(tx, { kind: "server.credential_set", serverId, humanId: human?.id, facts: { header } });
}

/**
 * Removes a server's credential; harmless when there is none. After the transaction has committed the caller calls
 * `forgetCredential`.
 *
 * @throws CONFIG_OWNED when a person removes what the configuration file declares.
 */
export async function removeUpstreamCredential(tx: Tx, human: HumanOrFile, serverId: string): Promise<void> {
  await refuseConfigOwned(tx, human, serverId);
  if (!(await deleteSealed(tx, serverId))) return;
  await record(tx, { kind: "server.credential_removed", serverId, humanId: human?.id, facts: {} });
}

/** The configuration file says the same thing at every start; only a change is an event. */
async function isUnchanged(tx: Tx, serverId: string, wanted: UpstreamCredentialInput): Promise<boolean> {
  const row = await findSealed(serverId, tx);
  if (row?.source !== "config" || row.header !== wanted.header) return false;
  try {
    return equalSecret(open(serverId, row.sealed), wanted.value);
  } catch {
    return false; // sealed with another key: seal it anew
  }
}

async function refuseConfigOwned(tx: Tx, human: HumanOrFile, serverId: string): Promise<void> {
  if (human && (await findSealed(serverId, tx))?.source === "config") throw new AppError("CONFIG_OWNED");
}
