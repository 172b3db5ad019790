"use client";
import type { Classing } from "@/lib/servers/schema";
import { FieldGroup } from "../ui/field";
import { RadioSegments } from "../ui/radio-segments";

const ASKED = "Classes are proposed from the server’s hints; until somebody confirms them, calls are held.";
const TRUSTED = "The server’s own hints count at once. Only for servers that you trust to tell what their tools do.";

/** Who says what the tools of a server do: a person, or the server itself. */
export function ClassingField({ value, onValue }: { value: Classing; onValue: (value: Classing) => void }) {
  return (
    <FieldGroup
      id="classing"
      label="Classes of its tools"
      hint={ASKED}
      warning={value === "hints" ? TRUSTED : undefined}
    >
      <div>
        <RadioSegments
          label="Classes of its tools"
          value={value}
          onValue={onValue}
          segments={[
            { value: "ask", label: "Confirmed by a person" },
            { value: "hints", label: "Taken from its hints" },
          ]}
        />
      </div>
    </FieldGroup>
  );
}
