"use client";
import { TriangleAlert } from "lucide-react";
import { type ActionClass, CLASSES } from "@/lib/policy/schema";
import { ClassMark } from "../domain/class-mark";
import { Icon } from "../ui/icon";
import { RadioSegments } from "../ui/radio-segments";
import { fieldId } from "./field-words";
import { FormGroup } from "./form-group";
import type { RuleDrafting } from "./use-rule-draft";

const SIGNS = [
  { value: "none", label: "no" },
  { value: "passkey", label: "passkey" },
  { value: "device_passkey", label: "device-bound" },
] as const;

/** Whether what an answer gives is signed with a passkey, for each class. */
export function SignFields({ drafting }: { drafting: RuleDrafting }) {
  const { draft } = drafting;
  const asked = draft.class === "any" ? CLASSES : [draft.class];
  return (
    <FormGroup
      title="Signatures"
      note="Approving takes the approver’s passkey; device-bound: one that cannot leave its device. Denying never takes one."
    >
      <div className="box rows pad">
        {asked.map((name) => (
          <SignRow key={name} name={name} drafting={drafting} />
        ))}
      </div>
    </FormGroup>
  );
}

function SignRow({ name, drafting }: { name: ActionClass; drafting: RuleDrafting }) {
  const { draft, change } = drafting;
  const { warning } = drafting.at(`sign.${name}`);
  return (
    <div className="grid gap-x-4 gap-y-2 items-center phone:grid-cols-[112px_minmax(0,1fr)]">
      <ClassMark of={name} />
      <span id={fieldId(`sign.${name}`)}>
        <RadioSegments
          label={`Answers about ${name} calls are signed`}
          value={draft.sign[name]}
          segments={SIGNS}
          onValue={(sign) => change({ sign: { ...draft.sign, [name]: sign } })}
        />
      </span>
      {warning && (
        <p className="hint wait col-span-full">
          <Icon of={TriangleAlert} small />
          <span>{warning.sentence}</span>
        </p>
      )}
    </div>
  );
}
