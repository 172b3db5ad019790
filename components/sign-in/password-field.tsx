"use client";
import { useState } from "react";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";

type PasswordFieldProps = {
  label: string;
  /** new: the browser offers to make one; current: to fill in the one it knows. */
  kind: "new" | "current";
  value: string;
  onValue: (value: string) => void;
  hint?: string;
  error?: string | null;
  onBlur?: () => void;
};

/** A password, hidden until one asks to see it: seeing it replaces typing it twice. */
export function PasswordField({ label, kind, value, onValue, hint, error, onBlur }: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} hint={hint} error={error}>
      <span className="flex gap-2">
        <Input
          name="password"
          type={shown ? "text" : "password"}
          autoComplete={kind === "new" ? "new-password" : "current-password"}
          autoCapitalize="none"
          spellCheck={false}
          value={value}
          onChange={(event) => onValue(event.target.value)}
          onBlur={onBlur}
        />
        <Button
          className="h-auto"
          aria-pressed={shown}
          aria-label={`Show the ${label.toLowerCase()}`}
          onClick={() => setShown(!shown)}
        >
          {shown ? "Hide" : "Show"}
        </Button>
      </span>
    </Field>
  );
}
