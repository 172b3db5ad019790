import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { narrowAuthority, refuseNeverBegins } from "../../../lib/approvals/narrow-authority";
import { setClocks } from "../../../lib/tasks/index";
import { makeClocks, makeGiving } from "../../factories/tasks";

const now = new Date("2026-09-17T12:00:00.000Z");
const at = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const seconds = fc.integer({ min: 1, max: 100_000 });
const anyAsked = fc
  .record({ endSeconds: seconds, leaseSeconds: seconds, idleSeconds: seconds, calls: fc.option(seconds) })
  .map(({ calls, ...clocks }) => makeGiving({ clocks: makeClocks(clocks), calls }));
const anyLess = fc.record(
  { endsInSeconds: seconds, calls: seconds, notBefore: seconds.map((later) => at(later).toISOString()) },
  { requiredKeys: [] },
);
const anyEnd = fc.option(seconds.map(at));

/** When calls could go under it without anybody being asked again. */
const opens = (clocks: ReturnType<typeof makeClocks>, end: Date | null, notBefore: string | undefined) => {
  const set = setClocks(clocks, now, end, notBefore === undefined ? null : new Date(notBefore));
  const until = Math.min(set.leaseAt?.getTime() ?? 0, set.endAt.getTime());
  return { from: (set.notBefore ?? now).getTime(), until, idle: set.idleAt?.getTime() ?? 0 };
};

describe("what is left after a narrowing", () => {
  it("is within what was asked, in calls and in every moment at which one could be made", () => {
    fc.assert(
      fc.property(anyAsked, anyLess, anyEnd, (asked, less, end) => {
        const given = narrowAuthority(asked, less);
        expect(given.calls ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(asked.calls ?? Number.POSITIVE_INFINITY);
        for (const clock of ["endSeconds", "leaseSeconds", "idleSeconds"] as const)
          expect(given.clocks[clock]).toBeLessThanOrEqual(asked.clocks[clock]);
        const [whole, left] = [opens(asked.clocks, end, undefined), opens(given.clocks, end, less.notBefore)];
        expect(left.from).toBeGreaterThanOrEqual(whole.from);
        expect(left.until).toBeLessThanOrEqual(whole.until);
        expect(left.idle).toBeLessThanOrEqual(setClocks(given.clocks, now, end).endAt.getTime());
      }),
    );
  });

  it("is refused exactly when no moment is left", () => {
    fc.assert(
      fc.property(anyAsked, anyLess, anyEnd, (asked, less, end) => {
        const given = narrowAuthority(asked, less);
        const { from, until } = opens(given.clocks, end, less.notBefore);
        const refuse = () => refuseNeverBegins(given, less.notBefore, { now, endAt: end });
        if (less.notBefore !== undefined && from >= until) expect(refuse).toThrow(/cannot begin after that/);
        else expect(refuse).not.toThrow();
      }),
    );
  });
});
