"use client";
import { DurationInput } from "../ui/duration-input";
import { Field } from "../ui/field";
import { Input, Textarea } from "../ui/input";
import type { CharterDraft } from "./charter-draft";
import { ScopePicker } from "./scope-picker";

type CharterFieldsProps = {
  draft: CharterDraft;
  onChange: (change: Partial<CharterDraft>) => void;
  errorAt: (path: string) => string | undefined;
};

/** What a task is for and what it may call. */
export function CharterFields({ draft, onChange, errorAt }: CharterFieldsProps) {
  return (
    <div className="fields">
      <Field
        id="purpose"
        label="Purpose"
        hint="One sentence. Whoever approves reads it, and decides by it."
        error={errorAt("purpose")}
      >
        <Textarea
          rows={2}
          maxLength={500}
          value={draft.purpose}
          onChange={(event) => onChange({ purpose: event.target.value })}
        />
      </Field>
      <ScopePicker scope={draft.scope} onScope={(scope) => onChange({ scope })} error={errorAt("scope")} />
    </div>
  );
}

const CLOCKS = [
  { field: "idleSeconds", label: "Idle", hint: "Pauses when nothing happens for so long." },
  { field: "leaseSeconds", label: "Lease", hint: "Is looked at again every so often." },
  { field: "endSeconds", label: "Absolute end", hint: "Ends then, whatever happens." },
] as const;

/** Less time and fewer calls than the rules would give. */
export function LimitFields({ draft, onChange, errorAt }: CharterFieldsProps) {
  return (
    <div className="fields" id="limits">
      <div className="g3">
        {CLOCKS.map(({ field, label, hint }) => (
          <Field key={field} label={label} optional hint={hint} error={errorAt(field) ?? errorAt(`ttl.${field}`)}>
            <DurationInput label={label} value={draft[field]} onValue={(seconds) => onChange({ [field]: seconds })} />
          </Field>
        ))}
      </div>
      <Field label="Calls at most" optional hint="Over the whole task." error={errorAt("calls")}>
        <Input
          inputMode="numeric"
          className="max-w-40"
          autoComplete="off"
          value={draft.calls}
          onChange={(event) => onChange({ calls: event.target.value })}
        />
      </Field>
    </div>
  );
}
