const SIGNALS = ["SIGTERM", "SIGINT"] as const;
/** A process that does not come to its end is ended, in milliseconds. */
const HARD_MILLISECONDS = 20_000;

/**
 * Waits for the word to stop: a signal, or `now` from within. A second signal ends the process at once.
 *
 * @returns `told` resolves with the reason.
 */
export function untilToldToStop(): { told: Promise<string>; now(why: string): void } {
  let stopping = false;
  let resolve: (why: string) => void = () => {};
  const told = new Promise<string>((tell) => {
    resolve = tell;
  });
  const stop = (why: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    setTimeout(() => process.exit(1), HARD_MILLISECONDS).unref();
    resolve(why);
  };
  for (const signal of SIGNALS) process.on(signal, () => stop(signal));
  return { told, now: stop };
}
