"use client";
import { Fingerprint } from "lucide-react";
import { type FormEvent, useState } from "react";
import { passkeyNameSchema } from "@/lib/identity/schema";
import { ApiError } from "../api/client";
import { fieldProblems, otherProblem } from "../settings/field-problems";
import { focusFirstError } from "../sign-in/focus-first-error";
import { PasswordField } from "../sign-in/password-field";
import { Button } from "../ui/button";
import { Dialog, DialogActions, DialogBody } from "../ui/dialog";
import { ErrorState } from "../ui/error-state";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { useEnrolment } from "./use-enrolment";

type EnrolDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

/** Enrols a passkey: what to call it, who one is when that is a while ago, and then the browser's own question. */
export function EnrolDialog({ open, onOpenChange }: EnrolDialogProps) {
  const act = useEnrolment();
  const close = () => {
    act.reset();
    onOpenChange(false);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title="Enrol a passkey"
      description="Your browser asks where to keep it: on this device, on a security key, or with a password manager that syncs it."
      busy={act.isPending}
    >
      <EnrolForm act={act} onCancel={close} />
    </Dialog>
  );
}

/** Which way somebody has to prove who they are, when their sign-in is old; null when it is not. */
const oldSignIn = (error: unknown): unknown =>
  error instanceof ApiError && error.code === "SIGN_IN_AGAIN" ? error.more.by : null;

function EnrolForm({ act, onCancel }: { act: ReturnType<typeof useEnrolment>; onCancel: () => void }) {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [asked, setAsked] = useState(false);
  const [missed, setMissed] = useState(false);
  const unnamed = passkeyNameSchema.safeParse(name).error?.issues[0]?.message;
  const refused = fieldProblems(act.error);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setMissed(true);
    if (unnamed || (asked && password === "")) return focusFirstError(event);
    if (act.isPending) return;
    const onSuccess = onCancel;
    const onError = (error: ApiError) => setAsked(asked || oldSignIn(error) === "password");
    act.mutate({ name: name.trim(), password: password || undefined }, { onSuccess, onError });
  };
  const byPassword = oldSignIn(act.error) === "password";
  const other = byPassword ? null : otherProblem(act.error, ["password"]);
  return (
    <form onSubmit={submit} noValidate>
      <DialogBody>
        <Field label="Name" hint="To tell it by: “blue security key”, “work laptop”." error={missed && unnamed}>
          <Input value={name} autoComplete="off" maxLength={80} onChange={(event) => setName(event.target.value)} />
        </Field>
        {asked && (
          <PasswordField
            label="Your password"
            kind="current"
            value={password}
            onValue={setPassword}
            hint="You signed in more than 10 min ago. Whoever sits at an open browser must not enrol a passkey of theirs."
            error={refused.password ?? (missed && !byPassword && password === "" ? "Enter your password." : null)}
          />
        )}
        {other !== null && <ErrorState error={other} notDone="Nothing was enrolled." inline />}
      </DialogBody>
      <DialogActions>
        <Button onClick={onCancel} blocked={act.isPending}>
          Cancel
        </Button>
        <Button type="submit" variant="solid" icon={Fingerprint} busy={act.isPending && "Waiting for your passkey…"}>
          Enrol
        </Button>
      </DialogActions>
    </form>
  );
}
