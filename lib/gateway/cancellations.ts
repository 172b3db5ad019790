import type { RequestId } from "../mcp/index";
import type { Caller } from "./caller";

type Sender = Pick<Caller, "agentId" | "taskId">;

/**
 * The requests under way, by whose they are and their id, so that a legacy client can cancel its own and no other's.
 * The sender is the task and not the token: a client may have fetched a new one since.
 */
export class Cancellations {
  readonly #running = new Map<string, AbortController[]>();

  /** Runs work that a `notifications/cancelled` from the same sender can end. */
  async run(sender: Sender, id: RequestId, work: (cancelled: AbortSignal) => Promise<void>): Promise<void> {
    const key = keyOf(sender, id);
    const controller = new AbortController();
    const same = this.#running.get(key);
    if (same) same.push(controller);
    else this.#running.set(key, [controller]);
    try {
      await work(controller.signal);
    } finally {
      this.#end(key, controller);
    }
  }

  /** Without sessions, two clients of one task count their requests alike: which one is meant is then not known, and none is ended. */
  cancel(sender: Sender, id: RequestId): void {
    const [only, ...others] = this.#running.get(keyOf(sender, id)) ?? [];
    if (others.length === 0) only?.abort();
  }

  #end(key: string, controller: AbortController): void {
    const left = (this.#running.get(key) ?? []).filter((running) => running !== controller);
    if (left.length > 0) this.#running.set(key, left);
    else this.#running.delete(key);
  }
}

/** A text and a number are different ids. */
const keyOf = ({ agentId, taskId }: Sender, id: RequestId): string => `${agentId} ${taskId} ${typeof id} ${id}`;
