import type { Clocks } from "../policy/schema";
import type { PausedFor } from "./schema";

/** The deadlines of a task. Absent means that clock does not run. */
export type Deadlines = { notBefore: Date | null; idleAt: Date | null; leaseAt: Date | null; endAt: Date | null };

const after = (at: Date, seconds: number): Date => new Date(at.getTime() + seconds * 1000);
const earlier = (a: Date, b: Date): Date => (a < b ? a : b);

/**
 * Sets the clocks of a grant that is approved at `at`.
 *
 * @param clocks The numbers frozen on the grant, in seconds.
 * @param endAt The absolute end of a task that already had a grant: it never moves. Null at the start.
 * @param notBefore When calls may begin, if later. A task that may not call yet is not idle, so idle runs from then;
 *   lease and end run from the approval all the same: beginning later gives no time at the other end.
 */
export function setClocks(
  clocks: Clocks,
  at: Date,
  endAt: Date | null,
  notBefore: Date | null = null,
): Deadlines & { endAt: Date } {
  const end = endAt ?? after(at, clocks.endSeconds);
  const begins = notBefore !== null && notBefore > at ? notBefore : null;
  return {
    notBefore: begins,
    idleAt: earlier(after(begins ?? at, clocks.idleSeconds), end),
    leaseAt: earlier(after(at, clocks.leaseSeconds), end),
    endAt: end,
  };
}

/** What a clock that has run out does to its task. */
export type ClockVerdict =
  | { does: "expire" }
  | { does: "pause"; pausedFor: Extract<PausedFor, "idle" | "lease_over"> }
  | null;

/**
 * Tells which clock of a running task has run out at `at`. The absolute end comes before all; of idle and lease, the
 * one that ran out first is the reason.
 */
export function clockOver(deadlines: Pick<Deadlines, "idleAt" | "leaseAt" | "endAt">, at: Date): ClockVerdict {
  const { idleAt, leaseAt, endAt } = deadlines;
  if (endAt && endAt <= at) return { does: "expire" };
  const idle = idleAt && idleAt <= at ? idleAt : null;
  const lease = leaseAt && leaseAt <= at ? leaseAt : null;
  if (idle && (!lease || idle <= lease)) return { does: "pause", pausedFor: "idle" };
  return lease ? { does: "pause", pausedFor: "lease_over" } : null;
}
