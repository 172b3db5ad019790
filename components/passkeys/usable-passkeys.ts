import type { OutputOf, PasskeyRow } from "@/lib/api/schema";
import type { Sign } from "@/lib/policy/schema";

/** The passkeys that can sign at this address. */
export const usablePasskeys = ({ items, place }: OutputOf<"listPasskeys">): PasskeyRow[] =>
  items.filter((passkey) => passkey.revokedAt === null && passkey.rpId === place.rpId);

/** Why somebody has no passkey to sign with as a rule asks; null when they have one. */
export function sayMissing(passkeys: OutputOf<"listPasskeys">, sign: Sign): string | null {
  const usable = usablePasskeys(passkeys);
  if (usable.length === 0) return "This takes your passkey, and you have none yet.";
  if (sign !== "device_passkey" || usable.some((passkey) => passkey.deviceBound)) return null;
  return "This takes a passkey that cannot leave its device, and yours are synced.";
}
