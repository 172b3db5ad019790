"use client";
import { FieldGroup } from "../ui/field";
import { Input } from "../ui/input";
import { RadioSegments } from "../ui/radio-segments";
import { fieldNotes } from "./field-notes";
import type { RuleDraft } from "./rule-draft";
import type { RuleDrafting } from "./use-rule-draft";

const SEGMENTS = [
  { value: "approvers", label: "those who may answer" },
  { value: "listed", label: "these" },
  { value: "nobody", label: "nobody" },
] as const satisfies readonly { value: RuleDraft["tells"]; label: string }[];

/** Who is told that a question waits. Where it reaches them, each person chooses in the settings. */
export function TellField({ drafting }: { drafting: RuleDrafting }) {
  const { draft, change } = drafting;
  const hint =
    draft.tells === "listed"
      ? "approvers, e-mail addresses, group: or channel: and its name; with commas between."
      : "Where it reaches them, each chooses in the settings.";
  return (
    <FieldGroup {...fieldNotes(drafting, "tell", hint)} label="Told that a question waits">
      <span>
        <RadioSegments
          label="Told that a question waits"
          value={draft.tells}
          segments={SEGMENTS}
          onValue={(tells) => change({ tells })}
        />
      </span>
      {draft.tells === "listed" && (
        <Input
          mono
          aria-label="Who is told"
          placeholder="approvers, channel:release-room"
          value={draft.toldList}
          onChange={(event) => change({ toldList: event.target.value })}
        />
      )}
    </FieldGroup>
  );
}
