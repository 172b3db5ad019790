import { record } from "../audit/index";
import { AppError, isId } from "../base/index";
import { inTransaction, type Tx } from "../db/index";
import { lockPeopleFor } from "./people-lock";
import type { SignedIn } from "./schema";
import { readHuman } from "./store";

/**
 * Revokes a passkey: nothing can be signed with it any more, and what was signed stays signed. One's own, or another
 * person's when one manages people. Doing it twice is harmless.
 *
 * @param reason For the log; empty when there is nothing to say.
 * @throws NOT_FOUND when the person has no such passkey; FORBIDDEN when it is another's and one may not.
 */
export async function revokePasskey(
  by: SignedIn,
  { humanId, passkeyId, reason }: { humanId: string; passkeyId: string; reason: string },
): Promise<void> {
  const own = humanId === by.human.id;
  await inTransaction(async (tx) => {
    if (!own) await lockPeopleFor(tx, by, "manage_people");
    const passkey = isId(passkeyId) && isId(humanId) ? await lockPasskey(tx, humanId, passkeyId) : undefined;
    const owner = passkey && (await readHuman(humanId, tx));
    if (!passkey || !owner)
      throw new AppError("NOT_FOUND", own ? "You have no such passkey." : "There is no such passkey.");
    if (passkey.revokedAt) return;
    await tx.$executeRaw`UPDATE passkey SET revoked_at = clock_timestamp(), revoked_by = ${by.human.id}::uuid,
      revoked_reason = ${reason} WHERE id = ${passkey.id}::uuid`;
    const facts = { person: { id: owner.id, email: owner.email }, passkey: passkey.id, name: passkey.name, reason };
    await record(tx, { kind: "passkey.revoked", humanId: by.human.id, facts });
  });
}

/** A signature that is being checked holds the row: it counts, or the revocation was first. */
async function lockPasskey(tx: Tx, humanId: string, id: string) {
  await tx.$queryRaw`SELECT 1 FROM passkey WHERE id = ${id}::uuid AND human_id = ${humanId}::uuid FOR UPDATE`;
  return (await tx.passkey.findFirst({ where: { id, humanId } })) ?? undefined;
}
