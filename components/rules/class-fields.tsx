"use client";
import { TriangleAlert } from "lucide-react";
import { type ActionClass, CLASSES } from "@/lib/policy/schema";
import { ClassMark } from "../domain/class-mark";
import { Icon } from "../ui/icon";
import { RadioSegments } from "../ui/radio-segments";
import { fieldId } from "./field-words";
import { FormGroup } from "./form-group";
import type { RuleDrafting } from "./use-rule-draft";

const CALLS = [
  { value: "allow", label: "allowed" },
  { value: "hold", label: "held" },
] as const;
const REVIEWS = [
  { value: "page", label: "page only" },
  { value: "any", label: "page or token" },
] as const;

/** What happens to calls of each class, and how the questions they raise may be answered. */
export function ClassFields({ drafting }: { drafting: RuleDrafting }) {
  const { draft } = drafting;
  const asked = draft.class === "any" ? CLASSES : [draft.class];
  return (
    <FormGroup
      title="Calls"
      note="Held calls wait for a person. On the page only: an access token cannot answer; a token that approves is a robot that approves."
    >
      <div className="box rows pad">
        {asked.map((name) => (
          <ClassRow key={name} name={name} drafting={drafting} />
        ))}
      </div>
      {draft.class !== "any" && (
        <p className="hint">The rule is for {draft.class} tools, so other classes do not matter.</p>
      )}
    </FormGroup>
  );
}

function ClassRow({ name, drafting }: { name: ActionClass; drafting: RuleDrafting }) {
  const { draft, change } = drafting;
  const warnings = [drafting.at(`calls.${name}`).warning, drafting.at(`reviewBy.${name}`).warning];
  return (
    <div className="grid gap-x-4 gap-y-2 items-center grid-cols-[minmax(0,1fr)] phone:grid-cols-[112px_max-content_max-content]">
      <ClassMark of={name} />
      <span id={fieldId(`calls.${name}`)}>
        <RadioSegments
          label={`${name} calls`}
          value={draft.calls[name]}
          segments={CALLS}
          onValue={(answer) => change({ calls: { ...draft.calls, [name]: answer } })}
        />
      </span>
      <span id={fieldId(`reviewBy.${name}`)}>
        <RadioSegments
          label={`Questions about ${name} calls are answered by`}
          value={draft.reviewBy[name]}
          segments={REVIEWS}
          onValue={(by) => change({ reviewBy: { ...draft.reviewBy, [name]: by } })}
        />
      </span>
      {warnings.map(
        (warning) =>
          warning && (
            <p key={warning.field} className="hint wait col-span-full">
              <Icon of={TriangleAlert} small />
              <span>{warning.sentence}</span>
            </p>
          ),
      )}
    </div>
  );
}
