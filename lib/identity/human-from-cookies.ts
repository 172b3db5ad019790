import { keepAwake, sessionIsAlive } from "./read-session";
import type { SignedIn } from "./schema";
import { sessionHashOf } from "./session-cookie";

/**
 * Tells who is signed in, from the Cookie header of a request or a socket's handshake.
 *
 * @param by `person` (default) keeps the session awake; `page` is for what a page asks by itself (refetches, sockets).
 * @returns Null when nobody is. The answer is at most a second old.
 * @throws UNAVAILABLE when the database cannot be asked.
 */
export async function humanFromCookies(
  cookieHeader: string | undefined | null,
  by: "person" | "page" = "person",
): Promise<SignedIn | null> {
  const hash = await sessionHashOf(cookieHeader);
  if (!hash) return null;
  return by === "person" ? keepAwake(hash) : sessionIsAlive(hash);
}
