export const DURATION_UNITS = [
  { unit: "s", seconds: 1 },
  { unit: "min", seconds: 60 },
  { unit: "h", seconds: 3600 },
  { unit: "d", seconds: 86_400 },
] as const;
export type DurationUnit = (typeof DURATION_UNITS)[number]["unit"];

const secondsIn = (unit: DurationUnit): number => DURATION_UNITS.find((one) => one.unit === unit)?.seconds ?? 1;

/** A number of seconds as a person would write it: the largest unit in which it is whole. */
export function asEntered(seconds: number): { amount: string; unit: DurationUnit } {
  const fitting = DURATION_UNITS.findLast((one) => seconds >= one.seconds && seconds % one.seconds === 0);
  const { unit, seconds: size } = fitting ?? DURATION_UNITS[0];
  return { amount: String(seconds / size), unit };
}

/** Said where something stands that is no number. */
export const NO_DURATION = "Write a number, such as 30 or 1.5.";

/**
 * What was entered, in whole seconds. Halves are fine: 1.5 h is 5400. Null for nothing; NaN for what is no number, so
 * that it is never taken for "no limit".
 */
export function inSeconds(amount: string, unit: DurationUnit): number | null {
  const text = amount.trim().replace(",", ".");
  if (text === "") return null;
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Math.round(Number(text) * secondsIn(unit)) : Number.NaN;
  return Number.isSafeInteger(seconds) ? seconds : Number.NaN;
}
