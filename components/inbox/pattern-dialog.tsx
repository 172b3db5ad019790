"use client";
import { type FormEvent, useState } from "react";
import type { ApprovalDetail, WaitingCall } from "@/lib/api/schema";
import { sayDuration } from "@/lib/base/schema";
import { Chip, Chips } from "../ui/chips";
import { Dialog, DialogBody } from "../ui/dialog";
import { DurationInput } from "../ui/duration-input";
import { ErrorState } from "../ui/error-state";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import type { OnAnswer, ReviewAct } from "./answer";
import { ApproveActions } from "./approve-actions";
import { PatternCondition } from "./pattern-condition";
import { beginPattern, checkPattern, conditionsOf, patternOf, withCondition } from "./pattern-draft";
import { PatternTrial } from "./pattern-trial";

type PatternDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  approval: ApprovalDetail;
  call: WaitingCall;
  act: ReviewAct;
  /** Whether it is signed with a passkey. */
  signs: boolean;
  onAnswer: OnAnswer;
};

/** Approves a call and calls like it, for a while: which ones is seen before it is given. */
export function PatternDialog({ open, onOpenChange, ...rest }: PatternDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Approve calls like it"
      description="This call goes, and so do later ones of this task that fit, without asking. It ends with the task’s pause, its lease or your time, whatever comes first."
      wide
      busy={rest.act.isPending}
    >
      <PatternForm {...rest} onCancel={() => onOpenChange(false)} />
    </Dialog>
  );
}

const CHIPS = [900, 3600, 14_400] as const;

function PatternForm({
  approval,
  call,
  act,
  signs,
  onAnswer,
  onCancel,
}: Omit<PatternDialogProps, "open" | "onOpenChange"> & { onCancel: () => void }) {
  const left = secondsLeft(approval);
  const [draft, setDraft] = useState(() => beginPattern(call, left));
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const problems = checkPattern(draft, left);
  const isSound = Object.keys(problems?.conditions ?? {}).length === 0;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if (problems || act.isPending) return;
    onAnswer({ answer: "pattern", pattern: patternOf(draft), reason: reason.trim() || undefined });
  };
  return (
    <form onSubmit={submit} noValidate>
      <DialogBody>
        {draft.conditions.length === 0 && <p className="hint">It has no arguments: calls without any fit.</p>}
        {draft.conditions.map((condition) => (
          <PatternCondition
            key={condition.name}
            condition={condition}
            problem={problems?.conditions[condition.name]}
            onChange={(part) => setDraft(withCondition(draft, condition.name, part))}
          />
        ))}
        <PatternTrial approvalId={approval.id} conditions={isSound ? conditionsOf(draft) : null} />
        <Field
          label="For"
          hint={`At most ${sayDuration(left, 2)}: then the task is asked about again.`}
          error={tried ? problems?.ends : undefined}
        >
          <Chips label="Usual times">
            {CHIPS.filter((seconds) => seconds < left).map((seconds) => (
              <Chip key={seconds} on={draft.seconds === seconds} onToggle={() => setDraft({ ...draft, seconds })}>
                {sayDuration(seconds)}
              </Chip>
            ))}
            <Chip on={draft.seconds === left} onToggle={() => setDraft({ ...draft, seconds: left })}>
              as long as it may run
            </Chip>
          </Chips>
          <DurationInput label="For" value={draft.seconds} onValue={(seconds) => setDraft({ ...draft, seconds })} />
        </Field>
        <Field label="At most so many calls" optional error={tried ? problems?.calls : undefined}>
          <Input
            inputMode="numeric"
            value={draft.calls}
            onChange={(event) => setDraft({ ...draft, calls: event.target.value })}
          />
        </Field>
        <Field label="Reason" optional hint="Kept in the log.">
          <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </Field>
        {act.isError && <ErrorState error={act.error} inline notDone="Nothing was recorded." />}
      </DialogBody>
      <ApproveActions act={act} signs={signs} as="pattern" what="calls like it" onCancel={onCancel} />
    </form>
  );
}

const DAY = 86_400;

/** How long the task may run without being asked, at most a day, in whole seconds. */
export function secondsLeft({ ifApproved }: ApprovalDetail): number {
  const ends = [ifApproved?.leaseAt, ifApproved?.endAt].flatMap((at) => (at ? [Date.parse(at)] : []));
  const now = ifApproved ? Date.parse(ifApproved.at) : 0;
  // A little less: some of it passes while the reviewer decides.
  return Math.max(0, Math.min(DAY, Math.floor((Math.min(...ends) - now) / 60_000) * 60 - 60));
}
