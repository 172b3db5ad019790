import { LRUCache } from "lru-cache";
import { AppError, shared } from "../base/index";

type Span = { failures: number; endsAt: number };

export type FailureGate = {
  /** Throws RATE_LIMITED while this key has used up its failures. */
  check(key: string): void;
  /** Counts a failure. */
  count(key: string): void;
};

/**
 * Counts failures by key on this instance, and refuses further attempts of a key that had too many. Only failures
 * count: whoever comes with what is valid is never slowed down by it.
 *
 * @param name Unique in the code base.
 * @param limit So many failures within so many seconds of the first.
 */
export function failureGate(name: string, limit: { most: number; seconds: number }): FailureGate {
  const spans = () => shared(`tokens.failures.${name}`, () => new LRUCache<string, Span>({ max: 10_000 }));
  return {
    check(key) {
      const span = spans().get(key);
      const wait = span ? span.endsAt - performance.now() : 0;
      if (!span || wait <= 0 || span.failures < limit.most) return;
      const retryAfterSeconds = Math.ceil(wait / 1000);
      throw new AppError("RATE_LIMITED", `Too many invalid credentials. Try again in ${retryAfterSeconds} s.`, {
        retryAfterSeconds,
      });
    },
    count(key) {
      const span = spans().get(key);
      const now = performance.now();
      if (span && span.endsAt > now) span.failures += 1;
      else spans().set(key, { failures: 1, endsAt: now + limit.seconds * 1000 });
    },
  };
}
