"use client";
import { DurationInput } from "../ui/duration-input";
import { Field } from "../ui/field";
import { fieldNotes } from "./field-notes";
import { FIELD_WORDS } from "./field-words";
import type { DurationField } from "./rule-draft";
import type { RuleDrafting } from "./use-rule-draft";

type ClockFieldProps = { drafting: RuleDrafting; field: DurationField; hint: string; disabled?: boolean };

/** One clock with its unit and what there is to say about it. */
export function ClockField({ drafting, field, hint, disabled = false }: ClockFieldProps) {
  return (
    <Field {...fieldNotes(drafting, field, hint)} label={FIELD_WORDS[field]}>
      <DurationInput
        label={FIELD_WORDS[field]}
        disabled={disabled}
        value={drafting.draft[field]}
        onValue={(seconds) => drafting.change({ [field]: seconds })}
      />
    </Field>
  );
}
