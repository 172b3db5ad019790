import { LRUCache } from "lru-cache";

/** A call that has been sent and whose answer has not come. */
export type InFlight = {
  readonly callId: string;
  readonly taskId: string;
  /** The number of its allow in the log. */
  readonly seq: bigint;
  readonly startedAt: number;
  /** performance.now() of its last sign of life. */
  progressedAt: number;
  /** Seconds without progress after which its task counts as stalled; null for never. */
  readonly stallSeconds: number | null;
  abort(reason: string): void;
};

/** The calls that this process has sent and not yet heard of. */
export class InFlightCalls {
  readonly #byTask = new Map<string, Set<InFlight>>();
  readonly #stops = new LRUCache<string, { seq: bigint; reason: string }>({ max: 10_000 });

  /** Adds a call. When the log has told of a stop behind its allow before it came here, it is aborted at once. */
  add(call: InFlight): void {
    const calls = this.#byTask.get(call.taskId);
    if (calls) calls.add(call);
    else this.#byTask.set(call.taskId, new Set([call]));
    const stop = this.#stops.get(call.taskId);
    if (stop && call.seq < stop.seq) call.abort(stop.reason);
  }

  remove(call: InFlight): void {
    const calls = this.#byTask.get(call.taskId);
    calls?.delete(call);
    if (calls?.size === 0) this.#byTask.delete(call.taskId);
  }

  /**
   * Aborts every call of a task that was allowed before the log's entry `seq`, also one that is about to be added. What
   * the server did with them is not known.
   */
  abortTask(taskId: string, reason: string, seq: bigint): void {
    this.#stops.set(taskId, { seq, reason });
    for (const call of this.#byTask.get(taskId) ?? []) if (call.seq < seq) call.abort(reason);
  }

  abortAll(reason: string): void {
    for (const calls of this.#byTask.values()) for (const call of calls) call.abort(reason);
  }

  has(taskId: string): boolean {
    return this.#byTask.has(taskId);
  }

  tasks(): string[] {
    return [...this.#byTask.keys()];
  }

  count(): number {
    let count = 0;
    for (const calls of this.#byTask.values()) count += calls.size;
    return count;
  }

  /** The tasks with a call that has shown no progress for longer than its stall clock allows. */
  stalled(): { taskId: string; callId: string; seconds: number }[] {
    const now = performance.now();
    const stalled = [];
    for (const calls of this.#byTask.values()) {
      for (const call of calls) {
        const seconds = (now - call.progressedAt) / 1000;
        if (call.stallSeconds !== null && seconds >= call.stallSeconds)
          stalled.push({ taskId: call.taskId, callId: call.callId, seconds });
      }
    }
    return stalled;
  }
}
