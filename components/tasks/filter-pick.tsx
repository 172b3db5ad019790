"use client";
import { type ReactNode, useState } from "react";
import { ChipPopover } from "../ui/chip-popover";
import { Input } from "../ui/input";

export type Choice = { value: string; label: string; note?: string };

type FilterPickProps = {
  label: string;
  /** What there is to choose from; undefined while it is loading. */
  choices: readonly Choice[] | undefined;
  onPick: (value: string) => void;
  /** Told what is typed, where the server searches. Without it, the choices are searched here. */
  onSearch?: (text: string) => void;
  /** Said under the choices: that there are more. */
  note?: ReactNode;
};

/** A chip that opens a list to search and pick one from. */
export function FilterPick({ label, choices, onPick, onSearch, note }: FilterPickProps) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const change = (next: boolean) => {
    setOpen(next);
    setText("");
    onSearch?.("");
  };
  const word = text.trim().toLowerCase();
  const shown = onSearch ? choices : choices?.filter((choice) => choice.label.toLowerCase().includes(word));
  const pick = (value: string) => {
    change(false);
    onPick(value);
  };
  return (
    <ChipPopover label={label} open={open} onOpenChange={change} className="w-64">
      <Input
        aria-label={`Find: ${label.toLowerCase()}`}
        placeholder="Find"
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          onSearch?.(event.target.value);
        }}
      />
      <Choices choices={shown} onPick={pick} />
      {note && <p className="hint px-2 py-1">{note}</p>}
    </ChipPopover>
  );
}

function Choices({ choices, onPick }: { choices: readonly Choice[] | undefined; onPick: (value: string) => void }) {
  if (!choices)
    return (
      <p className="hint px-2 py-2" role="status">
        Loading…
      </p>
    );
  if (choices.length === 0) return <p className="hint px-2 py-2">Nothing of that name</p>;
  return (
    <ul className="max-h-64 overflow-auto pt-1">
      {choices.map((choice) => (
        <li key={choice.value}>
          <button
            type="button"
            className="flex w-full min-h-8 max-phone:min-h-11 items-center gap-2 rounded-1 px-2 text-left hover:bg-bg-hover"
            onClick={() => onPick(choice.value)}
          >
            <span className="cut">{choice.label}</span>
            {choice.note && <span className="muted cut">{choice.note}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}
