"use client";
import { type FormEvent, useState } from "react";
import type { ApprovalDetail } from "@/lib/api/schema";
import { sayDuration } from "@/lib/base/schema";
import { ACT_ICONS } from "../domain/act-icons";
import { Untrusted } from "../domain/untrusted";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { Dialog, DialogActions, DialogBody } from "../ui/dialog";
import { DurationInput } from "../ui/duration-input";
import { ErrorState } from "../ui/error-state";
import { Field, FieldGroup } from "../ui/field";
import { Input } from "../ui/input";
import type { OnAnswer, ReviewAct } from "./answer";

type Authority = NonNullable<ApprovalDetail["authority"]>;
type NarrowDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  authority: Authority;
  act: ReviewAct;
  onAnswer: OnAnswer;
};

/** Approves less than was asked: fewer tools, less time, fewer calls. */
export function NarrowDialog({ open, onOpenChange, authority, act, onAnswer }: NarrowDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Approve less"
      description="Take away what it should not get. Nothing can be added."
      busy={act.isPending}
    >
      <NarrowForm authority={authority} act={act} onAnswer={onAnswer} onCancel={() => onOpenChange(false)} />
    </Dialog>
  );
}

const keyOf = (server: string, tool: string) => `${server}/${tool}`;

function NarrowForm({
  authority,
  act,
  onAnswer,
  onCancel,
}: Omit<NarrowDialogProps, "open" | "onOpenChange"> & { onCancel: () => void }) {
  const [dropped, setDropped] = useState<ReadonlySet<string>>(new Set());
  const [seconds, setSeconds] = useState<number | null>(null);
  const [calls, setCalls] = useState("");
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const scope = authority.scope
    .map((part) => ({
      server: part.server,
      tools: part.tools.filter((tool) => !dropped.has(keyOf(part.server, tool))),
    }))
    .filter((part) => part.tools.length > 0);
  const count = calls.trim() === "" ? null : Number(calls);
  const problem = problemOf({ scope, dropped, seconds, count, authority });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (problem || act.isPending) return;
    onAnswer({
      answer: "narrow",
      reason: reason.trim() || undefined,
      scope: dropped.size > 0 ? scope : undefined,
      endsInSeconds: seconds ?? undefined,
      calls: count ?? undefined,
    });
  };
  const toggle = (key: string) => {
    const next = new Set(dropped);
    if (!next.delete(key)) next.add(key);
    setDropped(next);
  };
  return (
    <form onSubmit={submit} noValidate>
      <DialogBody>
        <FieldGroup label="Tools it gets" error={tried ? problem : undefined}>
          {authority.scope.map((part) =>
            part.tools.map((tool) => (
              <Checkbox
                key={keyOf(part.server, tool)}
                checked={!dropped.has(keyOf(part.server, tool))}
                onChange={() => toggle(keyOf(part.server, tool))}
              >
                <Untrusted text={tool} mono /> on <Untrusted text={part.server} />
              </Checkbox>
            )),
          )}
        </FieldGroup>
        <Field label="Ends after" optional hint={`Asked: ${sayDuration(authority.clocks.endSeconds)}.`}>
          <DurationInput label="Ends after" value={seconds} onValue={setSeconds} />
        </Field>
        <Field
          label="At most so many calls"
          optional
          hint={authority.calls === null ? "Asked: no limit." : `Asked: ${authority.calls}.`}
        >
          <Input inputMode="numeric" value={calls} onChange={(event) => setCalls(event.target.value)} />
        </Field>
        <Field label="Reason" optional hint="Kept in the log and shown to the agent.">
          <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </Field>
        {act.isError && <ErrorState error={act.error} inline notDone="Nothing was recorded." />}
      </DialogBody>
      <DialogActions>
        <Button onClick={onCancel} blocked={act.isPending}>
          Cancel
        </Button>
        <Button type="submit" variant="even" icon={ACT_ICONS.narrow} busy={act.isPending && "Recording…"}>
          Approve less
        </Button>
      </DialogActions>
    </form>
  );
}

type Draft = {
  scope: unknown[];
  dropped: ReadonlySet<string>;
  seconds: number | null;
  count: number | null;
  authority: Authority;
};

function problemOf({ scope, dropped, seconds, count, authority }: Draft): string | undefined {
  if (scope.length === 0) return "Keep at least one tool, or deny.";
  if (count !== null && (!Number.isInteger(count) || count < 1))
    return "The number of calls must be a whole number above 0.";
  if (count !== null && authority.calls !== null && count > authority.calls)
    return `At most ${authority.calls} calls were asked for.`;
  if (seconds !== null && seconds < 1) return "It must last at least a second.";
  if (dropped.size === 0 && seconds === null && count === null) return "Take something away: a tool, time or calls.";
  return undefined;
}
