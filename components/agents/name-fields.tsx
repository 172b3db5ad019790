"use client";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import type { AgentDraft } from "./agent-draft";
import { OwnerField } from "./owner-field";

type Named = Pick<AgentDraft, "name" | "ownerId" | "note">;
type NameFieldsProps = {
  draft: Named;
  onChange: (change: Partial<Named>) => void;
  errorAt: (path: string) => string | undefined;
};

/** What an agent is called, who answers for it, and what people should know of it. */
export function NameFields({ draft, onChange, errorAt }: NameFieldsProps) {
  return (
    <div className="fields">
      <div className="g2">
        <Field
          id="name"
          label="Name"
          hint="Lower-case letters, digits and hyphens, such as release-bot. Rules match by it."
          error={errorAt("name")}
        >
          <Input mono maxLength={63} value={draft.name} onChange={(event) => onChange({ name: event.target.value })} />
        </Field>
        <OwnerField ownerId={draft.ownerId} onOwner={(ownerId) => onChange({ ownerId })} error={errorAt("ownerId")} />
      </div>
      <Field label="Note" optional hint="Where it runs, whom to call." error={errorAt("note")}>
        <Input maxLength={500} value={draft.note} onChange={(event) => onChange({ note: event.target.value })} />
      </Field>
    </div>
  );
}
