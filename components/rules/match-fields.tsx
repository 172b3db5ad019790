"use client";
import { type ActionClass, CLASSES, DEFAULT_RULE } from "@/lib/policy/schema";
import { Field } from "../ui/field";
import { Input, Select } from "../ui/input";
import { fieldNotes } from "./field-notes";
import { FormGroup } from "./form-group";
import { PatternField } from "./pattern-field";
import { useNames } from "./use-names";
import type { RuleDrafting } from "./use-rule-draft";

const CLASS_OPTIONS = [
  { value: "any", label: "any class" },
  ...CLASSES.map((name) => ({ value: name, label: name })),
] satisfies { value: ActionClass | "any"; label: string }[];

/** What a rule is for: whose calls, of what, and whether it comes before others. */
export function MatchFields({ drafting }: { drafting: RuleDrafting }) {
  const { draft, seen, change } = drafting;
  const names = useNames({ server: draft.server.trim() });
  return (
    <FormGroup title="Applies to" note="Of the rules that match, the highest priority wins; then the more precise one.">
      <div className="g2">
        {seen.body.name !== DEFAULT_RULE.name && (
          <Field {...nameNotes(drafting)} label="Name">
            <Input mono maxLength={63} value={draft.name} onChange={(event) => change({ name: event.target.value })} />
          </Field>
        )}
        <PatternField
          {...fieldNotes(drafting, "match.agent")}
          label="Agent"
          noun="agent"
          names={names.agents}
          value={draft.agent}
          onValue={(agent) => change({ agent })}
        />
        <PatternField
          {...fieldNotes(drafting, "match.server")}
          label="Server"
          noun="server"
          names={names.servers}
          value={draft.server}
          onValue={(server) => change({ server })}
        />
        <PatternField
          {...fieldNotes(drafting, "match.tool")}
          label="Tool"
          noun="tool"
          names={names.tools}
          value={draft.tool}
          onValue={(tool) => change({ tool })}
        />
        <Field {...fieldNotes(drafting, "match.class", "Tools of this class only")} label="Class">
          <Select options={CLASS_OPTIONS} value={draft.class} onValue={(ofClass) => change({ class: ofClass })} />
        </Field>
        <Field {...fieldNotes(drafting, "priority", "0 to 1000; the highest wins")} label="Priority">
          <Input
            inputMode="numeric"
            autoComplete="off"
            className="max-w-24"
            value={draft.priority}
            onChange={(event) => change({ priority: event.target.value })}
          />
        </Field>
      </div>
    </FormGroup>
  );
}

/** A name that nobody has begun to write is not wrong yet. */
function nameNotes(drafting: RuleDrafting) {
  const notes = fieldNotes(drafting, "name", "Grants and decisions name it.");
  if (drafting.draft.name !== "" || drafting.seen.version > 0) return notes;
  return { ...notes, error: undefined, hint: "Lower-case letters, digits and hyphens. Grants and decisions name it." };
}
