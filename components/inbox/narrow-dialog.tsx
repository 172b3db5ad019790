"use client";
import { type FormEvent, useState } from "react";
import type { ApprovalDetail } from "@/lib/api/schema";
import { sayDuration } from "@/lib/base/schema";
import { Untrusted } from "../domain/untrusted";
import { serverNow } from "../time/server-time";
import { Checkbox } from "../ui/checkbox";
import { Chip, Chips } from "../ui/chips";
import { Dialog, DialogBody } from "../ui/dialog";
import { DurationInput } from "../ui/duration-input";
import { ErrorState } from "../ui/error-state";
import { Field, FieldGroup } from "../ui/field";
import { Input } from "../ui/input";
import type { OnAnswer, ReviewAct } from "./answer";
import { ApproveActions } from "./approve-actions";
import { type Authority, checkLess, type LessDraft, NOTHING_LESS, scopeLeft, toolKey } from "./less-draft";
import { Asked, TimeChips } from "./less-fields";
import { beginChips, mostTime, untilChips } from "./less-times";
import { pinsOf } from "./pin-draft";
import { PinFields } from "./pin-fields";

type NarrowDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  authority: Authority;
  /** What approving all of it would set in motion. */
  given: ApprovalDetail["ifApproved"];
  act: ReviewAct;
  /** Whether it is signed with a passkey. */
  signs: boolean;
  onAnswer: OnAnswer;
};

/** Approves less than was asked: fewer tools, some arguments only, less time, fewer calls. */
export function NarrowDialog({ open, onOpenChange, act, ...form }: NarrowDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Approve less"
      description="Take away what it should not get. Nothing can be added."
      busy={act.isPending}
    >
      <NarrowForm {...form} act={act} onCancel={() => onOpenChange(false)} />
    </Dialog>
  );
}

function NarrowForm({
  authority,
  given,
  act,
  signs,
  onAnswer,
  onCancel,
}: Omit<NarrowDialogProps, "open" | "onOpenChange"> & { onCancel: () => void }) {
  const [draft, setDraft] = useState(NOTHING_LESS);
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const [now] = useState(() => new Date(serverNow()));
  const most = mostTime(authority, given);
  const problems = checkLess(draft, authority, most);
  const change = (part: Partial<LessDraft>) => setDraft({ ...draft, ...part });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if (problems || act.isPending) return;
    onAnswer({
      answer: "narrow",
      reason: reason.trim() || undefined,
      scope: draft.dropped.size > 0 ? scopeLeft(authority, draft) : undefined,
      endsInSeconds: draft.seconds ?? undefined,
      calls: draft.calls.trim() === "" ? undefined : Number(draft.calls),
      pins: pinsOf(draft.pins, (server, tool) => !draft.dropped.has(toolKey(server, tool))),
      notBefore: draft.delay === null ? undefined : new Date(serverNow() + draft.delay * 1000).toISOString(),
    });
  };
  const toggle = (key: string) => {
    const dropped = new Set(draft.dropped);
    if (!dropped.delete(key)) dropped.add(key);
    change({ dropped });
  };
  return (
    <form onSubmit={submit} noValidate>
      <DialogBody>
        <FieldGroup label="Tools it gets" error={tried ? problems?.tools : undefined}>
          {authority.scope.map(({ server, tools }) =>
            tools.map((tool) => (
              <Checkbox
                key={toolKey(server, tool)}
                checked={!draft.dropped.has(toolKey(server, tool))}
                onChange={() => toggle(toolKey(server, tool))}
              >
                <Untrusted text={tool} mono /> on <Untrusted text={server} />
              </Checkbox>
            )),
          )}
        </FieldGroup>
        <PinFields authority={authority} pins={draft.pins} tried={tried} onPins={(pins) => change({ pins })} />
        <Field
          label="Ends after"
          optional
          hint={<Asked what={sayDuration(most.end, 2)} seconds={draft.seconds} then="It ends" />}
          error={problems?.ends}
        >
          <TimeChips
            label="Usual lengths"
            chips={untilChips(most, now)}
            value={draft.seconds}
            onValue={(seconds) => change({ seconds })}
          />
          <DurationInput label="Ends after" value={draft.seconds} onValue={(seconds) => change({ seconds })} />
        </Field>
        <Field
          label="At most so many calls"
          optional
          hint={authority.calls === null ? "Asked: no limit." : `Asked: ${authority.calls}.`}
          error={problems?.calls}
        >
          {authority.calls !== 1 && (
            <Chips label="Usual numbers of calls">
              <Chip on={draft.calls === "1"} onToggle={() => change({ calls: draft.calls === "1" ? "" : "1" })}>
                Single use
              </Chip>
            </Chips>
          )}
          <Input inputMode="numeric" value={draft.calls} onChange={(event) => change({ calls: event.target.value })} />
        </Field>
        <Field
          label="Begins after"
          optional
          hint={<Asked what="at once" seconds={draft.delay} then="Calls before that are denied: it begins" />}
          error={problems?.begins}
        >
          <TimeChips
            label="Usual delays"
            chips={beginChips(most)}
            value={draft.delay}
            onValue={(delay) => change({ delay })}
          />
          <DurationInput label="Begins after" value={draft.delay} onValue={(delay) => change({ delay })} />
        </Field>
        <Field label="Reason" optional hint="Kept in the log and shown to the agent.">
          <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </Field>
        {act.isError && <ErrorState error={act.error} inline notDone="Nothing was recorded." />}
      </DialogBody>
      <ApproveActions act={act} signs={signs} as="narrow" what="less" onCancel={onCancel} />
    </form>
  );
}
