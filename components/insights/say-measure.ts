import type { Beyond, Measure, Share } from "@/lib/api/schema";
import { sayDuration } from "@/lib/base/schema";

/** "93 %", "98.4 %": one place after the point where a threshold could lie between. */
export function sayPercent(share: number): string {
  const percent = share * 100;
  const near = percent > 90 || percent < 10;
  return `${near ? Number(percent.toFixed(1)) : Math.round(percent)}\u202f%`;
}

/** "12 of 40, 30 %"; a dash where there is none to count. */
export const sayShare = ({ hits, of }: Share): string =>
  of === 0 ? "–" : `${hits} of ${of}, ${sayPercent(hits / of)}`;

/** "0.8 s", "12 s", "4 min". */
export function saySeconds(seconds: number): string {
  if (seconds < 10) return `${Number(seconds.toFixed(1))} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  return sayDuration(seconds < 86_400 ? Math.round(seconds / 60) * 60 : Math.round(seconds / 3600) * 3600, 2);
}

/** "98 %, from 94 % to 100 %". */
export function sayRate({ approved, answers, range }: Pick<Measure, "approved" | "answers" | "range">): string {
  if (answers === 0 || !range) return "–";
  return `${sayPercent(approved / answers)}, from ${sayPercent(range.low)} to ${sayPercent(range.high)}`;
}

/** At which stakes a value lies beyond its threshold; "" where that does not matter. */
export const sayLevel = ({ level }: Beyond): string => (level === null ? "" : `, ${LEVELS[level]}`);

const LEVELS = { low: "read", medium: "write", high: "destructive or unclassed" } as const;

/** The columns of times to decide. */
export const TIME_LABELS = ["< 2 s", "2–5 s", "5–15 s", "15–60 s", "1–5 min", "5–30 min", "> 30 min"] as const;
