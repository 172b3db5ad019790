"use client";
import { type FormEvent, useState } from "react";
import type { PersonRow } from "@/lib/api/schema";
import { type PersonChange, personNameSchema, type Role } from "@/lib/identity/schema";
import { type useAct, useEndpoint } from "../api/queries";
import { focusFirstError } from "../sign-in/focus-first-error";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { Dialog, DialogActions, DialogBody } from "../ui/dialog";
import { ErrorState } from "../ui/error-state";
import { Field, FieldGroup } from "../ui/field";
import { Input, Select } from "../ui/input";
import type { PersonFacts } from "./person-facts";
import { RolePicker } from "./role-picker";
import { useDialogAct } from "./use-dialog-act";

type EditPersonDialogProps = PersonFacts & { open: boolean; onOpenChange: (open: boolean) => void };

/** Changes a person's name, roles and right to see payloads. */
export function EditPersonDialog({ open, onOpenChange, ...facts }: EditPersonDialogProps) {
  const { act, close } = useDialogAct("changePerson", ["listPeople", "listNames", "me"], onOpenChange);
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={`Change ${facts.person.name}`}
      description={`${facts.person.email}. Open pages follow within a second.`}
      busy={act.isPending}
    >
      <EditPersonForm {...facts} act={act} onDone={close} />
    </Dialog>
  );
}

type Draft = {
  name: string;
  roles: readonly Role[];
  seesBodies: boolean;
  breakGlass: boolean;
  samePersonAs: string | null;
};
type FormProps = PersonFacts & { act: ReturnType<typeof useAct<"changePerson">>; onDone: () => void };

function EditPersonForm({ person, isMe, isOnlyAdmin, act, onDone }: FormProps) {
  const [draft, setDraft] = useState<Draft>({ ...person, samePersonAs: person.samePersonAs?.id ?? null });
  const people = useEndpoint("listPeople", {}).data?.items ?? [];
  const name = personNameSchema.safeParse(draft.name).error?.issues[0]?.message;
  const change = changeOf(person, draft);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (name) return focusFirstError(event);
    if (change && !act.isPending) act.mutate({ id: person.id, ...change }, { onSuccess: onDone });
  };
  const leaves = isMe && !draft.roles.includes("admin");
  return (
    <form onSubmit={submit} noValidate>
      <DialogBody>
        <Field label="Name" error={name}>
          <Input
            value={draft.name}
            maxLength={80}
            autoComplete="off"
            onChange={(event) => setDraft({ ...draft, name: event.target.value })}
          />
        </Field>
        <FieldGroup label="Roles" warning={leaves && "You would no longer manage people, nor come back to this."}>
          <RolePicker
            roles={draft.roles}
            onRoles={(roles) => setDraft({ ...draft, roles })}
            kept={isOnlyAdmin ? { role: "admin", why: "the only admin; make somebody else admin first" } : undefined}
          />
        </FieldGroup>
        <FieldGroup label="Payloads">
          <Checkbox
            checked={draft.seesBodies}
            onChange={(event) => setDraft({ ...draft, seesBodies: event.target.checked })}
            note="Needed to approve calls: nobody approves what they cannot read. No role gives it."
          >
            sees arguments and results
          </Checkbox>
        </FieldGroup>
        <FieldGroup label="Break glass">
          <Checkbox
            checked={draft.breakGlass}
            onChange={(event) => setDraft({ ...draft, breakGlass: event.target.checked })}
            note="Authority for a few minutes without the approvals it takes, in front of everybody, judged afterwards. Never for their own agents. No role gives it."
          >
            may break the glass
          </Checkbox>
        </FieldGroup>
        <Field
          label="The same person as"
          optional
          hint="Another account of theirs. Together they count once, and neither approves for an agent of the other."
        >
          <Select
            value={draft.samePersonAs ?? ""}
            options={[
              { value: "", label: "nobody else" },
              ...people.filter(({ id }) => id !== person.id).map(({ id, email }) => ({ value: id, label: email })),
            ]}
            onValue={(id) => setDraft({ ...draft, samePersonAs: id === "" ? null : id })}
          />
        </Field>
        {act.isError && <ErrorState error={act.error} notDone="Nothing was changed." inline />}
      </DialogBody>
      <DialogActions>
        <Button onClick={onDone} blocked={act.isPending}>
          Cancel
        </Button>
        <Button
          type="submit"
          variant="solid"
          busy={act.isPending && "Recording…"}
          blocked={!change && "Nothing is changed yet"}
        >
          Save
        </Button>
      </DialogActions>
    </form>
  );
}

/** What the draft changes; null when it changes nothing. */
function changeOf(person: PersonRow, draft: Draft): PersonChange | null {
  const sameRoles =
    draft.roles.length === person.roles.length && draft.roles.every((role) => person.roles.includes(role));
  const change: PersonChange = {
    ...(draft.name.trim() !== person.name && { name: draft.name.trim() }),
    ...(!sameRoles && { roles: [...draft.roles] }),
    ...(draft.seesBodies !== person.seesBodies && { seesBodies: draft.seesBodies }),
    ...(draft.breakGlass !== person.breakGlass && { breakGlass: draft.breakGlass }),
    ...(draft.samePersonAs !== (person.samePersonAs?.id ?? null) && { samePersonAs: draft.samePersonAs }),
  };
  return Object.keys(change).length > 0 ? change : null;
}
