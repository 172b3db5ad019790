"use client";
import { type FormEvent, type ReactNode, useState } from "react";
import { Button, type ButtonVariant } from "./button";
import { Chip, Chips } from "./chips";
import { Dialog, DialogActions, DialogBody } from "./dialog";
import { ErrorState } from "./error-state";
import { Field } from "./field";
import type { LucideIcon } from "./icon";
import { inOrder } from "./in-order";
import { Textarea } from "./input";

export type ConfirmDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  /** What will stop, by name. Shown before it does; `more` counts what the list leaves out. */
  stops?: { title: string; items: readonly ReactNode[]; more?: number };
  /** Further choices, such as "stop calls in flight now". */
  children?: ReactNode;
  /** Where set, a reason is asked and must be given; it is recorded. */
  reason?: {
    label?: string;
    hint?: string;
    minLength?: number;
    /** What is said when there is none. */
    missing?: string;
    /** Sentences that one press writes; they can be changed afterwards. */
    presets?: readonly string[];
  };
  confirm: string;
  confirmIcon?: LucideIcon;
  variant?: ButtonVariant;
  /** The word while the server has not answered. */
  busyWord?: string;
  busy: boolean;
  /** Why it cannot be confirmed yet. */
  blocked?: string | false;
  error?: unknown;
  onConfirm: (reason: string) => void;
};

/** Asks once more before something stops: what it is, what stops with it, and why. It stays until the server has spoken. */
export function ConfirmDialog({ open, onOpenChange, title, description, busy, ...rest }: ConfirmDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title} description={description} busy={busy}>
      <ConfirmForm {...rest} busy={busy} onCancel={() => onOpenChange(false)} />
    </Dialog>
  );
}

type ConfirmFormProps = Omit<ConfirmDialogProps, "open" | "onOpenChange" | "title" | "description"> & {
  onCancel: () => void;
};

function ConfirmForm({ stops, children, reason, error, onConfirm, onCancel, busy, ...look }: ConfirmFormProps) {
  const [text, setText] = useState("");
  const [missed, setMissed] = useState(false);
  const least = reason?.minLength ?? 1;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason && text.trim().length < least) {
      setMissed(true);
      return;
    }
    if (!busy && !look.blocked) {
      onConfirm(text.trim());
    }
  };
  return (
    <form onSubmit={submit} noValidate>
      <DialogBody>
        {stops && <Stops {...stops} />}
        {children}
        {reason?.presets && (
          <Chips label="Usual reasons">
            {reason.presets.map((preset) => (
              <Chip key={preset} on={text === preset} onToggle={() => setText(text === preset ? "" : preset)}>
                {preset}
              </Chip>
            ))}
          </Chips>
        )}
        {reason && (
          <Field
            label={reason.label ?? "Reason"}
            hint={reason.hint ?? "Kept in the log and shown to the agent."}
            error={
              missed && text.trim().length < least
                ? (reason.missing ?? "Say why. The reason is kept with the record.")
                : undefined
            }
          >
            <Textarea value={text} onChange={(event) => setText(event.target.value)} maxLength={500} />
          </Field>
        )}
        {error !== undefined && error !== null && <ErrorState error={error} inline />}
      </DialogBody>
      <DialogActions>
        <Button onClick={onCancel} blocked={busy}>
          Cancel
        </Button>
        <Button
          type="submit"
          variant={look.variant ?? "stop"}
          icon={look.confirmIcon}
          busy={busy && (look.busyWord ?? "Recording…")}
          blocked={look.blocked}
        >
          {look.confirm}
        </Button>
      </DialogActions>
    </form>
  );
}

function Stops({ title, items, more = 0 }: NonNullable<ConfirmDialogProps["stops"]>) {
  return (
    <section className="sect">
      <h3>{title}</h3>
      <ul className="box rows pad stops">
        {inOrder(items, (item) => (
          <li>{item}</li>
        ))}
        {more > 0 && <li className="muted">and {more} more</li>}
      </ul>
    </section>
  );
}
