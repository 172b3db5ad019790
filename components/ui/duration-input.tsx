"use client";
import { useState } from "react";
import { classNames } from "./class-names";
import { asEntered, DURATION_UNITS, type DurationUnit, inSeconds } from "./duration-units";
import { useField } from "./field";

type DurationInputProps = {
  /** Seconds; null while the field is empty, NaN while what stands in it is no number. */
  value: number | null;
  onValue: (seconds: number | null) => void;
  /** Names the unit's list for screen readers: "Idle, unit". */
  label: string;
  disabled?: boolean;
};

/** A number and its unit. What was typed stays as it was typed; the value is always in seconds. */
export function DurationInput({ value, onValue, label, disabled }: DurationInputProps) {
  const field = useField();
  const [typed, setTyped] = useState(() => entered(value));
  const shown = Object.is(inSeconds(typed.amount, typed.unit), value) ? typed : entered(value, typed);
  const change = (next: typeof typed) => {
    setTyped(next);
    onValue(inSeconds(next.amount, next.unit));
  };
  return (
    <div className={classNames("unit", field.warned && "odd")}>
      <input
        id={field.id}
        inputMode="decimal"
        autoComplete="off"
        value={shown.amount}
        disabled={disabled}
        aria-describedby={field.describedBy}
        aria-invalid={field.invalid || undefined}
        onChange={(event) => change({ ...shown, amount: event.target.value })}
      />
      <select
        aria-label={`${label}, unit`}
        value={shown.unit}
        disabled={disabled}
        onChange={(event) => change({ ...shown, unit: unitNamed(event.target.value) })}
      >
        {DURATION_UNITS.map(({ unit }) => (
          <option key={unit}>{unit}</option>
        ))}
      </select>
    </div>
  );
}

const entered = (value: number | null, typed?: { amount: string; unit: DurationUnit }) =>
  value === null || Number.isNaN(value) ? (typed ?? { amount: "", unit: "min" as const }) : asEntered(value);

const unitNamed = (name: string): DurationUnit => DURATION_UNITS.find(({ unit }) => unit === name)?.unit ?? "s";
