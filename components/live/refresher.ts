import type { Query, QueryClient } from "@tanstack/react-query";
import type { LiveEvent } from "@/lib/live/schema";
import { oldBy } from "./invalidations";

/** The least time between two askings for the same answer, in milliseconds. */
const PACE = { now: 100, calmly: 1000, hidden: 3000 } as const;
/** A list of more pages than this is asked for anew page by page: that may wait. */
const PAGES_QUICK = 2;

type Turn = { askedAt: number; timer?: ReturnType<typeof setTimeout>; asking: boolean; again: number | null };

/**
 * Asks again for what events have made old: at once the first time, then at the pace that each kind of answer deserves,
 * and never two at a time. What came while an answer was under way is asked for after it.
 */
export class Refresher {
  readonly #client: QueryClient;
  readonly #turns = new Map<string, Turn>();

  constructor(client: QueryClient) {
    this.#client = client;
  }

  take(events: readonly LiveEvent[]): void {
    if (events.length === 0) return;
    for (const query of this.#client.getQueryCache().getAll()) {
      const [name, input] = query.queryKey;
      if (typeof name !== "string") continue;
      const how = oldBy(events, { name, input, data: query.state.data });
      if (how) this.#refresh(query, paceOf(query, how));
    }
  }

  /** Asks again for everything: nobody can say what was missed. */
  takeAll(): void {
    void this.#client.invalidateQueries();
  }

  stop(): void {
    for (const turn of this.#turns.values()) clearTimeout(turn.timer);
    this.#turns.clear();
  }

  #refresh(query: Query, pace: number): void {
    const turn = this.#turns.get(query.queryHash) ?? { askedAt: Number.NEGATIVE_INFINITY, asking: false, again: null };
    this.#turns.set(query.queryHash, turn);
    if (turn.asking) {
      turn.again = Math.min(turn.again ?? pace, pace);
      return;
    }
    if (turn.timer !== undefined) return;
    turn.timer = setTimeout(() => void this.#ask(query, turn), Math.max(0, turn.askedAt + pace - performance.now()));
  }

  async #ask(query: Query, turn: Turn): Promise<void> {
    turn.timer = undefined;
    turn.askedAt = performance.now();
    turn.asking = true;
    // Somebody else's asking, under way before this event was heard, may bring what was there before it.
    turn.again = query.state.fetchStatus === "fetching" ? PACE.now : null;
    try {
      // Not cancelled by the next event: with events all the time no answer would ever arrive.
      await this.#client.invalidateQueries({ queryKey: query.queryKey, exact: true }, { cancelRefetch: false });
    } finally {
      turn.asking = false;
      if (turn.again !== null) this.#refresh(query, turn.again);
      else if (!query.isActive()) this.#turns.delete(query.queryHash);
    }
  }
}

function paceOf(query: Query, how: "now" | "calmly"): number {
  if (typeof document !== "undefined" && document.hidden) return PACE.hidden;
  const pages = (query.state.data as { pages?: unknown[] } | undefined)?.pages?.length ?? 1; // of a list that grows
  return pages > PAGES_QUICK ? PACE.calmly : PACE[how];
}
