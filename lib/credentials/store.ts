import { isId } from "../base/index";
import { db, type Tx } from "../db/index";

export type SealedCredential = { header: string; sealed: string; source: string; updatedAt: Date };

/** Reads a server's sealed credential; null when it has none, and for what is no id at all. */
export async function findSealed(serverId: string, tx?: Tx): Promise<SealedCredential | null> {
  if (!isId(serverId)) return null;
  return (tx ?? db()).upstreamCredential.findUnique({
    where: { serverId },
    select: { header: true, sealed: true, source: true, updatedAt: true },
  });
}

/** Writes a server's sealed credential over whatever was there. */
export async function putSealed(
  tx: Tx,
  row: { serverId: string; header: string; sealed: string; source: string },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO upstream_credential (server_id, header, sealed, source)
    VALUES (${row.serverId}::uuid, ${row.header}, ${row.sealed}, ${row.source})
    ON CONFLICT (server_id) DO UPDATE SET header = excluded.header, sealed = excluded.sealed,
      source = excluded.source, updated_at = clock_timestamp()`;
}

/** Deletes a server's credential. Tells whether there was one. */
export async function deleteSealed(tx: Tx, serverId: string): Promise<boolean> {
  const { count } = await tx.upstreamCredential.deleteMany({ where: { serverId } });
  return count > 0;
}
