const UNITS = [
  { seconds: 86_400, said: "d", printed: "d" },
  { seconds: 3_600, said: "h", printed: "h" },
  { seconds: 60, said: "min", printed: "m" },
  { seconds: 1, said: "s", printed: "s" },
] as const;

// Nine digits a unit: the sum stays far below 2^53, so that it is exact.
const DURATION = /^(?:(\d{1,9}) ?d)?(?: ?(\d{1,9}) ?h)?(?: ?(\d{1,9}) ?m(?:in)?)?(?: ?(\d{1,9}) ?s)?$/;

/** What to tell a person whose text is not a duration. */
export const DURATION_HINT = "a duration with its unit, such as 90s, 15m, 1h30m or 7d";

/**
 * Reads a duration as people write it: `90s`, `15m`, `1h30m`, `7d`, and everything that sayDuration prints.
 *
 * @returns Whole seconds, or null when the text is no duration. A number without a unit is none: nobody can tell
 *   whether it was meant in seconds or in minutes.
 */
export function parseDuration(text: string): number | null {
  const found = DURATION.exec(text.trim());
  if (!found?.some((part, index) => index > 0 && part !== undefined)) return null;
  return UNITS.reduce((sum, unit, index) => sum + Number(found[index + 1] ?? 0) * unit.seconds, 0);
}

/**
 * Prints a duration for a file: `15m`, `1h30m`, `0s`. parseDuration reads it back to the same number.
 *
 * @param seconds Not negative; a fraction is cut off.
 */
export function printDuration(seconds: number): string {
  return split(seconds, UNITS.length)
    .map(({ count, unit }) => `${count}${unit.printed}`)
    .join("");
}

/**
 * Says a duration to a person: `1 h 24 min`, `15 min`, `0 s`.
 *
 * @param seconds Not negative (less counts as 0); a fraction is cut off.
 * @param units How many units to say at most, largest first (default all, so that nothing is rounded).
 */
export function sayDuration(seconds: number, units: number = UNITS.length): string {
  return split(seconds, units)
    .map(({ count, unit }) => `${count} ${unit.said}`)
    .join(" ");
}

function split(seconds: number, units: number): { count: number; unit: (typeof UNITS)[number] }[] {
  let rest = Math.max(0, Math.floor(seconds));
  const parts = UNITS.map((unit) => {
    const count = Math.floor(rest / unit.seconds);
    rest -= count * unit.seconds;
    return { count, unit };
  });
  const first = parts.findIndex((part) => part.count > 0);
  if (first === -1) return [{ count: 0, unit: UNITS[3] }];
  return parts.slice(first, first + units).filter((part) => part.count > 0);
}
