import { plain, type Remark, warn } from "./rendering";

const RUNS_SOMETHING = new Set(["javascript:", "data:", "vbscript:", "file:", "blob:"]);

/** Says where an address really leads, where its text does not show that. Source: WHATWG URL. */
export function sayUrl(text: string): Remark[] {
  const url = parsed(text);
  if (!url) return [warn("This is no address that a browser would understand.")];
  const remarks: Remark[] = [];
  if (RUNS_SOMETHING.has(url.protocol)) remarks.push(warn(`The scheme ${url.protocol} does not lead to a host.`));
  if (url.username !== "" || url.password !== "")
    remarks.push(warn(`What stands before “@” is not where it leads: it leads to ${url.hostname}.`));
  remarks.push(...sayHost(text, url));
  if (url.protocol === "http:" && !isLocal(url.hostname)) remarks.push(plain("not encrypted"));
  if (/[\\]/.test(text)) remarks.push(warn("It holds a backslash, which browsers read as “/”."));
  return [...remarks, ...sayDecoded(url)];
}

function parsed(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

function sayHost(text: string, { hostname }: URL): Remark[] {
  if (hostname === "") return [];
  if (hostname.split(".").some((label) => label.startsWith("xn--")))
    return [warn(`The host is not written in plain letters: it is ${hostname}.`)];
  const written = text.toLowerCase().includes(hostname.replace(/^\[|\]$/g, ""));
  if (!written) return [warn(`The host is ${hostname}.`)];
  return isLocal(hostname) ? [plain("leads into this network")] : [];
}

/** Loopback, private and link-local addresses, which are inside the operator's network. */
function isLocal(host: string): boolean {
  return (
    host === "localhost" ||
    host.endsWith(".localhost") ||
    host.endsWith(".internal") ||
    /^(127|10)\.|^192\.168\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\.|^0\./.test(host) ||
    /^\[(::1|f[cd]|fe80)/i.test(host)
  );
}

function sayDecoded(url: URL): Remark[] {
  const rest = `${url.pathname}${url.search}${url.hash}`;
  const decoded = percentDecoded(rest);
  return decoded === null || decoded === rest ? [] : [plain(`decodes to ${decoded}`)];
}

/** A text without its percent signs; null when it has none that decode, or does not decode to text. */
export function percentDecoded(text: string): string | null {
  if (!/%[0-9a-f]{2}/i.test(text)) return null;
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
