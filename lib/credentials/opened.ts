import { LRUCache } from "lru-cache";
import { shared } from "../base/index";

/** A credential in clear. It lives in this process's memory only, and not for long. */
export type Opened = { header: string; value: string } | null;

/** How long an opened credential may stay in memory, in milliseconds. */
export const OPENED_MS = 60_000;

type Cache = { opened: LRUCache<string, { credential: Opened }>; changes: number };
const cache = shared<Cache>("credentials.opened", () => ({
  opened: new LRUCache({ max: 1000, ttl: OPENED_MS }),
  changes: 0,
}));

/** An opened credential that is still in memory. */
export function recallOpened(serverId: string): { credential: Opened } | undefined {
  return cache.opened.get(serverId);
}

/**
 * Reads and opens a credential, and keeps it, unless credentials changed while it was being read: then what was read
 * may already be the past, and only this one use gets it.
 */
export async function keepOpened(serverId: string, read: () => Promise<Opened>): Promise<{ credential: Opened }> {
  const { opened, changes } = cache;
  const kept = { credential: await read() };
  if (cache.changes === changes) opened.set(serverId, kept);
  return kept;
}

/**
 * Drops an opened credential from memory. To be called after a change has committed, here and wherever the log's
 * tail brings word of one.
 */
export function forgetCredential(serverId: string): void {
  cache.changes += 1;
  cache.opened.delete(serverId);
}
