"use client";
import { useId } from "react";
import { Field } from "../ui/field";
import { Input } from "../ui/input";

type TimeZoneFieldProps = { value: string; onValue: (value: string) => void; error?: string };

/** The zone in which messages say times, by its IANA name, with those that this browser knows to choose from. */
export function TimeZoneField({ value, onValue, error }: TimeZoneFieldProps) {
  const listId = useId();
  return (
    <Field label="Time zone" hint="In which messages say times, such as Europe/Berlin." error={error}>
      <Input mono list={listId} value={value} onChange={(event) => onValue(event.target.value.trim())} />
      <datalist id={listId}>
        {Intl.supportedValuesOf("timeZone").map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </Field>
  );
}

/** The zone of this browser. */
export const ownTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
