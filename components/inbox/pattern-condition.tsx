"use client";
import { Untrusted } from "../domain/untrusted";
import { Field, FieldGroup } from "../ui/field";
import { Input } from "../ui/input";
import { RadioSegments } from "../ui/radio-segments";
import type { ConditionDraft } from "./pattern-draft";

type PatternConditionProps = {
  condition: ConditionDraft;
  problem: string | undefined;
  onChange: (part: Partial<ConditionDraft>) => void;
};

const SEGMENTS = [
  { value: "equal", label: "the same" },
  { value: "begin", label: "begins with" },
  { value: "any", label: "anything" },
] as const;

/** What one argument of a later call must be. */
export function PatternCondition({ condition, problem, onChange }: PatternConditionProps) {
  const { name, must, text, value, isText } = condition;
  return (
    <FieldGroup
      label={
        <>
          <Untrusted text={name} mono /> <span className="hint">here {must === "any" ? "was" : "is"} </span>
          <Untrusted text={value} mono names="full" />
        </>
      }
    >
      <span>
        <RadioSegments
          label={`${name} must be`}
          value={must}
          segments={isText ? SEGMENTS : SEGMENTS.filter((segment) => segment.value !== "begin")}
          onValue={(next) => onChange({ must: next })}
        />
      </span>
      {must === "begin" && (
        <Field label="It begins with" error={problem}>
          <Input mono value={text} maxLength={500} onChange={(event) => onChange({ text: event.target.value })} />
        </Field>
      )}
    </FieldGroup>
  );
}
