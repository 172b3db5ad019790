"use client";
import { Mail } from "lucide-react";
import { type FormEvent, useState } from "react";
import { type Inviting, invitingSchema } from "@/lib/identity/schema";
import { focusFirstError } from "../sign-in/focus-first-error";
import { Button } from "../ui/button";
import { DialogActions, DialogBody } from "../ui/dialog";
import { ErrorState } from "../ui/error-state";
import { Field, FieldGroup } from "../ui/field";
import { Input } from "../ui/input";
import { RolePicker } from "./role-picker";

type InviteFormProps = {
  again: Inviting | undefined;
  busy: boolean;
  error: unknown;
  onSend: (inviting: Inviting) => void;
  onCancel: () => void;
};

const EMPTY: Inviting = { email: "", name: "", roles: [] };

/** Who is invited, and as what. */
export function InviteForm({ again, busy, error, onSend, onCancel }: InviteFormProps) {
  const [draft, setDraft] = useState<Inviting>(again ?? EMPTY);
  const [missed, setMissed] = useState(false);
  const parsed = invitingSchema.safeParse(draft);
  const problem = (field: "email" | "name") =>
    missed ? parsed.error?.issues.find((issue) => issue.path[0] === field)?.message : undefined;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setMissed(true);
    if (!parsed.success) return focusFirstError(event);
    if (!busy) onSend(parsed.data);
  };
  return (
    <form onSubmit={submit} noValidate>
      <DialogBody>
        <Field label="E-mail" hint="By which they sign in. No mail is sent." error={problem("email")}>
          <Input
            type="email"
            autoComplete="off"
            autoCapitalize="none"
            readOnly={again !== undefined}
            value={draft.email}
            onChange={(event) => setDraft({ ...draft, email: event.target.value })}
          />
        </Field>
        <Field label="Name" hint="As others read it beside what they sign." error={problem("name")}>
          <Input
            autoComplete="off"
            maxLength={80}
            value={draft.name}
            onChange={(event) => setDraft({ ...draft, name: event.target.value })}
          />
        </Field>
        <FieldGroup label="Roles">
          <RolePicker roles={draft.roles} onRoles={(roles) => setDraft({ ...draft, roles: [...roles] })} />
        </FieldGroup>
        {error !== null && error !== undefined && <ErrorState error={error} notDone="Nobody was invited." inline />}
      </DialogBody>
      <DialogActions>
        <Button onClick={onCancel} blocked={busy}>
          Cancel
        </Button>
        <Button type="submit" variant="solid" icon={Mail} busy={busy && "Recording…"}>
          Make the link
        </Button>
      </DialogActions>
    </form>
  );
}
