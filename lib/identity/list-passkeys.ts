import { AppError, isId } from "../base/index";
import { readPasskeys } from "./passkey-store";
import { type PasskeyPlace, type PasskeyRow, passkeyPlace, type SignedIn } from "./schema";
import { identitySettings } from "./settings";
import { readHuman } from "./store";

/** Lists one's own passkeys, revoked ones too, the newest first, and where passkeys work here; at most 200. */
export async function listPasskeys(signedIn: SignedIn): Promise<{ items: PasskeyRow[]; place: PasskeyPlace }> {
  return { items: await readPasskeys(signedIn.human.id), place: passkeyPlace(identitySettings().publicUrl) };
}

/**
 * Lists the passkeys of anybody. The caller has checked that whoever asks may manage people.
 *
 * @throws NOT_FOUND when there is no such person.
 */
export async function listPasskeysOf(humanId: string): Promise<PasskeyRow[]> {
  const human = isId(humanId) ? await readHuman(humanId) : null;
  if (!human) throw new AppError("NOT_FOUND", "There is no such person.");
  return readPasskeys(humanId);
}
