import type { CredentialView } from "./schema";
import { findSealed } from "./store";

/** Says which header opens a server and since when, or null when none is set. Never the value. */
export async function describeCredential(serverId: string): Promise<CredentialView | null> {
  const row = await findSealed(serverId);
  return row && { header: row.header, updatedAt: row.updatedAt.toISOString() };
}
