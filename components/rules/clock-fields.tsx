"use client";
import { Checkbox } from "../ui/checkbox";
import { ClockField } from "./clock-field";
import { ClockNest } from "./clock-nest";
import { FormGroup } from "./form-group";
import type { RuleDrafting } from "./use-rule-draft";

const CLOCKS = [
  { field: "idleSeconds", hint: "Then the task pauses" },
  { field: "leaseSeconds", hint: "Then it is revalidated" },
  { field: "endSeconds", hint: "Over, whatever happens" },
  { field: "decideBySeconds", hint: "Then a question expires" },
] as const;

/** The clocks of a rule, and how they fit inside each other. */
export function ClockFields({ drafting }: { drafting: RuleDrafting }) {
  const { draft, change, said, seen } = drafting;
  return (
    <FormGroup title="Clocks" note="Each one fits inside the next.">
      <div className="g3">
        {CLOCKS.map(({ field, hint }) => (
          <ClockField key={field} drafting={drafting} field={field} hint={hint} />
        ))}
        <div className="fields gap-2">
          <ClockField
            drafting={drafting}
            field="stallSeconds"
            hint={draft.watchesStall ? "Without progress, it pauses" : "Not watched"}
            disabled={!draft.watchesStall}
          />
          <Checkbox checked={draft.watchesStall} onChange={(event) => change({ watchesStall: event.target.checked })}>
            Watch for stalls
          </Checkbox>
        </div>
      </div>
      <ClockNest body={said.body} before={seen.version === 0 ? null : seen.body} than={`v${seen.version}`} />
    </FormGroup>
  );
}
