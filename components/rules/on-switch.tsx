"use client";
import { RadioSegments } from "../ui/radio-segments";
import { fieldId } from "./field-words";
import type { RuleDrafting } from "./use-rule-draft";

const ON = [
  { value: "off", label: "Off" },
  { value: "on", label: "On" },
] as const;

/** Whether the rule applies once it is saved. */
export function OnSwitch({ drafting: { draft, change } }: { drafting: RuleDrafting }) {
  return (
    <span id={fieldId("on")}>
      <RadioSegments
        label="When saved"
        value={draft.on ? "on" : "off"}
        segments={ON}
        onValue={(value) => change({ on: value === "on" })}
      />
    </span>
  );
}
