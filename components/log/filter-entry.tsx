"use client";
import { Popover } from "radix-ui";
import { type FormEvent, useState } from "react";
import { Button } from "../ui/button";
import { ChipAdd } from "../ui/chips";
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
    <Popover.Root open={open} onOpenChange={change}>
      <Popover.Trigger asChild>
        <ChipAdd>{label}</ChipAdd>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="menu w-72" align="start" sideOffset={4} collisionPadding={8} aria-label={label}>
          <form className="grid gap-2 p-2" onSubmit={give} noValidate>
            <Field label={label} hint={hint} error={error}>
              <Input
                mono
                placeholder={placeholder}
                autoComplete="off"
                spellCheck={false}
                maxLength={128}
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
            </Field>
            <Button type="submit">Show these</Button>
          </form>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
