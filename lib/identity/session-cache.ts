import { LRUCache } from "lru-cache";
import { shared } from "../base/index";

/** How long an answer about a session or a token is repeated without asking the database. */
const FRESH_MS = 900;
const ENTRIES = 10_000;

export type Cache<T extends object> = {
  /** The answer from at most 0.9 s ago, or a new one. Askers at the same moment share one question. */
  read(key: string): Promise<T>;
  /** Forgets every answer: somebody's standing has just changed, by this process. */
  clear(): void;
};

/**
 * Makes a cache that all module graphs of this process share. An answer's age counts from when its question was asked,
 * so that what was committed a second ago is seen. A question that failed is asked again.
 *
 * @param name Unique in the code base.
 */
export function cacheOf<T extends object>(name: string, ask: (key: string) => Promise<T>): Cache<T> {
  const answers = () =>
    shared(`cache ${name}`, () => new LRUCache<string, Promise<T>>({ max: ENTRIES, ttl: FRESH_MS, ttlResolution: 0 }));
  return {
    read(key) {
      const present = answers().get(key);
      if (present) return present;
      const asked = ask(key);
      answers().set(key, asked);
      asked.catch(() => answers().peek(key) === asked && answers().delete(key));
      return asked;
    },
    clear: () => answers().clear(),
  };
}
