import type { IncomingMessage } from "node:http";
import { isSameOrigin } from "../base/index";
import { humanFromCookies, sessionsAlive } from "../identity/index";
import type { SignedIn } from "../identity/schema";

/**
 * Why a handshake is refused, or null. Browsers connect a WebSocket to any site, with its cookies: only what says that
 * it comes from one of our own pages is let in.
 */
export async function refusalOf(request: IncomingMessage, publicUrl: string): Promise<string | null> {
  if (!isSameOrigin(request.headers, publicUrl)) return "CROSS_SITE";
  try {
    return (await humanFromCookies(request.headers.cookie, "page")) ? null : "NOT_SIGNED_IN";
  } catch {
    return "UNAVAILABLE"; // the database is away: the browser tries again
  }
}

/** Who connects, asked of the database itself: somebody who was disabled a moment ago is nobody. */
export async function personOf(request: IncomingMessage): Promise<SignedIn | null> {
  const known = await humanFromCookies(request.headers.cookie, "page");
  return known && ((await sessionsAlive([known.sessionHash])).get(known.sessionHash) ?? null);
}
