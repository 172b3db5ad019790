import { sayDuration } from "../base/index";

/**
 * Says a time whole, with its zone: "26 Nov 2026, 14:42 CET".
 *
 * @param zone An IANA name.
 */
export function sayTime(at: Date, zone: string): string {
  // en-GB: day before month, 24 hours, and zones by the names people know there (CET, not GMT+1).
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat("en-GB", { hourCycle: "h23", timeZone: zone, ...options });
  const day = format({ day: "numeric", month: "short", year: "numeric" }).format(at);
  const clock = format({ hour: "2-digit", minute: "2-digit" }).format(at);
  const parts = format({ hour: "2-digit", timeZoneName: "short" }).formatToParts(at);
  return `${day}, ${clock} ${parts.find((part) => part.type === "timeZoneName")?.value ?? zone}`;
}

/** Says a deadline absolute and relative. The message may be read later, so it says what the relative time is counted from. */
export function sayDeadline(at: Date, now: Date, zone: string): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const step = seconds < 120 ? 1 : seconds < 86_400 ? 60 : 3600;
  const left =
    seconds <= 0 ? "over" : `in ${sayDuration(Math.floor(seconds / step) * step, 2)}, counted from when this was sent`;
  return `${sayTime(at, zone)} (${left})`;
}
