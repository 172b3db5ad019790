import type { ApprovalDetail } from "@/lib/api/schema";
import { sayDuration } from "@/lib/base/schema";

/** A length of time that one press chooses. */
export type TimeChip = { label: string; seconds: number };

const MINUTE = 60;
const HOUR = 3600;
const LENGTHS = [15 * MINUTE, HOUR, 4 * HOUR];
const DELAYS = [15 * MINUTE, 30 * MINUTE, HOUR, 4 * HOUR];

/** How long what is given can last at most, and how long until calls would need a new approval, in seconds. */
export type MostTime = { end: number; lease: number };

/** Reads both from what approving would set in motion: a resume has only what is left until its absolute end. */
export function mostTime(
  { clocks }: Pick<NonNullable<ApprovalDetail["authority"]>, "clocks">,
  given: ApprovalDetail["ifApproved"],
): MostTime {
  const left = (until: string | null | undefined, asked: number) =>
    given && until ? Math.min(asked, Math.floor((Date.parse(until) - Date.parse(given.at)) / 1000)) : asked;
  const end = left(given?.endAt, clocks.endSeconds);
  return { end, lease: Math.min(end, left(given?.leaseAt, clocks.leaseSeconds)) };
}

/** The usual lengths below what was asked; the rest of the day is that of whoever looks at the page. */
export function untilChips({ end }: MostTime, now: Date): TimeChip[] {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
  const rest = Math.floor((midnight.getTime() - now.getTime()) / (MINUTE * 1000)) * MINUTE;
  const usual = LENGTHS.map((seconds) => ({ label: sayDuration(seconds), seconds }));
  const today = rest >= MINUTE && !LENGTHS.includes(rest) ? [{ label: "End of today", seconds: rest }] : [];
  return [...usual, ...today].filter(({ seconds }) => seconds < end);
}

/** The usual delays after which calls could still be made. */
export function beginChips({ lease }: MostTime): TimeChip[] {
  return DELAYS.filter((seconds) => seconds < lease).map((seconds) => ({
    label: `In ${sayDuration(seconds)}`,
    seconds,
  }));
}
