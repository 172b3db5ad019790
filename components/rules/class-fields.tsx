"use client";
import { TriangleAlert } from "lucide-react";
import { type ActionClass, CLASSES } from "@/lib/policy/schema";
import { ClassMark } from "../domain/class-mark";
import { classNames } from "../ui/class-names";
import { Icon } from "../ui/icon";
import { RadioSegments } from "../ui/radio-segments";
import { fieldId } from "./field-words";
import { FormGroup } from "./form-group";
import type { RuleDrafting } from "./use-rule-draft";

const ROW = "grid gap-x-4 gap-y-2 items-center phone:grid-cols-[112px_128px_minmax(0,1fr)]";

const CELL = "flex gap-2 items-center";
/** On a phone there is no head over the columns. */
const CAPTION = "text-12 text-ink-3 w-16 phone:hidden";

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
        <div className={classNames(ROW, "bg-bg-sunk text-12 text-ink-3 max-phone:hidden")} aria-hidden="true">
          <span>Class</span>
          <span>Calls</span>
          <span>Questions answered</span>
        </div>
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
  const warnings = [
    drafting.at(`calls.${name}`).warning,
    drafting.at(`reviewBy.${name}`).warning,
    drafting.at(`sign.${name}`).warning,
  ];
  return (
    <div className={ROW}>
      <ClassMark of={name} />
      <span className={CELL} id={fieldId(`calls.${name}`)}>
        <span className={CAPTION}>Calls</span>
        <RadioSegments
          label={`${name} calls`}
          value={draft.calls[name]}
          segments={CALLS}
          onValue={(answer) => change({ calls: { ...draft.calls, [name]: answer } })}
        />
      </span>
      <span className={CELL} id={fieldId(`reviewBy.${name}`)}>
        <span className={CAPTION}>Answered</span>
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
