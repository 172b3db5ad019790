/** Wakes calls that wait for a person, when the log tells that something became of their hold or their task. */
export class HoldSignals {
  readonly #waiting = new Map<string, Set<() => void>>();

  /**
   * Waits until something is told of this call, or the time is over.
   *
   * @param signal Ends the waiting early: the agent has gone away.
   */
  wait(callId: string, milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wakers = this.#waiting.get(callId) ?? new Set();
      this.#waiting.set(callId, wakers);
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        wakers.delete(done);
        if (wakers.size === 0) this.#waiting.delete(callId);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      wakers.add(done);
      if (signal.aborted) done();
      else signal.addEventListener("abort", done);
    });
  }

  tell(callId: string): void {
    for (const wake of [...(this.#waiting.get(callId) ?? [])]) wake();
  }

  /** Wakes everybody: the log may have been missed, or the process stops. */
  tellAll(): void {
    for (const callId of [...this.#waiting.keys()]) this.tell(callId);
  }

  count(): number {
    return this.#waiting.size;
  }
}
