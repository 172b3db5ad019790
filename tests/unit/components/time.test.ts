import { afterEach, describe, expect, test, vi } from "vitest";
import { clockTime, countdown, day, fullTime, relative, roughly, shortTime } from "../../../components/time/format";
import { learnServerTime, serverNow } from "../../../components/time/server-time";
import { leftOf } from "../../../components/time/time-left";
import { asEntered, inSeconds } from "../../../components/ui/duration-units";

const at = new Date("2026-09-17T12:42:07Z");

describe("words for time", () => {
  test.each([
    [0, "0 s"],
    [42, "42 s"],
    [60, "1 min"],
    [2520, "42 min"],
    [5040, "1 h 24 min"],
    [22_320, "6 h 12 min"],
    [90_000, "1 d 1 h"],
    [86_400, "1 d"],
  ])("says %d s as %s", (seconds, words) => {
    expect(roughly(seconds)).toBe(words);
  });

  test.each([
    [588, "9:48"],
    [3076, "51:16"],
    [5, "0:05"],
    [22_320, "6 h 12 min"],
    [-3, "0:00"],
  ])("counts %d s down as %s", (seconds, words) => {
    expect(countdown(seconds)).toBe(words);
  });

  test.each([
    [-720_000, "12 min ago"],
    [22_320_000, "in 6 h 12 min"],
    [500, "now"],
  ])("says %d ms as %s", (milliseconds, words) => {
    expect(relative(milliseconds)).toBe(words);
  });

  test("says the time alone today, and the day with it on any other", () => {
    expect(clockTime(at, "UTC", true)).toBe("12:42:07");
    expect(shortTime(at, "UTC", { now: new Date("2026-09-17T20:00:00Z") })).toBe("12:42");
    expect(shortTime(at, "UTC", { now: new Date("2026-09-18T20:00:00Z") })).toBe("17 Sept, 12:42");
    expect(day(at, "UTC", new Date("2027-01-01T00:00:00Z"))).toBe("17 Sept 2026");
    expect(fullTime(at, "UTC")).toBe("17 September 2026, 12:42:07 UTC");
  });
});

describe("what is left on a clock", () => {
  const from = 0;
  const until = 1_800_000;

  test("is calm until the last quarter, then soon", () => {
    expect(leftOf({ now: 1_212_000, from, until })).toMatchObject({ text: "9:48", tone: "calm" });
    expect(leftOf({ now: 1_360_000, from, until })).toMatchObject({ text: "7:20", tone: "soon" });
  });

  test("is said as over by so much, never as a negative number", () => {
    const left = leftOf({ now: until + 27 * 60_000, from, until });
    expect(left).toMatchObject({ text: "over by 27 min", short: "+27 min", tone: "over", part: 1 });
    expect(leftOf({ now: until, from, until }).text).toBe("over");
  });

  test("is amber in the last ten minutes where its length is not known", () => {
    expect(leftOf({ now: 0, until: 700_000 }).tone).toBe("calm");
    expect(leftOf({ now: 0, until: 500_000 }).tone).toBe("soon");
  });

  test("is short in columns", () => {
    expect(leftOf({ now: 0, until: 22_320_000 }).short).toBe("6 h 12");
    expect(leftOf({ now: 0, until: 588_000 }).short).toBe("9:48");
  });
});

describe("the server's clock", () => {
  afterEach(() => {
    learnServerTime(new Date().toUTCString(), { sentAt: Date.now(), receivedAt: Date.now() });
    vi.useRealTimers();
  });

  test("corrects a browser's clock that is minutes off", () => {
    vi.useFakeTimers({ now: at });
    learnServerTime("Thu, 17 Sep 2026 12:47:07 GMT", { sentAt: at.getTime(), receivedAt: at.getTime() });
    expect(serverNow() - Date.now()).toBe(300_500);
  });

  test("leaves a clock alone that may only look off", () => {
    vi.useFakeTimers({ now: at });
    learnServerTime("Thu, 17 Sep 2026 12:42:05 GMT", { sentAt: at.getTime(), receivedAt: at.getTime() });
    learnServerTime("not a date", { sentAt: 0, receivedAt: 0 });
    learnServerTime(null, { sentAt: 0, receivedAt: 0 });
    expect(serverNow()).toBe(Date.now());
  });
});

describe("a duration in a field", () => {
  test.each([
    [900, "15", "min"],
    [3600, "1", "h"],
    [5400, "90", "min"],
    [86_400, "1", "d"],
    [45, "45", "s"],
    [0, "0", "s"],
  ])("shows %d s as %s %s", (seconds, amount, unit) => {
    expect(asEntered(seconds)).toEqual({ amount, unit });
  });

  test("reads halves, and an empty field as nothing", () => {
    expect(inSeconds("1.5", "h")).toBe(5400);
    expect(inSeconds("1,5", "h")).toBe(5400);
    expect(inSeconds(" ", "min")).toBeNull();
  });

  test.each(["-1", "1e3", "1o", "ten", "99999999999999999999"])("never takes “%s” for an empty field", (text) => {
    expect(inSeconds(text, "d")).toBeNaN();
  });
});
