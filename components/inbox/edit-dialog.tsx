"use client";
import { type FormEvent, useMemo, useState } from "react";
import type { WaitingCall } from "@/lib/api/schema";
import { type Change, Changes } from "../domain/changes";
import { Untrusted } from "../domain/untrusted";
import { Dialog, DialogBody } from "../ui/dialog";
import { ErrorState } from "../ui/error-state";
import { Field } from "../ui/field";
import { Input, Textarea } from "../ui/input";
import type { OnAnswer, ReviewAct } from "./answer";
import { ApproveActions } from "./approve-actions";
import { type EditedArgument, editText, maskedStill, readEdit } from "./edit-draft";
import { EditFaults } from "./edit-faults";
import { useFaults } from "./use-faults";

type EditDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  call: WaitingCall;
  act: ReviewAct;
  /** Whether it is signed with a passkey. */
  signs: boolean;
  /** What has to be typed first, as on the card. */
  target: string | undefined;
  onAnswer: OnAnswer;
};

/** Approves a call with other arguments than the agent's; the agent is told. */
export function EditDialog({ open, onOpenChange, ...rest }: EditDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Edit the arguments"
      description="The call goes with what you write here instead, once. The agent is told what you changed."
      wide
      busy={rest.act.isPending}
    >
      <EditForm {...rest} onCancel={() => onOpenChange(false)} />
    </Dialog>
  );
}

function EditForm({
  call,
  act,
  signs,
  target,
  onAnswer,
  onCancel,
}: Omit<EditDialogProps, "open" | "onOpenChange"> & { onCancel: () => void }) {
  const [text, setText] = useState(() => editText(call));
  const [reason, setReason] = useState("");
  const [typed, setTyped] = useState("");
  const [tried, setTried] = useState(false);
  const read = useMemo(() => readEdit(text, call), [text, call]);
  const edited = "arguments" in read ? read.arguments : null;
  const masks = useMemo(() => (edited ? maskedStill(edited, call) : []), [edited, call]);
  const faults = useFaults(call.inputSchema, edited, masks);
  const untyped = target !== undefined && typed.trim() !== target;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if ("problem" in read || untyped || act.isPending) return;
    onAnswer({ answer: "edit", arguments: read.arguments, reason: reason.trim() || undefined });
  };
  const masked = call.arguments.state === "shown" && call.arguments.masked.length > 0;
  return (
    <form onSubmit={submit} noValidate>
      <DialogBody>
        <Field
          label="Arguments"
          hint={masked ? "A masked value that you leave as it stands is sent as it is." : undefined}
          error={tried && "problem" in read ? read.problem : undefined}
        >
          <Textarea
            mono
            rows={Math.min(14, Math.max(5, text.split("\n").length))}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        {"changes" in read ? (
          <Changes changes={read.changes.map(toChange)} same="all other arguments" />
        ) : (
          !tried && <p className="hint">{read.problem}</p>
        )}
        <EditFaults faults={faults} />
        <Field label="Reason" optional hint="Kept in the log and shown to the agent.">
          <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </Field>
        {target !== undefined && (
          <Field label={`Type ${target} to approve`} error={tried && untyped ? `Type ${target} first.` : undefined}>
            <Input mono value={typed} onChange={(event) => setTyped(event.target.value)} />
          </Field>
        )}
        {act.isError && <ErrorState error={act.error} inline notDone="Nothing was recorded." />}
      </DialogBody>
      <ApproveActions
        act={act}
        signs={signs}
        as="edit"
        what={faults.length > 0 ? "edited all the same" : "edited"}
        onCancel={onCancel}
      />
    </form>
  );
}

function toChange({ name, before, after }: EditedArgument): Change {
  return {
    kind: before === null ? "new" : after === null ? "less" : "changed",
    name: <Untrusted text={name} />,
    before: before === null ? undefined : <Untrusted text={before} names="full" />,
    after: after === null ? undefined : <Untrusted text={after} names="full" />,
    mono: true,
  };
}
