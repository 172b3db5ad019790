"use client";
import { Checkbox } from "../ui/checkbox";
import { Field, FieldGroup } from "../ui/field";
import { Input } from "../ui/input";
import { RadioSegments } from "../ui/radio-segments";
import { ClockField } from "./clock-field";
import { fieldNotes } from "./field-notes";
import { FormGroup } from "./form-group";
import type { RuleDrafting } from "./use-rule-draft";

const KEYS = [
  { value: "allow", label: "may open the task" },
  { value: "deny", label: "may not" },
] as const;

/** How long answers hold, how soon a denied task may ask again, how many calls a grant allows, and who may open it. */
export function LimitFields({ drafting }: { drafting: RuleDrafting }) {
  const { draft, change } = drafting;
  return (
    <FormGroup title="Limits">
      <div className="g3">
        <ClockField drafting={drafting} field="readySeconds" hint="An approved call waits so long" />
        <ClockField drafting={drafting} field="coolDownSeconds" hint="After denied or revoked; 0 for none" />
        <div className="fields gap-2">
          <Field
            {...fieldNotes(drafting, "callsMax", draft.limitsCalls ? "A grant allows so many" : "No limit")}
            label="Calls"
          >
            <Input
              inputMode="numeric"
              autoComplete="off"
              disabled={!draft.limitsCalls}
              value={draft.limitsCalls ? draft.callsMax : ""}
              onChange={(event) => change({ callsMax: event.target.value })}
            />
          </Field>
          <Checkbox checked={draft.limitsCalls} onChange={(event) => change({ limitsCalls: event.target.checked })}>
            Limit the calls
          </Checkbox>
        </div>
      </div>
      <FieldGroup
        {...fieldNotes(drafting, "agentKeys", "Keys are for clients that can only send a header.")}
        label="Agent keys"
      >
        <span>
          <RadioSegments
            label="Agent keys"
            value={draft.agentKeys}
            segments={KEYS}
            onValue={(agentKeys) => change({ agentKeys })}
          />
        </span>
      </FieldGroup>
    </FormGroup>
  );
}
