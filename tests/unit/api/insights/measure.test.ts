import { describe, expect, it } from "vitest";
import { expiredOf, measure, measurePerson, timingOf } from "../../../../lib/api/insights/measure";
import { ANNA, answerOf, approvalOf, BEN, CARA, NOON, times } from "./facts";

const marks = (beyond: readonly { metric: string; level: string | null }[]) =>
  beyond.map(({ metric, level }) => (level === null ? metric : `${metric} ${level}`));

describe("how people came to their answers", () => {
  it("is nothing where nobody answered", () => {
    const none = { hits: 0, of: 0 };
    expect(timingOf([])).toEqual({
      people: 0,
      timed: 0,
      seconds: null,
      snap: none,
      hasty: none,
      inspected: none,
      histogram: [0, 0, 0, 0, 0, 0, 0],
    });
    expect(measure([], false)).toMatchObject({ answers: 0, range: null, beyond: [] });
  });

  it("is told of one answer as it is", () => {
    expect(timingOf([answerOf({ seconds: 7 })])).toMatchObject({
      timed: 1,
      seconds: { p10: 7, p50: 7, p90: 7 },
      histogram: [0, 0, 1, 0, 0, 0, 0],
    });
  });

  it("leaves answers out that no page told the sight of: they are neither snap nor slow", () => {
    const timing = timingOf([answerOf({ seconds: null }), answerOf({ seconds: 4 })]);
    expect(timing).toMatchObject({ timed: 1, snap: { hits: 0, of: 1 }, inspected: { hits: 1, of: 1 } });
  });

  it("counts under two seconds as snap, two seconds not", () => {
    expect(timingOf([answerOf({ seconds: 1.999 }), answerOf({ seconds: 2 })]).snap).toEqual({ hits: 1, of: 2 });
  });

  it("counts as faster than reading what took less than a second for four words", () => {
    const facts = [answerOf({ seconds: 24.9, words: 100 }), answerOf({ seconds: 25, words: 100 })];
    expect(timingOf(facts).hasty).toEqual({ hits: 1, of: 2 });
  });

  it("counts as inspected what was given after its end was on the screen; a denial needs no inspection", () => {
    const facts = [answerOf(), answerOf({ endAt: null }), answerOf({ endAt: null, answer: "deny" })];
    expect(timingOf(facts).inspected).toEqual({ hits: 1, of: 2 });
  });
});

describe("who is told how people decide", () => {
  const two = [answerOf({ human: ANNA }), answerOf({ human: BEN })];

  it("is nobody but admins where fewer than three people did", () => {
    expect(measure(two, false)).toMatchObject({ answers: 2, approved: 2, timing: null });
    expect(measure(two, true).timing).toMatchObject({ people: 2 });
  });

  it("is everybody from three people on", () => {
    expect(measure([...two, answerOf({ human: CARA })], false).timing).toMatchObject({ people: 3 });
  });

  it("is not told by a mark either", () => {
    const snap = two.map((fact) => ({
      ...fact,
      class: "destructive" as const,
      seenAt: new Date(fact.at.getTime() - 500),
    }));
    expect(marks(measure(snap, false).beyond)).toEqual([]);
    expect(marks(measure(snap, true).beyond)).toEqual(["snap high", "hasty high"]);
  });
});

describe("a value beyond its threshold", () => {
  it("is a single snap decision where it destroys, and more than one in ten where it writes", () => {
    const fast = (count: number, of: "write" | "destructive" | "read") =>
      times(20, (at) => answerOf({ class: of, seconds: at < count ? 1 : 60, words: 1 }));
    expect(marks(measure(fast(1, "destructive"), true).beyond)).toEqual(["snap high"]);
    expect(marks(measure(fast(2, "write"), true).beyond)).toEqual([]);
    expect(marks(measure(fast(3, "write"), true).beyond)).toEqual(["snap medium"]);
    expect(marks(measure(fast(20, "read"), true).beyond)).toEqual([]);
  });

  it("needs enough cases for a share or a percentile", () => {
    const high = (count: number) =>
      times(count, () => answerOf({ class: "destructive", seconds: 4, words: 1, endAt: null }));
    expect(marks(measure(high(9), true).beyond)).toEqual([]);
    expect(marks(measure(high(10), true).beyond)).toEqual(["time high", "inspected high"]);
  });

  it("is more than 98 % approved of at least 50, at each level by itself", () => {
    expect(
      marks(
        measure(
          times(49, () => answerOf()),
          true,
        ).beyond,
      ),
    ).toEqual([]);
    expect(
      marks(
        measure(
          times(50, () => answerOf()),
          true,
        ).beyond,
      ),
    ).toEqual(["approved medium"]);
    const mixed = [
      ...times(50, () => answerOf()),
      ...times(50, () => answerOf({ class: "destructive", answer: "deny" })),
    ];
    expect(marks(measure(mixed, true).beyond)).toEqual(["approved medium"]);
  });

  it("is more than 5 % expired of at least ten", () => {
    const of = (expired: number, all: number) =>
      expiredOf(times(all, (at) => approvalOf({ state: at < expired ? "expired" : "denied" })));
    expect(of(9, 9).beyond).toEqual([]);
    expect(of(1, 20).beyond).toEqual([]);
    expect(of(2, 20)).toEqual({ expired: { hits: 2, of: 20 }, beyond: [{ metric: "expired", level: null }] });
  });

  it("is more than 20 answers of one person within an hour, across the full hour too", () => {
    const spread = (count: number) =>
      times(count, (at) => answerOf({ at: new Date(NOON.getTime() + (at - count / 2) * 120_000), answer: "deny" }));
    expect(measurePerson(ANNA, spread(20))).toMatchObject({ busiestHour: 20, beyond: [] });
    expect(measurePerson(ANNA, spread(21))).toMatchObject({
      busiestHour: 21,
      beyond: [{ metric: "load", level: null }],
    });
  });
});
