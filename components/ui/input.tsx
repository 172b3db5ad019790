"use client";
import type { ComponentProps } from "react";
import { classNames } from "./class-names";
import { useField } from "./field";

/** The attributes that tie an input to its field. What the caller sets itself wins. */
function useTied<P extends { id?: string; "aria-describedby"?: string; required?: boolean }>(props: P) {
  const field = useField();
  return {
    ...props,
    id: props.id ?? field.id,
    "aria-describedby": props["aria-describedby"] ?? field.describedBy,
    "aria-invalid": field.invalid || undefined,
    required: props.required ?? field.required,
  };
}

/** `mono` for what a machine reads: names, addresses, digests. Nothing may be put in, corrected or made a capital there. */
type Mono = { mono?: boolean };

const AS_TYPED = { autoComplete: "off", autoCapitalize: "none", spellCheck: false } as const;

export function Input({ mono = false, className, ...rest }: ComponentProps<"input"> & Mono) {
  const field = useField();
  const tied = useTied(rest);
  const look = classNames("in", mono && "mono", field.warned && "odd", className);
  return <input {...(mono && AS_TYPED)} {...tied} className={look} />;
}

export function Textarea({ mono = false, className, ...rest }: ComponentProps<"textarea"> & Mono) {
  const field = useField();
  return (
    <textarea
      rows={3}
      {...useTied(rest)}
      className={classNames("in", mono && "mono", field.warned && "odd", className)}
    />
  );
}

export type Option<V extends string = string> = { value: V; label: string; disabled?: boolean };

/** The system's own list: it works with a thumb, a keyboard and a screen reader alike. */
export function Select<V extends string>({
  options,
  className,
  onValue,
  onChange,
  ...rest
}: Omit<ComponentProps<"select">, "children"> & { options: readonly Option<V>[]; onValue?: (value: V) => void }) {
  const tied = useTied(rest);
  return (
    <select
      {...tied}
      className={classNames("in", className)}
      onChange={(event) => {
        onChange?.(event);
        const chosen = options.find((option) => option.value === event.target.value);
        if (chosen) {
          onValue?.(chosen.value);
        }
      }}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value} disabled={option.disabled}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
