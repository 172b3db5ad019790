"use client";
import { Plus, X } from "lucide-react";
import { exampleOf, reasonPatternSchema, THRESHOLDS_MAX } from "@/lib/policy/schema";
import { useEndpoint } from "../api/queries";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { DurationInput } from "../ui/duration-input";
import { Field, FieldGroup } from "../ui/field";
import { IconButton } from "../ui/icon-button";
import { Input, Select } from "../ui/input";
import { ADMINS, furtherWay, type WayDraft } from "./approvers-draft";
import { ClockField } from "./clock-field";
import { fieldNotes } from "./field-notes";
import type { RuleDrafting } from "./use-rule-draft";

const WAY = "grid gap-2 items-center phone:grid-cols-[72px_minmax(0,1fr)_minmax(0,1fr)_auto]";

/** Whose approvals suffice, how many denials end it, to whom it goes further, and how long a broken glass lasts. */
export function ApproversFields({ drafting }: { drafting: RuleDrafting }) {
  const { draft, change } = drafting;
  const groups = (useEndpoint("listGroups", {}).data?.items ?? []).map(({ name }) => name);
  const set = (at: number, part: Partial<WayDraft>) =>
    change({ ways: draft.ways.map((way, place) => (place === at ? { ...way, ...part } : way)) });
  return (
    <>
      <FieldGroup
        {...fieldNotes(drafting, "approvers", <ReasonHint ways={draft.ways} />)}
        label="Approvals it takes: any one of"
      >
        <div className="grid gap-2">
          {draft.ways.map((way, at) => (
            <WayRow
              key={way.key}
              way={way}
              at={at}
              groups={groups}
              onChange={(part) => set(at, part)}
              onRemove={
                draft.ways.length > 1
                  ? () => change({ ways: draft.ways.filter((other) => other.key !== way.key) })
                  : undefined
              }
            />
          ))}
          {draft.ways.length < THRESHOLDS_MAX && (
            <span>
              <Button icon={Plus} onClick={() => change({ ways: [...draft.ways, furtherWay(draft.ways)] })}>
                Or…
              </Button>
            </span>
          )}
        </div>
      </FieldGroup>
      <div className="g2">
        <Field {...fieldNotes(drafting, "denials", "So many end it")} label="Denials">
          <Input
            inputMode="numeric"
            autoComplete="off"
            value={draft.denials}
            onChange={(event) => change({ denials: event.target.value })}
          />
        </Field>
        <ClockField
          drafting={drafting}
          field="breakGlassSeconds"
          hint="So long it lasts when somebody breaks the glass"
        />
      </div>
      <GoesOn drafting={drafting} groups={groups} />
    </>
  );
}

type WayRowProps = {
  way: WayDraft;
  at: number;
  groups: readonly string[];
  onChange: (part: Partial<WayDraft>) => void;
  onRemove: (() => void) | undefined;
};

function WayRow({ way, at, groups, onChange, onRemove }: WayRowProps) {
  const place = `Way ${at + 1}`;
  return (
    <div className={WAY}>
      <Input
        inputMode="numeric"
        autoComplete="off"
        aria-label={`${place}: how many`}
        value={way.approve}
        onChange={(event) => onChange({ approve: event.target.value })}
      />
      <Select
        aria-label={`${place}: of whom`}
        value={way.who}
        options={[{ value: "", label: "of the approvers" }, ...whomOptions(groups, way.who)]}
        onValue={(who) => onChange({ who })}
      />
      <Input
        mono
        aria-label={`${place}: what the reason must name`}
        placeholder="any reason, or OPS-#"
        required={false}
        value={way.reason}
        onChange={(event) => onChange({ reason: event.target.value })}
      />
      {onRemove ? <IconButton icon={X} label={`Remove way ${at + 1}`} onClick={onRemove} /> : <span />}
    </div>
  );
}

function whomOptions(groups: readonly string[], chosen: string) {
  const known = groups.includes(chosen) || chosen === "" || chosen === ADMINS ? groups : [...groups, chosen];
  return [
    { value: ADMINS, label: "of the admins who approve" },
    ...known.map((name) => ({
      value: name,
      label: groups.includes(name) ? `of ${name}` : `of ${name}, which is no group`,
    })),
  ];
}

function ReasonHint({ ways }: { ways: readonly WayDraft[] }) {
  const pattern = ways.map(({ reason }) => reason.trim()).find((reason) => reason !== "");
  const read = pattern === undefined ? undefined : reasonPatternSchema.safeParse(pattern).data;
  return (
    <>
      In the last field, what the reason must name: # stands for digits
      {read ? `, so ${read} is ${exampleOf(read)}` : ", so OPS-# is OPS-1234"}. Empty: any reason, or none.
    </>
  );
}

function GoesOn({ drafting, groups }: { drafting: RuleDrafting; groups: readonly string[] }) {
  const { draft, change } = drafting;
  return (
    <FieldGroup
      {...fieldNotes(drafting, "escalate", "A clock never approves: it only asks more people.")}
      label="Goes further"
    >
      <Checkbox checked={draft.goesOn} onChange={(event) => change({ goesOn: event.target.checked })}>
        to more people before the deadline
      </Checkbox>
      {draft.goesOn && (
        <div className="g3">
          <Field label="Before the deadline">
            <DurationInput
              label="Before the deadline"
              value={draft.goesOnBefore}
              onValue={(goesOnBefore) => change({ goesOnBefore })}
            />
          </Field>
          <Field label="To">
            <Select
              value={draft.goesOnTo}
              options={whomOptions(groups, draft.goesOnTo).map(({ value, label }) => ({
                value,
                label: label.replace(/^of /, ""),
              }))}
              onValue={(goesOnTo) => change({ goesOnTo })}
            />
          </Field>
          <Field label="Enough then" optional hint="Empty: they are told, no more.">
            <Input
              inputMode="numeric"
              autoComplete="off"
              value={draft.goesOnEnough}
              onChange={(event) => change({ goesOnEnough: event.target.value })}
            />
          </Field>
        </div>
      )}
    </FieldGroup>
  );
}
