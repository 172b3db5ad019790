import { sessionsAlive } from "../identity/index";
import type { SignedIn } from "../identity/schema";
import { type Room, roomsOf } from "./audience";

/** What of a socket its standing decides. */
export type Listener = {
  readonly data: { signedIn: SignedIn };
  readonly rooms: ReadonlySet<string>;
  join(room: string): unknown;
  leave(room: string): unknown;
  disconnect(close: boolean): unknown;
};

/**
 * Looks at the sessions of all sockets with one question: ends those that are over, and gives the others the rooms of
 * their present roles. When nobody can say how they stand, all of them end: they come back when that can be said.
 */
export async function recheck(listeners: readonly Listener[]): Promise<void> {
  if (listeners.length === 0) return;
  const alive = await sessionsAlive([...new Set(listeners.map(({ data }) => data.signedIn.sessionHash))]).catch(
    () => new Map<string, SignedIn>(),
  );
  for (const listener of listeners) {
    const now = alive.get(listener.data.signedIn.sessionHash);
    if (now) takeRooms(listener, now);
    else listener.disconnect(true);
  }
}

const ROOMS: readonly Room[] = ["everyone", "people"];

/** Puts a socket into the rooms of somebody's standing, and out of all others. */
export function takeRooms(listener: Listener, signedIn: SignedIn): void {
  listener.data.signedIn = signedIn;
  const rooms = roomsOf(signedIn);
  for (const room of ROOMS) if (!rooms.includes(room) && listener.rooms.has(room)) listener.leave(room);
  for (const room of rooms) if (!listener.rooms.has(room)) listener.join(room);
}
