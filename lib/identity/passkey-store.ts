import type { Passkey } from "../../generated/prisma/client";
import type { Tx } from "../db/index";
import { db } from "../db/index";
import type { PasskeyRow } from "./schema";

/** A passkey with the name of whoever revoked it. */
type Named = Passkey & { revokedByName?: string | null };

/** Leaves of a stored passkey what its owner and admins see. */
export function toPasskeyRow(row: Named): PasskeyRow {
  const { id, name, deviceBound, backedUp, aaguid, transports, rpId, createdAt, usedAt, revokedAt, revokedReason } =
    row;
  const shown = {
    id,
    name,
    deviceBound,
    backedUp,
    aaguid,
    transports,
    rpId,
    createdAt,
    usedAt,
    revokedAt,
    revokedReason,
  };
  return { ...shown, revokedBy: row.revokedByName ?? null };
}

/** A person's passkeys, the newest first, those that are revoked too; at most 200. */
export async function readPasskeys(humanId: string): Promise<PasskeyRow[]> {
  const rows = await db().passkey.findMany({
    where: { humanId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: 200,
  });
  const ids = [...new Set(rows.flatMap(({ revokedBy }) => revokedBy ?? []))];
  const people = await db().human.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  const nameOf = new Map(people.map(({ id, name }) => [id, name]));
  return rows.map((row) => toPasskeyRow({ ...row, revokedByName: row.revokedBy && nameOf.get(row.revokedBy) }));
}

/** The passkeys of a person that can sign now, at this name; locked when `tx` is to use one of them. */
export async function usablePasskeys(tx: Tx, humanId: string, rpId: string): Promise<Passkey[]> {
  return tx.passkey.findMany({ where: { humanId, rpId, revokedAt: null }, orderBy: { createdAt: "desc" } });
}
