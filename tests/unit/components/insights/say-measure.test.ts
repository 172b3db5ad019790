import { expect, it } from "vitest";
import { sayPercent, saySeconds, sayShare } from "../../../../components/insights/say-measure";

it("says shares as finely as a threshold could lie between", () => {
  expect([0, 0.052, 0.5, 0.834, 0.984, 1].map(sayPercent)).toEqual([
    "0\u202f%",
    "5.2\u202f%",
    "50\u202f%",
    "83\u202f%",
    "98.4\u202f%",
    "100\u202f%",
  ]);
  expect(sayShare({ hits: 0, of: 0 })).toBe("–");
  expect(sayShare({ hits: 1, of: 4 })).toBe("1 of 4, 25\u202f%");
});

it("says times as exactly as they need to be", () => {
  expect([0.84, 9.96, 12.4, 95, 3600, 200_000].map(saySeconds)).toEqual([
    "0.8 s",
    "10 s",
    "12 s",
    "2 min",
    "1 h",
    "2 d 8 h",
  ]);
});
