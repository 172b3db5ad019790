"use client";
import { Clock } from "lucide-react";
import { classNames } from "../ui/class-names";
import { Icon } from "../ui/icon";
import { countdown, fullTime, roughly } from "./format";
import { useNow } from "./now";

export type Left = { text: string; short: string; part: number; tone: "calm" | "soon" | "over" };

/**
 * How much of a clock is left: amber in its last quarter, and when it is over, which is said as such and never as a
 * negative number.
 *
 * @param clock Milliseconds since 1970; `from` is when the clock was wound up.
 */
export function leftOf({ now, until, from }: { now: number; until: number; from?: number }): Left {
  const seconds = (until - now) / 1000;
  const whole = from === undefined ? Number.NaN : (until - from) / 1000;
  const part = Number.isNaN(whole) || whole <= 0 ? 0 : Math.min(1, Math.max(0, 1 - seconds / whole));
  if (seconds <= 0) {
    const by = roughly(-seconds);
    return { text: seconds > -1 ? "over" : `over by ${by}`, short: `+${by}`, part: 1, tone: "over" };
  }
  const soon = Number.isNaN(whole) ? seconds < 600 : seconds < whole / 4;
  const text = countdown(seconds);
  // "6 h 12": in a column the larger unit tells what the smaller one is.
  return {
    text,
    short: text.replace(/ min$/, (unit) => (text.includes(" h ") ? "" : unit)),
    part,
    tone: soon ? "soon" : "calm",
  };
}

type TimeLeftProps = {
  until: string | Date;
  /** When the clock was wound up, so that its last quarter is known. Without it, the last ten minutes are amber. */
  from?: string | Date;
  /** A word after the time: "left". */
  word?: string;
  icon?: boolean;
  /** For columns: "6 h 12", "+27 min". */
  compact?: boolean;
  className?: string;
};

const milliseconds = (at: string | Date): number => new Date(at).getTime();

/** A clock that runs down before one's eyes: "9:48", "6 h 12 min", "over by 27 min". */
export function TimeLeft({ until, from, word, icon = true, compact = false, className }: TimeLeftProps) {
  const now = useNow();
  const end = new Date(until);
  const left =
    now === null
      ? null
      : leftOf({ now, until: end.getTime(), from: from === undefined ? undefined : milliseconds(from) });
  return (
    <span
      className={classNames("left", left && left.tone !== "calm" && left.tone, className)}
      role="timer"
      title={`${left?.tone === "over" ? "over since" : "until"} ${fullTime(end, now === null ? "UTC" : "viewer")}`}
    >
      {icon && <Icon of={Clock} small />}
      {left === null ? "–" : compact ? left.short : left.text}
      {word && left && left.tone !== "over" && ` ${word}`}
    </span>
  );
}
