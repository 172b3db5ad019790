"use client";
import { fullTime, roughly } from "./format";
import { useNow } from "./now";

/** "1 h 24 min" is "1 h" in a column. */
const largestUnit = (words: string): string => words.split(" ").slice(0, 2).join(" ");

/** How long ago something was, short, for columns: "12 s", "29 min", "1 h". The title has the moment. */
export function Since({ at, className }: { at: string | Date; className?: string }) {
  const now = useNow(1);
  const date = new Date(at);
  return (
    <time dateTime={date.toISOString()} title={fullTime(date, now === null ? "UTC" : "viewer")} className={className}>
      {now === null ? "–" : largestUnit(roughly(Math.max(0, (now - date.getTime()) / 1000)))}
    </time>
  );
}
