/** The one of some words that somebody probably meant, or null when none is near. */
export function suggest(word: string, words: readonly string[]): string | null {
  const typed = word.toLowerCase();
  const ranked = words
    .map((candidate) => ({ candidate, distance: distance(typed, candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best && best.distance <= Math.max(1, Math.floor(typed.length / 3)) ? best.candidate : null;
}

/** ` Did you mean X?`, or nothing. */
export function didYouMean(word: string, words: readonly string[]): string {
  const meant = suggest(word, words);
  return meant === null ? "" : ` Did you mean ${meant}?`;
}

/**
 * How many letters must be added, left out, replaced or swapped with their neighbour.
 * Source: optimal string alignment distance (Damerau 1964).
 */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 3) return Number.POSITIVE_INFINITY;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? Number.POSITIVE_INFINITY;
}
