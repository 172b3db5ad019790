/** A call that has been sent and whose answer has not come. */
export type InFlight = {
  readonly callId: string;
  readonly taskId: string;
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

  add(call: InFlight): void {
    const calls = this.#byTask.get(call.taskId);
    if (calls) calls.add(call);
    else this.#byTask.set(call.taskId, new Set([call]));
  }

  remove(call: InFlight): void {
    const calls = this.#byTask.get(call.taskId);
    calls?.delete(call);
    if (calls?.size === 0) this.#byTask.delete(call.taskId);
  }

  /** Aborts every call of a task. What the server did with them is not known. */
  abortTask(taskId: string, reason: string): void {
    for (const call of this.#byTask.get(taskId) ?? []) call.abort(reason);
  }

  abortAll(reason: string): void {
    for (const taskId of this.#byTask.keys()) this.abortTask(taskId, reason);
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
