import { lookup as systemLookup } from "node:dns";
import { BlockList, isIP, isIPv4, type LookupFunction } from "node:net";
import { AppError } from "./errors";
import { shared } from "./shared";

/**
 * Networks that no address given to us by a person, a file or a server may lead to: this machine, the networks around
 * it, metadata services, and ranges that stand for no host on the internet.
 * Source: IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890).
 */
const REFUSED_V4 = `0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24
  192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4`;
const REFUSED_V6 = `::/128 ::1/128 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 5f00::/16
  fc00::/7 fe80::/10 fec0::/10 ff00::/8`;
const LOOPBACK = ["127.0.0.0/8", "::1/128"];

type Egress = { refused: BlockList; allowed: BlockList };
const egress = () => shared<{ rules: Egress }>("egress", () => ({ rules: makeRules([]) }));

/**
 * Says which otherwise refused networks may be reached. Until it is called, none may.
 *
 * @param allowedRanges Addresses or networks in CIDR notation that the operator listed.
 * @param loopback Whether this machine's own loopback may be reached: only where nobody else can reach us either.
 * Throws a plain Error that names the first range that is none.
 */
export function configureEgress({
  allowedRanges,
  loopback,
}: {
  allowedRanges: readonly string[];
  loopback: boolean;
}): void {
  egress().rules = makeRules(loopback ? [...allowedRanges, ...LOOPBACK] : allowedRanges);
}

function makeRules(allowedRanges: readonly string[]): Egress {
  return { refused: blockListOf(`${REFUSED_V4} ${REFUSED_V6}`.split(/\s+/)), allowed: blockListOf(allowedRanges) };
}

function blockListOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = "", bits] = range.split("/");
    const version = isIP(address);
    const prefix = bits === undefined ? (version === 4 ? 32 : 128) : Number(bits);
    if (version === 0 || !Number.isInteger(prefix) || prefix < 0 || prefix > (version === 4 ? 32 : 128)) {
      throw new Error(`"${range}" is not an address or a network in CIDR notation, such as 10.1.0.0/16`);
    }
    list.addSubnet(address, prefix, version === 4 ? "ipv4" : "ipv6");
  }
  return list;
}

/** Tells whether an IP address may be connected to. Anything that is not an IP address may not. */
export function isAllowedAddress(address: string): boolean {
  const plain = withoutEnvelope(address);
  const version = isIP(plain);
  if (version === 0) return false;
  const family = version === 4 ? "ipv4" : "ipv6";
  const { refused, allowed } = egress().rules;
  return !refused.check(plain, family) || allowed.check(plain, family);
}

/**
 * Takes an IPv4 address out of the IPv6 forms that carry one (mapped, compatible, NAT64), in which it would pass as
 * something else.
 * Source: RFC 4291 §2.5.5, RFC 6052 §2.1.
 */
function withoutEnvelope(address: string): string {
  const bare = address.replace(/^\[|\]$/g, "").replace(/%.*$/, "");
  if (isIPv4(bare) || isIP(bare) === 0) return bare;
  const [high, low] = groupsOf(bare);
  const carries = ["0:0:0:0:0:ffff", "0:0:0:0:0:0", "64:ff9b:0:0:0:0"].includes(
    high.map((n) => n.toString(16)).join(":"),
  );
  const [a = 0, b = 0] = low;
  // ::0 and ::1 are IPv6's own unspecified and loopback addresses
  if (!carries || (high.every((n) => n === 0) && a === 0 && b <= 1)) return bare;
  return `${a >> 8}.${a & 255}.${b >> 8}.${b & 255}`;
}

/** The first six and the last two 16-bit groups of an IPv6 address; the URL parser writes them all in one form. */
function groupsOf(address: string): [number[], number[]] {
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [head = "", tail] = canonical.split("::");
  const parse = (part: string) => (part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16)));
  const start = parse(head);
  const end = tail === undefined ? [] : parse(tail);
  const groups = [...start, ...Array<number>(8 - start.length - end.length).fill(0), ...end];
  return [groups.slice(0, 6), groups.slice(6)];
}

/**
 * Checks the text of an outbound address before anything is resolved: http or https, no credentials, no fragment, and
 * no literal address in a refused network. The URL parser has by then turned decimal, octal, hexadecimal and short
 * forms of IPv4 into the usual one.
 *
 * @throws ADDRESS_REFUSED with a sentence that says why.
 * Source: WHATWG URL Standard §3.5 (host parsing).
 */
export function checkAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url) throw refusal("That is not an address. Write it whole, such as https://mcp.example.com/mcp.");
  if (url.protocol !== "http:" && url.protocol !== "https:") throw refusal("Only http and https addresses are called.");
  if (url.username || url.password)
    throw refusal("Leave the credentials out of the address; there is a field for them.");
  if (url.hash) throw refusal("Leave the part after # out of the address; it is never sent.");
  if (isIP(bareHost(url.hostname)) && !isAllowedAddress(url.hostname)) throw notPublic(url.hostname);
  return url;
}

/**
 * A `lookup` for sockets: resolves a name and hands on the addresses only when every one of them may be reached. The
 * socket connects to exactly what was checked, so a name cannot change its mind in between.
 */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  systemLookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, "", 0);
    const [first] = addresses;
    if (!first || !addresses.every(({ address }) => isAllowedAddress(address)))
      return callback(notPublic(hostname), "", 0);
    if (options.all) return callback(null, addresses);
    return callback(null, first.address, first.family);
  });
};

/** Refuses a literal address, which sockets connect to without asking their `lookup`. Names pass. */
export function checkLiteral(hostname: string): AppError | null {
  return isIP(bareHost(hostname)) && !isAllowedAddress(hostname) ? notPublic(hostname) : null;
}

const bareHost = (hostname: string) => hostname.replace(/^\[|\]$/g, "");

function notPublic(host: string): AppError {
  return refusal(
    `${host} leads to this machine or into a private network. An operator can allow that network by listing it.`,
  );
}

function refusal(sentence: string): AppError {
  return new AppError("ADDRESS_REFUSED", sentence);
}
