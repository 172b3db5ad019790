"use client";
import { X } from "lucide-react";
import { ChipAdd, Chips } from "../ui/chips";
import { FieldGroup } from "../ui/field";
import { IconButton } from "../ui/icon-button";
import { Input, Select } from "../ui/input";
import { type Authority, toolKey } from "./less-draft";
import { checkPin, newPin, type PinDraft } from "./pin-draft";

type PinFieldsProps = {
  authority: Authority;
  pins: readonly PinDraft[];
  /** Whether what is missing is said yet. */
  tried: boolean;
  onPins: (pins: PinDraft[]) => void;
};

const MUST = [
  { value: "begin", label: "begins with" },
  { value: "equal", label: "is" },
] as const;

/** What arguments must be: later calls with others are denied. */
export function PinFields({ authority, pins, tried, onPins }: PinFieldsProps) {
  const tools = authority.scope.flatMap(({ server, tools: names }) =>
    names.map((tool) => ({ value: toolKey(server, tool), label: `${tool} on ${server}`, server, tool })),
  );
  const change = (id: number, part: Partial<PinDraft>) =>
    onPins(pins.map((pin) => (pin.id === id ? { ...pin, ...part } : pin)));
  const problem = tried ? pins.map(checkPin).find((one) => one !== undefined) : undefined;
  return (
    <FieldGroup
      label="Pinned arguments"
      hint="Calls with other arguments are denied, with this reason."
      error={problem}
    >
      {pins.map((pin) => (
        <div key={pin.id} className="pin">
          <Select
            aria-label="Tool"
            value={toolKey(pin.server, pin.tool)}
            options={tools}
            onValue={(key) => {
              const chosen = tools.find(({ value }) => value === key);
              if (chosen) change(pin.id, { server: chosen.server, tool: chosen.tool });
            }}
          />
          <Input
            mono
            aria-label="Argument"
            placeholder="argument"
            value={pin.name}
            onChange={(event) => change(pin.id, { name: event.target.value })}
          />
          <Select aria-label="Must" value={pin.must} options={MUST} onValue={(must) => change(pin.id, { must })} />
          <Input
            mono
            aria-label="Value"
            placeholder={pin.must === "begin" ? "docs/" : "value"}
            value={pin.typed}
            onChange={(event) => change(pin.id, { typed: event.target.value })}
          />
          <IconButton icon={X} label="Remove the pin" onClick={() => onPins(pins.filter(({ id }) => id !== pin.id))} />
        </div>
      ))}
      <Chips>
        <ChipAdd onClick={() => onPins([...pins, newPin(authority, pins)])}>Pin an argument</ChipAdd>
      </Chips>
    </FieldGroup>
  );
}
