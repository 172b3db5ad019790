import { isIP } from "node:net";

/**
 * The part of the network that an address is in: the first three numbers of IPv4, the first 48 bits of IPv6. One host may
 * change its last digits without being somewhere else.
 */
export function networkOf(address: string | null): string {
  const plain = (address ?? "").replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
  if (isIP(plain) === 4) return `${plain.split(".").slice(0, 3).join(".")}.0/24`;
  if (isIP(plain) === 6) return `${groupsOf(plain).slice(0, 3).join(":")}::/48`;
  return "an unknown network";
}

/** All eight groups of an IPv6 address, the left-out zeros written again. */
function groupsOf(address: string): string[] {
  const [head = "", tail] = address.toLowerCase().split("::");
  const front = head === "" ? [] : head.split(":");
  const back = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : 8 - front.length - back.length;
  return [...front, ...Array.from({ length: Math.max(0, zeros) }, () => "0"), ...back].map((group) =>
    group.replace(/^0+(?=.)/, ""),
  );
}
