import { record } from "../audit/index";
import { AppError, isId } from "../base/index";
import { inTransaction } from "../db/index";
import { toPasskeyRow } from "./passkey-store";
import type { PasskeyRow, SignedIn } from "./schema";

/**
 * Gives one of one's own passkeys another name. The same name again changes nothing.
 *
 * @throws NOT_FOUND when it is not one's own.
 */
export async function renamePasskey(signedIn: SignedIn, passkeyId: string, name: string): Promise<PasskeyRow> {
  const { id, email } = signedIn.human;
  return inTransaction(async (tx) => {
    const where = { id: passkeyId, humanId: id };
    const passkey = isId(passkeyId) ? await tx.passkey.findFirst({ where }) : null;
    if (!passkey) throw new AppError("NOT_FOUND", "You have no such passkey.");
    if (passkey.name === name) return toPasskeyRow(passkey);
    const facts = { person: { id, email }, passkey: passkey.id, before: passkey.name, after: name };
    await record(tx, { kind: "passkey.renamed", humanId: id, facts });
    return toPasskeyRow(await tx.passkey.update({ where: { id: passkey.id }, data: { name } }));
  });
}
