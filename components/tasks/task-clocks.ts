import type { TaskRow } from "@/lib/api/schema";

/** When a clock was wound up and when it runs out; null when it does not run. */
export type RunningClock = { from: string; until: string } | null;

/**
 * The idle clock. A pause stops it, so a paused task shows it only when it is why the task paused: as over.
 *
 * @param task A row of the list, or a task.
 */
export function idleClock({ state, pausedFor, clocks }: TaskRow): RunningClock {
  if (state === "paused" && pausedFor !== "idle") return null;
  return wound(clocks.idleAt, clocks.idleSeconds);
}

/** The lease: time to look at the task again. Stands still during a pause, as idle does. */
export function leaseClock({ state, pausedFor, clocks }: TaskRow): RunningClock {
  if (state === "paused" && pausedFor !== "lease_over") return null;
  return wound(clocks.leaseAt, clocks.leaseSeconds);
}

/** The absolute end. It runs whatever the task does, and never moves away. */
export function endClock({ clocks }: TaskRow): RunningClock {
  return wound(clocks.endAt, clocks.endSeconds);
}

function wound(until: string | null, seconds: number | null): RunningClock {
  if (until === null) return null;
  const from = seconds === null ? until : new Date(Date.parse(until) - seconds * 1000).toISOString();
  return { from, until };
}
