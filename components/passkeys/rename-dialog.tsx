"use client";
import { type FormEvent, useState } from "react";
import type { PasskeyRow } from "@/lib/api/schema";
import { passkeyNameSchema } from "@/lib/identity/schema";
import { useAct } from "../api/queries";
import { focusFirstError } from "../sign-in/focus-first-error";
import { Button } from "../ui/button";
import { Dialog, DialogActions, DialogBody } from "../ui/dialog";
import { ErrorState } from "../ui/error-state";
import { Field } from "../ui/field";
import { Input } from "../ui/input";

type RenameDialogProps = { passkey: PasskeyRow; open: boolean; onOpenChange: () => void };

/** Gives a passkey another name. */
export function RenameDialog({ passkey, open, onOpenChange }: RenameDialogProps) {
  const act = useAct("renamePasskey", ["listPasskeys"]);
  const close = () => {
    act.reset();
    onOpenChange();
  };
  return (
    <Dialog open={open} onOpenChange={close} title={`Rename ${passkey.name}`} busy={act.isPending}>
      <RenameForm passkey={passkey} act={act} onDone={close} />
    </Dialog>
  );
}

type RenameFormProps = { passkey: PasskeyRow; act: ReturnType<typeof useAct<"renamePasskey">>; onDone: () => void };

function RenameForm({ passkey, act, onDone }: RenameFormProps) {
  const [name, setName] = useState(passkey.name);
  const problem = passkeyNameSchema.safeParse(name).error?.issues[0]?.message;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (problem) return focusFirstError(event);
    if (!act.isPending) act.mutate({ id: passkey.id, name: name.trim() }, { onSuccess: onDone });
  };
  return (
    <form onSubmit={submit} noValidate>
      <DialogBody>
        <Field label="Name" error={problem}>
          <Input value={name} autoComplete="off" maxLength={80} onChange={(event) => setName(event.target.value)} />
        </Field>
        {act.isError && <ErrorState error={act.error} notDone="It keeps its name." inline />}
      </DialogBody>
      <DialogActions>
        <Button onClick={onDone} blocked={act.isPending}>
          Cancel
        </Button>
        <Button type="submit" variant="solid" busy={act.isPending && "Recording…"}>
          Rename
        </Button>
      </DialogActions>
    </form>
  );
}
