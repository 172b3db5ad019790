import { sayDuration } from "@/lib/base/schema";

/** What a time is shown in: the viewer's own zone, or UTC while the viewer is not known. */
export type Zone = "viewer" | "UTC";

const cache = new Map<string, Intl.DateTimeFormat>();

function format(options: Intl.DateTimeFormatOptions, zone: Zone): Intl.DateTimeFormat {
  const key = JSON.stringify([options, zone]);
  const known = cache.get(key);
  // en-GB: day before month, 24 hours, and zones by the names people know (CEST, not GMT+2).
  const made =
    known ??
    new Intl.DateTimeFormat("en-GB", { ...options, hourCycle: "h23", timeZone: zone === "UTC" ? "UTC" : undefined });
  cache.set(key, made);
  return made;
}

/** "14:42", or "14:42:07" with seconds. */
export const clockTime = (at: Date, zone: Zone, seconds = false): string =>
  format({ hour: "2-digit", minute: "2-digit", second: seconds ? "2-digit" : undefined }, zone).format(at);

/** "17 Sep", with the year where it is not this one. */
export function day(at: Date, zone: Zone, now: Date): string {
  const sameYear = format({ year: "numeric" }, zone).format(at) === format({ year: "numeric" }, zone).format(now);
  return format({ day: "numeric", month: "short", year: sameYear ? undefined : "numeric" }, zone).format(at);
}

/** "14:42" today, "17 Sep, 14:42" on another day. */
export function shortTime(at: Date, zone: Zone, { now, seconds = false }: { now: Date; seconds?: boolean }): string {
  const clock = clockTime(at, zone, seconds);
  return day(at, zone, now) === day(now, zone, now) ? clock : `${day(at, zone, now)}, ${clock}`;
}

/** "CEST". */
export const zoneName = (at: Date, zone: Zone): string =>
  format({ hour: "2-digit", timeZoneName: "short" }, zone)
    .formatToParts(at)
    .find((part) => part.type === "timeZoneName")?.value ?? "";

/** "17 September 2026, 14:42:07 CEST": for titles, where nothing may be left to guess. */
export const fullTime = (at: Date, zone: Zone): string =>
  `${format({ day: "numeric", month: "long", year: "numeric" }, zone).format(at)}, ${clockTime(at, zone, true)} ${zoneName(at, zone)}`;

/** "12 min ago", "in 6 h 12 min", "now". Two units at most; seconds only below two minutes. */
export function relative(milliseconds: number): string {
  const seconds = Math.round(Math.abs(milliseconds) / 1000);
  if (seconds < 2) {
    return "now";
  }
  const said = roughly(seconds);
  return milliseconds < 0 ? `${said} ago` : `in ${said}`;
}

/** A length of time, as exact as it needs to be: "12 s", "42 min", "1 h 24 min", "3 d 2 h". */
export function roughly(seconds: number): string {
  const step = seconds < 60 ? 1 : seconds < 86_400 ? 60 : 3600;
  return sayDuration(Math.floor(seconds / step) * step, 2);
}

/** What is left as a running clock below an hour ("9:48"), and as words above ("6 h 12 min"). */
export function countdown(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return whole < 3600 ? `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}` : roughly(whole);
}
