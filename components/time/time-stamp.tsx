"use client";
import { fullTime, relative, shortTime, type Zone, zoneName } from "./format";
import { useNow } from "./now";

type TimeStampProps = {
  /** ISO 8601, or a Date. */
  at: string | Date;
  /** absolute: "14:42" · relative: "12 min ago" · both: "14:42, 12 min ago". */
  show?: "absolute" | "relative" | "both";
  seconds?: boolean;
  /** Says the zone after the time. Set where a decision hangs on it. */
  zone?: boolean;
  className?: string;
};

/**
 * A moment in the viewer's own zone. The server does not know that zone, so its HTML says UTC, by name, and the
 * browser says it anew once it runs. The full time is always in the title.
 */
export function TimeStamp({ at, show = "absolute", seconds = false, zone = false, className }: TimeStampProps) {
  const now = useNow(show === "absolute" ? 60 : 5);
  const date = typeof at === "string" ? new Date(at) : at;
  if (Number.isNaN(date.getTime())) {
    return <span className={className}>unknown time</span>;
  }
  const where: Zone = now === null ? "UTC" : "viewer";
  const clock = shortTime(date, where, { now: new Date(now ?? date.getTime()), seconds });
  const named = zone || now === null ? `${clock} ${zoneName(date, where)}` : clock;
  // Now is cut to its step: what happened within it is not to come.
  const away = now === null ? 0 : date.getTime() - now;
  const ago = now === null ? "" : relative(away > 0 && away < 5000 ? 0 : away);
  const words = { absolute: named, relative: ago === "" ? named : ago, both: ago === "" ? named : `${named}, ${ago}` };
  return (
    <time dateTime={date.toISOString()} title={fullTime(date, where)} className={className}>
      {words[show]}
    </time>
  );
}
