"use client";
import { useEffect, useState } from "react";
import { Field } from "../ui/field";
import { Input, Select } from "../ui/input";

type NameFieldProps = {
  label: string;
  /** The names that there are; undefined where nobody knows them all, so that one is typed. */
  names: readonly string[] | undefined;
  value: string;
  onValue: (value: string) => void;
  /** What must be picked before there is anything to pick from. */
  first?: string;
};

/** One name: picked where all of them are known, typed where not. */
export function NameField({ label, names, value, onValue, first }: NameFieldProps) {
  if (first !== undefined) {
    return (
      <Field label={label}>
        <Select options={[{ value: "", label: first }]} value="" disabled />
      </Field>
    );
  }
  if (names === undefined) return <TypedName label={label} value={value} onValue={onValue} />;
  // A name that is gone by now may still be asked about.
  const gone = value !== "" && !names.includes(value) ? [{ value, label: value }] : [];
  const options = [{ value: "", label: "Pick one" }, ...names.map((name) => ({ value: name, label: name })), ...gone];
  return (
    <Field label={label} hint={names.length === 0 ? `There is no ${label.toLowerCase()} yet.` : undefined}>
      <Select options={options} value={value} onValue={onValue} />
    </Field>
  );
}

/** Asked once the field is left or Enter is pressed: every letter would be another question. */
function TypedName({ label, value, onValue }: Omit<NameFieldProps, "names" | "first">) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const done = () => text.trim() !== value && onValue(text.trim());
  return (
    <Field label={label}>
      <Input
        mono
        maxLength={128}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={done}
        onKeyDown={(event) => event.key === "Enter" && done()}
      />
    </Field>
  );
}
