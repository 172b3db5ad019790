"use client";
import { roughly } from "./format";
import { useNow } from "./now";

/** How long ago something was, short, for columns: "12 s", "29 min", "1 h". The title has the moment. */
export function Since({ at, className }: { at: string | Date; className?: string }) {
  const now = useNow(1);
  const date = new Date(at);
  return (
    <time dateTime={date.toISOString()} title={date.toISOString()} className={className}>
      {now === null
        ? "–"
        : roughly(Math.max(0, (now - date.getTime()) / 1000))
            .split(" ")
            .slice(0, 2)
            .join(" ")}
    </time>
  );
}
