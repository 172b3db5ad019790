import type { RequestId } from "../mcp/index";
import { CallStop } from "../servers/index";
import type { Caller } from "./caller";

type Sender = Pick<Caller, "agentId" | "taskId">;

/**
 * The requests under way, by whose they are and their id, so that a legacy client can cancel its own and no other's.
 * The sender is the task and not the token: a client may have fetched a new one since.
 */
export class Cancellations {
  readonly #running = new Map<string, CallStop[]>();

  /** Runs work that a `notifications/cancelled` from the same sender can end. */
  async run(sender: Sender, id: RequestId, work: (cancelled: CallStop) => Promise<void>): Promise<void> {
    const key = keyOf(sender, id);
    const stop = new CallStop();
    const same = this.#running.get(key);
    if (same) same.push(stop);
    else this.#running.set(key, [stop]);
    try {
      await work(stop);
    } finally {
      this.#end(key, stop);
    }
  }

  /** Without sessions, two clients of one task count their requests alike: which one is meant is then not known, and none is ended. */
  cancel(sender: Sender, id: RequestId): void {
    const [only, ...others] = this.#running.get(keyOf(sender, id)) ?? [];
    if (others.length === 0) only?.abort();
  }

  #end(key: string, stop: CallStop): void {
    const running = this.#running.get(key) ?? [];
    if (running.length > 1) running.splice(running.indexOf(stop), 1);
    else this.#running.delete(key);
  }
}

/** A text and a number are different ids. */
const keyOf = ({ agentId, taskId }: Sender, id: RequestId): string => `${agentId} ${taskId} ${typeof id} ${id}`;
