/** Pure sums over numbers. None of them knows what the numbers are about. */

/**
 * The value below which a share of the values lies, between neighbours in proportion, as PostgreSQL's
 * `percentile_cont` has it; null for none.
 *
 * @param sorted Ascending.
 * @param share From 0 to 1.
 */
export function percentile(sorted: readonly number[], share: number): number | null {
  if (sorted.length === 0) return null;
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

/** How far a standard normal value goes on either side for 95 %. */
const Z = 1.959964;

/**
 * Between which shares the true one lies, with 95 % confidence: the score interval, which stays within 0 and 1 and makes
 * sense for few cases and for none or all of them. From 0 to 1 where there is no case at all.
 *
 * Source: Wilson, Probable inference (JASA 1927); Brown, Cai, DasGupta (Statistical Science 2001).
 */
export function wilson(hits: number, of: number): { low: number; high: number } {
  if (of === 0) return { low: 0, high: 1 };
  const share = hits / of;
  const middle = share + Z ** 2 / (2 * of);
  const reach = Z * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2));
  const whole = 1 + Z ** 2 / of;
  return {
    low: hits === 0 ? 0 : Math.max(0, (middle - reach) / whole),
    high: hits === of ? 1 : Math.min(1, (middle + reach) / whole),
  };
}

/**
 * How concentrated something is: the Herfindahl–Hirschman index, the sum of squared shares. 1: all with one; 1/n: equal
 * among n; null for nothing.
 */
export function concentration(counts: readonly number[]): number | null {
  const all = counts.reduce((sum, count) => sum + count, 0);
  return all === 0 ? null : counts.reduce((sum, count) => sum + (count / all) ** 2, 0);
}

/**
 * The most moments within any window of that length: its beginning counts, its end does not.
 *
 * @param sorted Ascending, in the unit of the window.
 */
export function busiest(sorted: readonly number[], window: number): number {
  let most = 0;
  let first = 0;
  for (const [at, moment] of sorted.entries()) {
    while (moment - (sorted[first] ?? moment) >= window) first += 1;
    most = Math.max(most, at - first + 1);
  }
  return most;
}

/** How many values lie below each bound and not below the one before; the last count is of those above all bounds. */
export function histogram(values: readonly number[], bounds: readonly number[]): number[] {
  const counts = new Array<number>(bounds.length + 1).fill(0);
  for (const value of values) {
    const at = bounds.findIndex((bound) => value < bound);
    const place = at === -1 ? bounds.length : at;
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts;
}
