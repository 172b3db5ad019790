/** A word under the line of authority, at a moment in milliseconds since 1970. */
export type ScaleLabel = { at: number; word: string; now?: boolean };
/** `cramped` labels are left out where the line is short. */
export type PlacedLabel = ScaleLabel & { left: number; cramped: boolean };

/** How close two labels may stand, in percent of a long line and of a short one. */
const APART = 11;
const APART_ON_PHONE = 24;

/** Where a moment is on a line from `start` to `end`, in percent, never beyond its ends. */
export function positionOn({ start, end }: { start: number; end: number }, moment: number): number {
  return Math.min(100, Math.max(0, ((moment - start) / (end - start)) * 100));
}

/** Chooses the labels that have room. Those that come first in the list matter most, and take the room. */
export function placeLabels(labels: readonly ScaleLabel[], span: { start: number; end: number }): PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  for (const label of labels) {
    const left = positionOn(span, label.at);
    const room = placed.reduce((least, other) => Math.min(least, Math.abs(other.left - left)), 100);
    if (room >= APART) {
      placed.push({ ...label, left, cramped: room < APART_ON_PHONE });
    }
  }
  return placed.sort((a, b) => a.left - b.left);
}
