import { describe, expect, it } from "vitest";
import { beginChips, mostTime, untilChips } from "../../../../components/inbox/less-times";
import type { ApprovalDetail } from "../../../../lib/api/schema";
import { makeClocks } from "../../../factories/tasks";

const authority = { clocks: makeClocks({ endSeconds: 28_800, leaseSeconds: 3600 }) };
const given = (endAt: string, leaseAt: string) =>
  ({ at: "2026-09-17T12:00:00.000Z", endAt, leaseAt }) as NonNullable<ApprovalDetail["ifApproved"]>; // what else it says does not matter here
const labels = (chips: readonly { label: string }[]) => chips.map(({ label }) => label);
const at = (hour: number, minute = 0) => new Date(2026, 8, 17, hour, minute);

describe("the usual lengths of time", () => {
  it("end before what was asked does, the rest of the day among them", () => {
    const most = mostTime(authority, null);
    expect(labels(untilChips(most, at(18)))).toEqual(["15 min", "1 h", "4 h", "End of today"]);
    expect(untilChips(most, at(18)).at(-1)?.seconds).toBe(6 * 3600);
    expect(labels(untilChips(most, at(9)))).toEqual(["15 min", "1 h", "4 h"]);
    expect(labels(untilChips({ end: 3600, lease: 3600 }, at(23, 50)))).toEqual(["15 min", "End of today"]);
    expect(untilChips({ end: 600, lease: 600 }, at(9))).toEqual([]);
  });

  it("offer nothing at the very end of the day, and nothing twice", () => {
    const most = mostTime(authority, null);
    expect(labels(untilChips(most, new Date(2026, 8, 17, 23, 59, 30)))).toEqual(["15 min", "1 h", "4 h"]);
    expect(labels(untilChips(most, at(20)))).toEqual(["15 min", "1 h", "4 h"]);
  });

  it("of a resume end with its absolute end", () => {
    const most = mostTime(authority, given("2026-09-17T12:30:00.000Z", "2026-09-17T12:30:00.000Z"));
    expect(most).toEqual({ end: 1800, lease: 1800 });
    expect(labels(untilChips(most, at(9)))).toEqual(["15 min"]);
  });

  it("to wait are shorter than the lease, which runs meanwhile", () => {
    expect(labels(beginChips(mostTime(authority, null)))).toEqual(["In 15 min", "In 30 min"]);
  });
});
