"use client";
import { FieldGroup } from "../ui/field";
import { RadioSegments } from "../ui/radio-segments";
import { ApproversFields } from "./approvers-fields";
import { fieldNotes } from "./field-notes";
import { FormGroup } from "./form-group";
import { TellField } from "./tell-field";
import type { RuleDrafting } from "./use-rule-draft";

const NEEDS = [
  { value: "approval", label: "needs approval" },
  { value: "automatic", label: "automatic" },
] as const;

/** Whether a person is asked before a task starts and before it goes on after a pause, and who is told. */
export function PeopleFields({ drafting }: { drafting: RuleDrafting }) {
  const { draft, change } = drafting;
  return (
    <FormGroup title="People" note="Nobody approves for their own agent.">
      <div className="g2">
        <FieldGroup {...fieldNotes(drafting, "start")} label="Starting">
          <span>
            <RadioSegments
              label="Starting"
              value={draft.start}
              segments={NEEDS}
              onValue={(start) => change({ start })}
            />
          </span>
        </FieldGroup>
        <FieldGroup {...fieldNotes(drafting, "resume")} label="Resuming">
          <span>
            <RadioSegments
              label="Resuming"
              value={draft.resume}
              segments={NEEDS}
              onValue={(resume) => change({ resume })}
            />
          </span>
        </FieldGroup>
      </div>
      <ApproversFields drafting={drafting} />
      <TellField drafting={drafting} />
      <p className="hint">After revoked, denied or expired, a person is always asked.</p>
    </FormGroup>
  );
}
