import { db, isOutage, outage } from "../db/index";
import { readSessions } from "./read-sessions";
import type { SignedIn } from "./schema";
import { cacheOf } from "./session-cache";
import { identitySettings } from "./settings";

/** A session's row is touched at most this often, so that reading pages does not write at every request. */
const TOUCH_SECONDS = 60;

type Answer = { signedIn: SignedIn | null; touchDue: boolean };
const sessions = cacheOf<Answer>("sessions", askDatabase);

/**
 * Tells who a session belongs to, if it is alive: not ended, not idle too long, not over, its person active. The
 * answer is at most a second old. Asking does not keep the session awake: sockets ask all the time.
 *
 * @param sessionHash SHA-256 of the session's id, hex.
 * @throws UNAVAILABLE when the database cannot be asked.
 */
export async function sessionIsAlive(sessionHash: string): Promise<SignedIn | null> {
  return (await sessions.read(sessionHash)).signedIn;
}

/** The same for something a person did: it keeps the session awake. */
export async function keepAwake(sessionHash: string): Promise<SignedIn | null> {
  const answer = await sessions.read(sessionHash);
  if (!answer.signedIn || !answer.touchDue) return answer.signedIn;
  answer.touchDue = false;
  await orUnavailable(
    db().$executeRaw`UPDATE session SET seen_at = clock_timestamp() WHERE hash = ${sessionHash} AND ended_at IS NULL`,
  );
  return answer.signedIn;
}

/** Makes this process ask again: somebody's standing has just changed. Other instances notice within a second. */
export const forgetSessions = (): void => sessions.clear();

/**
 * Tells who each of many sessions belongs to, for those that are alive; asked of the database at once, past the cache.
 * For sockets, which are all looked at every second.
 *
 * @throws UNAVAILABLE when the database cannot be asked.
 */
export async function sessionsAlive(hashes: readonly string[]): Promise<Map<string, SignedIn>> {
  const alive = await orUnavailable(readSessions(hashes));
  return new Map([...alive].map(([hash, { signedIn }]) => [hash, signedIn]));
}

async function askDatabase(hash: string): Promise<Answer> {
  const found = (await orUnavailable(readSessions([hash]))).get(hash);
  if (!found) return { signedIn: null, touchDue: false };
  const touchDue = found.quietSeconds > Math.min(TOUCH_SECONDS, identitySettings().idleSeconds / 4);
  return { signedIn: found.signedIn, touchDue };
}

/** Says an outage as one: nobody is signed out because the database is away. */
export async function orUnavailable<T>(question: Promise<T>): Promise<T> {
  try {
    return await question;
  } catch (error) {
    throw isOutage(error) ? outage(error, "try again in a moment.") : error;
  }
}
