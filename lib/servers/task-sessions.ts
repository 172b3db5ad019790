import { LRUCache } from "lru-cache";
import { recordedInventory } from "../audit/index";
import { shared } from "../base/index";
import { lend } from "../credentials/index";
import { endSession, type LegacySpeech, type NotOpened, openSession } from "./open-session";
import type { Destination } from "./post-upstream";
import { isStateless, noteSessions } from "./session-belief";

/** One session per server and task: what one task leaves behind in a session, no other task meets. */
type Kept = {
  taskId: string;
  server: Destination["server"];
  opening: Promise<LegacySpeech | NotOpened>;
  isOpen?: boolean;
  /** The server has forgotten it, or there never was one: nothing is left to end. */
  isOver?: boolean;
};

const MAX_SESSIONS = 2000;
const IDLE_MS = 30 * 60_000;
/** How a session may be opened. `mayWrite` is asked before the handshake goes out, with the credential in it. */
export type Opening = { mayWrite: () => boolean; milliseconds: number };

const sessions = () =>
  shared("servers.sessions", () => {
    return new LRUCache<string, Kept>({
      max: MAX_SESSIONS,
      ttl: IDLE_MS,
      updateAgeOnGet: true,
      dispose: (kept, _key, reason) => {
        if (reason !== "set") void endKept(kept);
      },
    });
  });

const keyOf = (server: Destination["server"], taskId: string) => `${server.id} ${server.url} ${taskId}`;

/** Whether a task's calls to a legacy server can go at once: in the session they have, or without any. */
export function isSessionOpen(server: Destination["server"], taskId: string): boolean {
  return isStateless(server) || sessions().peek(keyOf(server, taskId))?.isOpen === true;
}

/**
 * The session in which a task's calls go to a legacy server, opened when there is none. A server that gives no session
 * is remembered as one that keeps none.
 */
export function sessionFor(to: Destination, taskId: string, how: Opening): Promise<LegacySpeech | NotOpened> {
  const key = keyOf(to.server, taskId);
  const present = sessions().get(key);
  if (present) return present.opening;
  const kept: Kept = { taskId, server: to.server, opening: open(to, how) };
  sessions().set(key, kept);
  kept.opening.then((opened) => {
    if ("fault" in opened || opened.session === null) forget(key, kept);
    else kept.isOpen = true;
  });
  return kept.opening;
}

async function open(to: Destination, { mayWrite, milliseconds }: Opening): Promise<LegacySpeech | NotOpened> {
  const opened = await openSession(to, { deadline: performance.now() + milliseconds, mayWrite });
  if ("fault" in opened) return opened;
  noteSessions(to.server, opened.speech.session !== null);
  return opened.speech;
}

/** Forgets a session that its server no longer knows, unless another call has replaced it already. */
export async function dropSession(server: Destination["server"], taskId: string, speech: LegacySpeech): Promise<void> {
  const key = keyOf(server, taskId);
  const kept = sessions().peek(key);
  if (kept && (await kept.opening) === speech) forget(key, kept);
}

/** Removes an entry without ending its session. */
function forget(key: string, kept: Kept): void {
  if (sessions().peek(key) !== kept) return;
  kept.isOver = true;
  sessions().delete(key);
}

/** Ends the upstream sessions of a task that has ended. Best effort, never throws. */
export async function closeSessions(taskId: string): Promise<void> {
  for (const [key, kept] of [...sessions().entries()]) {
    if (kept.taskId === taskId) sessions().delete(key); // dispose ends it
  }
}

async function endKept({ server, opening, isOver }: Kept): Promise<void> {
  if (isOver) return;
  try {
    const speech = await opening;
    if ("fault" in speech || speech.session === null) return;
    // Housekeeping of the connection, as an inventory is: no tool runs by it.
    const secretHeaders = await lend(server.id, recordedInventory(server.id));
    await endSession({ server, secretHeaders }, speech);
  } catch {
    // the server forgets the session by itself
  }
}
