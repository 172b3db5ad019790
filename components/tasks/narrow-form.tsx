"use client";
import { type FormEvent, useState } from "react";
import type { InputOf, TaskDetail } from "@/lib/api/schema";
import { ACT_ICONS } from "../domain/act-icons";
import { ClassMark } from "../domain/class-mark";
import { Untrusted } from "../domain/untrusted";
import { TimeStamp } from "../time/time-stamp";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { DialogActions, DialogBody } from "../ui/dialog";
import { DurationInput } from "../ui/duration-input";
import { ErrorState } from "../ui/error-state";
import { Field, FieldGroup } from "../ui/field";
import { Input, Textarea } from "../ui/input";
import { type GrantedTool, scopeOf, toolKey } from "./held-scope";
import { checkNarrowing, type NarrowingDraft } from "./narrowing-draft";

type NarrowFormProps = {
  task: TaskDetail;
  busy: boolean;
  error: unknown;
  onCancel: () => void;
  onNarrow: (narrowing: Omit<InputOf<"narrowTask">, "id">) => void;
};

const NOTHING: NarrowingDraft = { dropped: new Set(), seconds: null, calls: "", reason: "" };

/** What stays, and why the rest goes. */
export function NarrowForm({ task, busy, error, onCancel, onNarrow }: NarrowFormProps) {
  const [draft, setDraft] = useState(NOTHING);
  const [tried, setTried] = useState(false);
  const tools = task.grant?.tools ?? [];
  const check = checkNarrowing(draft, {
    tools: tools.map(toolKey),
    clocks: task.clocks,
    calls: task.calls,
    now: task.now,
  });
  const change = (part: Partial<NarrowingDraft>) => setDraft((before) => ({ ...before, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (busy || check.problems > 0) return;
    onNarrow({
      reason: draft.reason.trim(),
      scope: draft.dropped.size > 0 ? scopeOf(tools.filter((tool) => !draft.dropped.has(toolKey(tool)))) : undefined,
      endsInSeconds: draft.seconds ?? undefined,
      calls: draft.calls.trim() === "" ? undefined : Number(draft.calls),
    });
  };
  const { endAt } = task.clocks;
  const { left } = task.calls;
  return (
    <form onSubmit={submit} noValidate>
      <DialogBody>
        <FieldGroup label="Tools it keeps" error={tried ? check.tools : undefined}>
          <Tools tools={tools} dropped={draft.dropped} onDropped={(dropped) => change({ dropped })} />
        </FieldGroup>
        <Field label="Ends in" optional error={check.ends} hint={endAt && <EndsAt at={endAt} />}>
          <DurationInput label="Ends in" value={draft.seconds} onValue={(seconds) => change({ seconds })} />
        </Field>
        <Field
          label="At most so many further calls"
          optional
          error={check.calls}
          hint={left === null ? "Now: no limit." : `Now: ${left} left.`}
        >
          <Input inputMode="numeric" value={draft.calls} onChange={(event) => change({ calls: event.target.value })} />
        </Field>
        <Field label="Reason" hint="Kept in the log and shown to the agent." error={tried ? check.reason : undefined}>
          <Textarea value={draft.reason} maxLength={500} onChange={(event) => change({ reason: event.target.value })} />
        </Field>
        {error !== null && error !== undefined && <ErrorState error={error} inline notDone="Nothing was taken away." />}
      </DialogBody>
      <DialogActions>
        <Button onClick={onCancel} blocked={busy}>
          Cancel
        </Button>
        <Button type="submit" variant="even" icon={ACT_ICONS.narrow} busy={busy && "Recording…"}>
          Narrow
        </Button>
      </DialogActions>
    </form>
  );
}

const EndsAt = ({ at }: { at: string }) => (
  <>
    Now: at <TimeStamp at={at} zone />.
  </>
);

type ToolsProps = {
  tools: readonly GrantedTool[];
  dropped: ReadonlySet<string>;
  onDropped: (dropped: ReadonlySet<string>) => void;
};

function Tools({ tools, dropped, onDropped }: ToolsProps) {
  const toggle = (key: string) => {
    const next = new Set(dropped);
    if (!next.delete(key)) next.add(key);
    onDropped(next);
  };
  return tools.map((tool) => {
    const key = toolKey(tool);
    return (
      <Checkbox key={key} checked={!dropped.has(key)} onChange={() => toggle(key)}>
        <span className="flex flex-wrap gap-x-3">
          <span>
            <Untrusted text={tool.tool} mono /> on <Untrusted text={tool.server} />
          </span>
          <ClassMark of={tool.class} />
        </span>
      </Checkbox>
    );
  });
}
