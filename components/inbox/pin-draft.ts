import type { InputOf } from "@/lib/api/schema";
import { type Json, parseStrictJson } from "@/lib/base/schema";
import { faultOfBeginning, type Scope } from "@/lib/policy/schema";

type Pins = NonNullable<InputOf<"reviewApproval">["pins"]>;

/** One argument that is being pinned. */
export type PinDraft = {
  id: number;
  server: string;
  tool: string;
  name: string;
  must: "equal" | "begin";
  /** The value as typed: JSON where it is, else the text itself. */
  typed: string;
};

/** A new pin, of the first tool. */
export function newPin({ scope }: { scope: Scope }, pins: readonly PinDraft[]): PinDraft {
  const [first] = scope;
  const id = Math.max(0, ...pins.map((pin) => pin.id)) + 1;
  return { id, server: first?.server ?? "", tool: first?.tools[0] ?? "", name: "", must: "begin", typed: "" };
}

/** What is wrong with a pin; undefined when it will do. */
export function checkPin({ name, must, typed }: PinDraft): string | undefined {
  if (name.trim() === "") return "Name the argument.";
  if (typed === "") return must === "begin" ? "Say how it begins." : "Say what it must be.";
  return must === "begin" ? (faultOfBeginning(typed) ?? undefined) : undefined;
}

/** The pins as they are sent; undefined for none. Those of tools that are taken away go with them. */
export function pinsOf(pins: readonly PinDraft[], isLeft: (server: string, tool: string) => boolean): Pins | undefined {
  const sent = pins
    .filter(({ server, tool }) => isLeft(server, tool))
    .map(({ server, tool, name, must, typed }): Pins[number] => ({
      server,
      tool,
      arguments: [
        must === "begin"
          ? { name: name.trim(), must, text: typed }
          : {
              name: name.trim(),
              must,
              value: jsonIn(typed) as Extract<Pins[number]["arguments"][number], { must: "equal" }>["value"],
            },
      ],
    }));
  return sent.length > 0 ? sent : undefined;
}

/** `7`, `true` and `"7"` are what JSON says; everything else is a text. */
function jsonIn(typed: string): Json {
  const read = parseStrictJson(typed, { bytes: 10_000, depth: 16 });
  return read.refusal ? typed : read.value;
}
