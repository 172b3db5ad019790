import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDuration, printDuration, sayDuration } from "../../../lib/base/schema";

const seconds = fc.integer({ min: 0, max: 400 * 86_400 });

describe("parseDuration", () => {
  it.each([
    ["90s", 90],
    ["15m", 900],
    ["15min", 900],
    ["1h30m", 5400],
    ["1 h 30 min", 5400],
    ["7d", 604_800],
    ["1d2h3m4s", 93_784],
    ["90m", 5400],
    [" 0s\n", 0],
  ])("reads %j as %i seconds", (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });

  it.each(["", " ", "90", "1.5h", "-5m", "m", "30m1h", "5 minutes", "1h 30", "1e3s", "1234567890s", "15M", "٣s"])(
    "does not read %j",
    (text) => {
      expect(parseDuration(text)).toBeNull();
    },
  );

  it("reads back exactly what is printed and what is said", () => {
    fc.assert(
      fc.property(seconds, (value) => {
        expect(parseDuration(printDuration(value))).toBe(value);
        expect(parseDuration(sayDuration(value))).toBe(value);
      }),
    );
  });

  it("answers for any text whatsoever", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const value = parseDuration(text);
        expect(value === null || Number.isSafeInteger(value)).toBe(true);
      }),
    );
  });
});

describe("sayDuration", () => {
  it.each([
    [0, "0 s"],
    [-3, "0 s"],
    [1, "1 s"],
    [90, "1 min 30 s"],
    [900, "15 min"],
    [5040, "1 h 24 min"],
    [28_800, "8 h"],
    [90_061, "1 d 1 h 1 min 1 s"],
    [59.9, "59 s"],
  ])("says %d seconds as %j", (value, said) => {
    expect(sayDuration(value)).toBe(said);
  });

  it("leaves the smaller units away when asked for fewer", () => {
    expect(sayDuration(90_061, 2)).toBe("1 d 1 h");
    expect(sayDuration(86_461, 2)).toBe("1 d");
    expect(sayDuration(61, 1)).toBe("1 min");
  });
});

describe("printDuration", () => {
  it("prints the short form that files use", () => {
    expect([900, 5400, 0, 86_400].map(printDuration)).toEqual(["15m", "1h30m", "0s", "1d"]);
  });
});
