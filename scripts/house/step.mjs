const BEAT = 15_000;

/**
 * Does a step of the set-up and says so, with the time it took; long ones show that they are alive. On standard error:
 * what a command prints on standard output may go into a file.
 */
export async function step(name, work) {
  const started = performance.now();
  const elapsed = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  console.error(`· ${name}`);
  const beat = setInterval(() => console.error(`    still at it, ${elapsed()}`), BEAT);
  try {
    const result = await work();
    console.error(`✓ ${name} (${elapsed()})`);
    return result;
  } catch (error) {
    console.error(`✗ ${name} (${elapsed()})`);
    throw error;
  } finally {
    clearInterval(beat);
  }
}

/** A problem that its sentence explains; no stack trace is shown for it. */
export class Stop extends Error {}

/** Runs a command's work; a problem is printed, and the process ends with 1. */
export async function command(work) {
  try {
    await work();
  } catch (error) {
    tell(error);
    process.exit(1);
  }
}

/** Prints a problem: the sentence where there is one (ours, or the operating system's), else everything. */
export function tell(error) {
  const explained = error instanceof Stop || error?.name === "AppError" || error?.syscall;
  console.error(explained ? error.message : error);
}
