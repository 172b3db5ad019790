import { LRUCache } from "lru-cache";
import { shared } from "../base/index";

/** Whether a legacy server hands out sessions, as far as this process has seen; keyed by id and address. */
const beliefs = shared<LRUCache<string, boolean>>("servers.beliefs", () => new LRUCache({ max: 5000 }));

type Server = { id: string; url: string };
const keyOf = ({ id, url }: Server) => `${id} ${url}`;

/** Remembers whether a server handed out a session. */
export function noteSessions(server: Server, hasSessions: boolean): void {
  beliefs.set(keyOf(server), hasSessions);
}

/** Forgets it: the server did not behave that way. */
export function forgetSessions(server: Server): void {
  beliefs.delete(keyOf(server));
}

/** True when a server is known to keep no sessions: then a call needs no handshake. */
export function isStateless(server: Server): boolean {
  return beliefs.get(keyOf(server)) === false;
}
