import type { RecordedAllow, RecordedInventory } from "../audit/index";
import { open } from "./open";
import { keepOpened, type Opened, recallOpened } from "./opened";
import { SecretHeaders } from "./secret-headers";
import { findSealed } from "./store";

/**
 * Lends a server's credential to the requests of exactly one recorded call, or of one recorded look at the server.
 * A server without a credential lends empty headers. Opened values stay in memory for at most 60 s.
 *
 * @param evidence What was recorded; it must be about this server.
 * @throws CREDENTIAL_MISSING when the stored credential cannot be opened.
 */
export async function lend(serverId: string, evidence: RecordedAllow | RecordedInventory): Promise<SecretHeaders> {
  if (evidence.serverId !== serverId) throw new Error("the record is about another server");
  const kept = recallOpened(serverId) ?? (await keepOpened(serverId, () => readOpened(serverId)));
  return new SecretHeaders(serverId, kept.credential);
}

async function readOpened(serverId: string): Promise<Opened> {
  const row = await findSealed(serverId);
  return row && { header: row.header, value: open(serverId, row.sealed) };
}
