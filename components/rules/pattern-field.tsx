"use client";
import { type ReactNode, useId } from "react";
import { matchesPattern } from "@/lib/policy/schema";
import { Field } from "../ui/field";
import { Input } from "../ui/input";

type PatternFieldProps = {
  label: string;
  /** What it names: "agent". */
  noun: string;
  value: string;
  onValue: (value: string) => void;
  /** The names that there are; undefined while nobody knows. */
  names: readonly string[] | undefined;
  id: string;
  hint?: ReactNode;
  error?: ReactNode;
  warning?: ReactNode;
};

const NAMED = 3;

/** A name, or a pattern over names, with the names that there are to choose from and what it matches of them. */
export function PatternField({ label, noun, value, onValue, names, ...notes }: PatternFieldProps) {
  const listId = useId();
  const pattern = value.trim();
  const matching = names?.filter((name) => matchesPattern(pattern, name));
  const none = pattern !== "" && matching?.length === 0;
  const now = pattern === "" ? `Empty: any ${noun}` : matching && `Now: ${listed(matching)}`;
  return (
    <Field
      {...notes}
      label={label}
      optional
      hint={notes.hint ?? now}
      warning={notes.warning ?? (none && `No ${noun} of that name now.`)}
    >
      <Input
        mono
        list={listId}
        placeholder="any"
        maxLength={128}
        value={value}
        onChange={(event) => onValue(event.target.value)}
      />
      <datalist id={listId}>
        {names?.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </Field>
  );
}

function listed(names: readonly string[]): string {
  const rest = names.length - NAMED;
  return `${names.slice(0, NAMED).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
