export type DefinitionLine = { text: string; changed: boolean };
export type LineDifferences = { before: DefinitionLine[]; after: DefinitionLine[] };

/** Past so many pairs of lines, the middle counts as changed as a whole instead of being compared. */
const COMPARED_MOST = 4_000_000;

/** A comma at the end only says whether something follows. */
const same = (one: string | undefined, other: string | undefined): boolean =>
  one?.replace(/,$/, "") === other?.replace(/,$/, "");

/** Which lines of two texts have no counterpart in the other. */
export function lineDifferences(before: readonly string[], after: readonly string[]): LineDifferences {
  let start = 0;
  while (start < before.length && start < after.length && same(before[start], after[start])) start += 1;
  let end = 0;
  while (
    end < Math.min(before.length, after.length) - start &&
    same(before[before.length - 1 - end], after[after.length - 1 - end])
  )
    end += 1;
  const middle = {
    before: before.slice(start, before.length - end),
    after: after.slice(start, after.length - end),
  };
  const kept = inCommon(middle.before, middle.after);
  const mark = (lines: readonly string[], keptLines: ReadonlySet<number>): DefinitionLine[] =>
    lines.map((text, at) => ({
      text,
      changed: at >= start && at < lines.length - end && !keptLines.has(at - start),
    }));
  return { before: mark(before, kept.before), after: mark(after, kept.after) };
}

type Kept = { before: Set<number>; after: Set<number> };

/** The longest sequence of lines that both have, by their places. Source: Wagner and Fischer, 1974. */
function inCommon(before: readonly string[], after: readonly string[]): Kept {
  const kept: Kept = { before: new Set(), after: new Set() };
  const width = after.length + 1;
  if (before.length * after.length > COMPARED_MOST) return kept;
  const lengths = new Uint32Array((before.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1)
    for (let j = after.length - 1; j >= 0; j -= 1)
      lengths[i * width + j] = same(before[i], after[j]) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  for (let i = 0, j = 0; i < before.length && j < after.length; ) {
    if (same(before[i], after[j])) {
      kept.before.add(i++);
      kept.after.add(j++);
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return kept;
}
