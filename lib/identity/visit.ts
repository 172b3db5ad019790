import type { IncomingMessage } from "node:http";
import { identitySettings } from "./settings";
import type { Visitor } from "./start-session";

/** Headers that only our own server sets, for the pages: where a request came from, and which page it asks for. */
const ADDRESS = "x-countersign-address";
const PATH = "x-countersign-path";

/** One request to the sign-in routes: where it came from and what it brought. */
export type Visit = {
  visitor: Visitor;
  cookieHeader: string | null;
  /** Set when a sign-out could not be stored. */
  failed: boolean;
};

/**
 * Marks a request before the pages see it: headers of these names from outside are replaced. Called by server.ts for
 * every request that goes to Next.
 */
export function markVisit(request: IncomingMessage): void {
  const address = addressOf(request);
  delete request.headers[ADDRESS];
  if (address) request.headers[ADDRESS] = address;
  request.headers[PATH] = request.url ?? "/";
}

/**
 * The address a request came from: the connection's own, or what the last of our own proxies said it was.
 * X-Forwarded-For is anybody's to write, so no more of its entries count than proxies of ours stand before us.
 *
 * @returns Null when the connection is gone.
 */
export function addressOf(request: Pick<IncomingMessage, "headers" | "socket">): string | null {
  const { proxies } = identitySettings();
  const forwarded = [request.headers["x-forwarded-for"] ?? []].flat().join(",").split(",");
  const hops = [...forwarded.map((hop) => hop.trim()), request.socket.remoteAddress ?? ""].filter(Boolean);
  return hops.at(-1 - proxies) ?? hops[0] ?? null;
}

/** Reads what markVisit wrote. */
export function visitOf(headers: Headers): Visit {
  const visitor = { address: headers.get(ADDRESS), agent: headers.get("user-agent") };
  return { visitor, cookieHeader: headers.get("cookie"), failed: false };
}

/** The page that a request asks for, with its query; "/" when nobody marked it. */
export const pathOf = (headers: Headers): string => headers.get(PATH) ?? "/";

/** What the sign-in routes answer to; the library offers more, which nobody here needs and strangers could use. */
const ROUTES: readonly RegExp[] = [
  /^GET csrf$/,
  /^GET (?:signin|error)$/,
  /^POST callback\/(?:password|link)$/,
  /^POST signin\/oidc$/,
  /^GET callback\/oidc$/,
  /^POST signout$/,
];

/** Tells whether a request to the sign-in routes is one of those we use. */
export function isAuthRoute(method: string, segments: readonly string[]): boolean {
  const route = `${method} ${segments.join("/")}`;
  return ROUTES.some((known) => known.test(route));
}
