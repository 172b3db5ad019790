"use client";
import { type FormEvent, useState } from "react";
import { Button } from "../ui/button";
import { ChipPopover } from "../ui/chip-popover";
import { Field } from "../ui/field";
import { Input } from "../ui/input";

type FilterEntryProps = {
  /** The word of the chip. */
  label: string;
  hint: string;
  placeholder?: string;
  /** What is wrong with a text; null when it will do. */
  problem?: (text: string) => string | null;
  onGiven: (text: string) => void;
};

/** A chip that opens a field, for what is typed or pasted rather than picked. */
export function FilterEntry({ label, hint, placeholder, problem, onGiven }: FilterEntryProps) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [error, setError] = useState<string | null>(null);
  const change = (next: boolean) => {
    setOpen(next);
    setText("");
    setError(null);
  };
  const give = (event: FormEvent) => {
    event.preventDefault();
    const given = text.trim();
    const wrong = given === "" ? hint : (problem?.(given) ?? null);
    setError(wrong);
    if (wrong !== null) return;
    change(false);
    onGiven(given);
  };
  return (
    <ChipPopover label={label} open={open} onOpenChange={change} className="w-72">
      <form className="grid gap-2 p-2" onSubmit={give} noValidate>
        <Field label={label} hint={hint} error={error}>
          <Input
            mono
            placeholder={placeholder}
            maxLength={128}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <Button type="submit">Show these</Button>
      </form>
    </ChipPopover>
  );
}
