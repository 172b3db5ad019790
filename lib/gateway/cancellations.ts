import type { RequestId } from "../mcp/index";

/** The requests under way, by who sent them and their id, so that a legacy client can cancel its own and no other's. */
export class Cancellations {
  readonly #running = new Map<string, AbortController>();

  /** Runs work that a `notifications/cancelled` from the same sender can end. */
  async run(sender: string, id: RequestId, work: (cancelled: AbortSignal) => Promise<void>): Promise<void> {
    const key = keyOf(sender, id);
    const controller = new AbortController();
    this.#running.set(key, controller);
    try {
      await work(controller.signal);
    } finally {
      if (this.#running.get(key) === controller) this.#running.delete(key);
    }
  }

  cancel(sender: string, id: RequestId): void {
    this.#running.get(keyOf(sender, id))?.abort();
  }
}

/** A text and a number are different ids. */
const keyOf = (sender: string, id: RequestId): string => `${sender}\n${typeof id} ${id}`;
