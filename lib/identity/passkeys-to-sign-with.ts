import { AppError } from "../base/index";
import type { Tx } from "../db/index";
import { requirePlace } from "./begin-enrolment";
import { usablePasskeys } from "./passkey-store";
import { PASSKEY_SECONDS, type SigningOptions } from "./schema";

/**
 * Says what a browser is to sign bytes with: the passkeys of a person that may sign them.
 *
 * @param challenge The bytes, base64url.
 * @throws PASSKEY_MISSING when the person has none that may; PASSKEYS_UNAVAILABLE.
 */
export async function passkeysToSignWith(
  tx: Tx,
  { humanId, challenge, deviceBound }: { humanId: string; challenge: string; deviceBound: boolean },
): Promise<SigningOptions> {
  const { rpId } = requirePlace();
  const present = await usablePasskeys(tx, humanId, rpId);
  const fitting = present.filter((passkey) => passkey.deviceBound || !deviceBound);
  if (fitting.length === 0) throw new AppError("PASSKEY_MISSING", sayMissing(present.length > 0));
  return {
    challenge,
    rpId,
    allowCredentials: fitting.map(({ credentialId, transports }) => ({
      id: credentialId,
      type: "public-key",
      transports,
    })),
    userVerification: "required",
    timeout: PASSKEY_SECONDS * 1000,
  };
}

const sayMissing = (synced: boolean): string =>
  synced
    ? "A rule asks for a passkey that cannot leave its device, and yours are synced. Enrol such a one in Settings."
    : "You have no passkey yet. Enrol one in Settings.";
