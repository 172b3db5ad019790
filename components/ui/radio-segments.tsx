"use client";
import { type ReactNode, useId } from "react";

export type Segment<V extends string = string> = {
  value: V;
  label: ReactNode;
  /** Why this one cannot be chosen. */
  blocked?: string;
};

type RadioSegmentsProps<V extends string> = {
  label: string;
  /** null: none is chosen yet. */
  value: V | null;
  onValue: (value: V) => void;
  segments: readonly Segment<V>[];
};

/** Chooses exactly one of a few, all in sight. */
export function RadioSegments<V extends string>({ label, value, onValue, segments }: RadioSegmentsProps<V>) {
  const name = useId();
  return (
    <span className="seg" role="radiogroup" aria-label={label}>
      {segments.map((segment) => (
        <label key={segment.value} title={segment.blocked}>
          <input
            type="radio"
            name={name}
            value={segment.value}
            checked={segment.value === value}
            disabled={segment.blocked !== undefined}
            onChange={() => onValue(segment.value)}
          />
          {segment.label}
        </label>
      ))}
    </span>
  );
}
