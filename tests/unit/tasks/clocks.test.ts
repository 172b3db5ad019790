import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_RULE } from "../../../lib/policy/schema";
import { clockOver, setClocks } from "../../../lib/tasks/index";

const at = new Date("2026-03-29T00:59:00Z"); // a minute before clocks change in Europe: deadlines are instants, not wall times
const seconds = (from: Date, to: Date | null) => ((to?.getTime() ?? 0) - from.getTime()) / 1000;
const clocks = { ...DEFAULT_RULE, callsMax: null, from: {} };

describe("setClocks", () => {
  it("counts every clock from the approval", () => {
    const set = setClocks(clocks, at, null);
    expect([seconds(at, set.idleAt), seconds(at, set.leaseAt), seconds(at, set.endAt)]).toEqual([900, 3600, 28_800]);
  });

  it("never moves the absolute end, and lets no clock pass it", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.integer({ min: 1, max: 100_000 }),
        fc.integer({ min: 1, max: 100_000 }),
        (idleSeconds, leaseSeconds, left) => {
          const end = new Date(at.getTime() + left * 1000);
          const set = setClocks({ ...clocks, idleSeconds, leaseSeconds }, at, end);
          expect(set.endAt).toEqual(end);
          expect(set.idleAt && set.idleAt <= end).toBe(true);
          expect(set.leaseAt && set.leaseAt <= end).toBe(true);
        },
      ),
    );
  });
});

describe("clockOver", () => {
  const in1 = new Date(at.getTime() + 1000);
  const in2 = new Date(at.getTime() + 2000);
  const later = new Date(at.getTime() + 5000);

  it("says nothing while every clock runs", () => {
    expect(clockOver({ idleAt: in1, leaseAt: in2, endAt: later }, at)).toBeNull();
  });

  it("names the clock that ran out first", () => {
    expect(clockOver({ idleAt: in1, leaseAt: in2, endAt: null }, later)).toEqual({ does: "pause", pausedFor: "idle" });
    expect(clockOver({ idleAt: in2, leaseAt: in1, endAt: null }, later)).toEqual({
      does: "pause",
      pausedFor: "lease_over",
    });
  });

  it("puts the absolute end before all", () => {
    expect(clockOver({ idleAt: in1, leaseAt: in1, endAt: in2 }, later)).toEqual({ does: "expire" });
  });

  it("does not count idle time while something is held", () => {
    expect(clockOver({ idleAt: null, leaseAt: later, endAt: later }, in2)).toBeNull();
  });
});
