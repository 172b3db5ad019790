"use client";
import { CONTEXT_PARTS, type ContextPart } from "@/lib/policy/schema";
import { Checkbox } from "../ui/checkbox";
import { Field, FieldGroup } from "../ui/field";
import { Input } from "../ui/input";
import { fieldNotes } from "./field-notes";
import { FormGroup } from "./form-group";
import type { RuleDrafting } from "./use-rule-draft";

const PARTS: Readonly<Record<ContextPart, { label: string; note: string }>> = {
  workload: { label: "Who calls", note: "the agent’s credential or key" },
  network: { label: "Network", note: "the part of the network it calls from" },
  server: { label: "Server", note: "its address" },
  tools: { label: "Tools", note: "what the server says they do; such calls are held in any case" },
  approver: { label: "Approver", note: "disabled, or no longer an approver" },
};

/** What pauses a task besides its clocks, how many questions people get, and what of the arguments is never shown. */
export function CareFields({ drafting }: { drafting: RuleDrafting }) {
  const { draft, change } = drafting;
  const toggle = (part: ContextPart, on: boolean) =>
    change({ context: CONTEXT_PARTS.filter((name) => (name === part ? on : draft.context.includes(name))) });
  return (
    <FormGroup title="Care">
      <FieldGroup {...fieldNotes(drafting, "context")} label="Pauses on a change of">
        <div className="g2">
          {CONTEXT_PARTS.map((part) => (
            <Checkbox
              key={part}
              checked={draft.context.includes(part)}
              onChange={(event) => toggle(part, event.target.checked)}
              note={PARTS[part].note}
            >
              {PARTS[part].label}
            </Checkbox>
          ))}
        </div>
      </FieldGroup>
      <div className="g2">
        <Field
          {...fieldNotes(drafting, "asksPerMinute", "More pause the task; empty for no limit")}
          label="Questions a minute"
        >
          <Input
            inputMode="numeric"
            autoComplete="off"
            value={draft.asksPerMinute}
            onChange={(event) => change({ asksPerMinute: event.target.value })}
          />
        </Field>
        <Field
          {...fieldNotes(drafting, "approvalsPerHour", "By one person; empty for no limit")}
          label="Approvals an hour"
        >
          <Input
            inputMode="numeric"
            autoComplete="off"
            value={draft.approvalsPerHour}
            onChange={(event) => change({ approvalsPerHour: event.target.value })}
          />
        </Field>
      </div>
      <Field
        {...fieldNotes(
          drafting,
          "mask",
          "Names, with commas between them; * stands for anything. The digest covers them.",
        )}
        label="Masked arguments"
      >
        <Input mono value={draft.mask} onChange={(event) => change({ mask: event.target.value })} />
      </Field>
    </FormGroup>
  );
}
