import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { busiest, concentration, histogram, percentile, wilson } from "../../../../lib/api/insights/statistics";

const ascending = (a: number, b: number) => a - b;
const values = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 });

describe("a percentile", () => {
  it("of nothing is nothing, of one value is that value", () => {
    expect(percentile([], 0.5)).toBeNull();
    expect([0, 0.1, 0.5, 1].map((share) => percentile([7], share))).toEqual([7, 7, 7, 7]);
  });

  it("lies between neighbours in proportion, as percentile_cont has it", () => {
    expect(percentile([1, 2, 3, 4], 0.5)).toBe(2.5);
    expect(percentile([10, 20, 30, 40, 50], 0.9)).toBeCloseTo(46);
  });

  it("never leaves the values, and never falls as the share rises", () => {
    fc.assert(
      fc.property(values, (given) => {
        const sorted = [...given].sort(ascending);
        const [least, middle, most] = [0, 0.5, 1].map((share) => percentile(sorted, share) ?? Number.NaN);
        expect(least).toBe(sorted[0]);
        expect(most).toBe(sorted.at(-1));
        expect(middle).toBeGreaterThanOrEqual(least ?? Number.NaN);
        expect(middle).toBeLessThanOrEqual(most ?? Number.NaN);
      }),
    );
  });
});

describe("the Wilson interval", () => {
  // The figures of R: binom::binom.confint(x, n, methods = "wilson").
  it.each([
    [0, 10, 0, 0.2775],
    [10, 10, 0.7225, 1],
    [49, 50, 0.895, 0.9965],
    [5, 10, 0.2366, 0.7634],
  ])("of %i out of %i goes from %f to %f", (hits, of, low, high) => {
    const range = wilson(hits, of);
    expect(range.low).toBeCloseTo(low, 3);
    expect(range.high).toBeCloseTo(high, 3);
  });

  it("of nothing says nothing", () => {
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
  });

  it("holds the share, stays within 0 and 1, and mirrors with its opposite", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(5000), (of, any) => {
        const hits = any % (of + 1);
        const { low, high } = wilson(hits, of);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(hits / of + 1e-12);
        expect(high).toBeGreaterThanOrEqual(hits / of - 1e-12);
        const mirrored = wilson(of - hits, of);
        expect(mirrored.low).toBeCloseTo(1 - high, 9);
        expect(mirrored.high).toBeCloseTo(1 - low, 9);
      }),
    );
  });
});

describe("concentration", () => {
  it("is 1 for one, 1/n for n equal ones, and nothing for nothing", () => {
    expect(concentration([])).toBeNull();
    expect(concentration([0, 0])).toBeNull();
    expect(concentration([12])).toBe(1);
    expect(concentration([5, 5])).toBe(0.5);
    expect(concentration([9, 1])).toBeCloseTo(0.82);
  });

  it("lies between 1/n and 1, in whatever order", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 20 }), (counts) => {
        const index = concentration(counts) ?? Number.NaN;
        expect(index).toBeGreaterThanOrEqual(1 / counts.length - 1e-9);
        expect(index).toBeLessThanOrEqual(1 + 1e-9);
        expect(concentration([...counts].reverse())).toBeCloseTo(index, 9);
      }),
    );
  });
});

describe("the busiest window", () => {
  it("counts its beginning and not its end", () => {
    expect(busiest([], 10)).toBe(0);
    expect(busiest([0, 10], 10)).toBe(1);
    expect(busiest([0, 9], 10)).toBe(2);
    expect(busiest([0, 1, 2, 10, 11, 12, 13], 10)).toBe(4);
  });

  it("is what counting from every moment finds", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(200), { maxLength: 40 }), fc.integer({ min: 1, max: 50 }), (given, window) => {
        const sorted = [...given].sort(ascending);
        const counted = sorted.map((from) => sorted.filter((at) => at >= from && at < from + window).length);
        expect(busiest(sorted, window)).toBe(Math.max(0, ...counted));
      }),
    );
  });
});

describe("a histogram", () => {
  it("puts a value on a bound above it, and loses none", () => {
    expect(histogram([0, 1.9, 2, 5, 1e9], [2, 5])).toEqual([2, 1, 2]);
    fc.assert(
      fc.property(values, (given) => {
        expect(histogram(given, [2, 5, 15, 60]).reduce((sum, count) => sum + count, 0)).toBe(given.length);
      }),
    );
  });
});
