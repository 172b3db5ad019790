"use client";
import { serverNow } from "../time/server-time";
import { TimeStamp } from "../time/time-stamp";
import { Chip, Chips } from "../ui/chips";
import type { TimeChip } from "./less-times";

type TimeChipsProps = {
  label: string;
  chips: readonly TimeChip[];
  value: number | null;
  onValue: (seconds: number | null) => void;
};

/** The usual lengths of time, for one press; pressed again, none is chosen. */
export function TimeChips({ label, chips, value, onValue }: TimeChipsProps) {
  if (chips.length === 0) return null;
  return (
    <Chips label={label}>
      {chips.map((chip) => (
        <Chip
          key={chip.label}
          on={value === chip.seconds}
          onToggle={() => onValue(value === chip.seconds ? null : chip.seconds)}
        >
          {chip.label}
        </Chip>
      ))}
    </Chips>
  );
}

/** What was asked, and what was chosen instead as a time of day. */
export function Asked({ what, seconds, then }: { what: string; seconds: number | null; then: string }) {
  const chosen = seconds !== null && Number.isFinite(seconds) && seconds > 0;
  return (
    <>
      Asked: {what}.
      {chosen && (
        <>
          {" "}
          {then} at about <TimeStamp at={new Date(serverNow() + seconds * 1000).toISOString()} zone />.
        </>
      )}
    </>
  );
}
