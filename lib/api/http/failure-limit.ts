import { LRUCache } from "lru-cache";
import { AppError } from "../../base/index";

/** Counts events by key in windows of one minute, in this process. */
export class FailureLimit {
  readonly #most: number;
  readonly #counts: LRUCache<string, { count: number; endsAt: number }>;

  /** @param most How many a minute are let through for one key. */
  constructor(most: number) {
    this.#most = most;
    this.#counts = new LRUCache({ max: 10_000, ttl: 60_000 });
  }

  /** Counts one more. Tells whether it is within the limit. */
  count(key: string): boolean {
    const now = performance.now();
    const window = this.#counts.get(key);
    if (!window || window.endsAt <= now) {
      this.#counts.set(key, { count: 1, endsAt: now + 60_000 });
      return true;
    }
    window.count += 1;
    return window.count <= this.#most;
  }

  /** Refuses a key that is over its limit already. @throws RATE_LIMITED with `retryAfterSeconds`. */
  refuse(key: string, sentence: string): void {
    const window = this.#counts.get(key);
    const left = window ? window.endsAt - performance.now() : 0;
    if (!window || left <= 0 || window.count < this.#most) return;
    throw new AppError("RATE_LIMITED", sentence, { retryAfterSeconds: Math.ceil(left / 1000) });
  }
}
