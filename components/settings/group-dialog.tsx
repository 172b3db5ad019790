"use client";
import { type FormEvent, useState } from "react";
import type { GroupRow } from "@/lib/api/schema";
import { groupMakingSchema } from "@/lib/identity/schema";
import { useAct, useEndpoint } from "../api/queries";
import { focusFirstError } from "../sign-in/focus-first-error";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { Dialog, DialogActions, DialogBody } from "../ui/dialog";
import { ErrorState } from "../ui/error-state";
import { Field, FieldGroup } from "../ui/field";
import { Input } from "../ui/input";
import { SkeletonRows } from "../ui/skeleton";

type GroupDialogProps = { group: GroupRow | null; open: boolean; onOpenChange: (open: boolean) => void };

/** Makes a group, or changes who is in one. Its name is how rules know it and stays. */
export function GroupDialog({ group, open, onOpenChange }: GroupDialogProps) {
  const make = useAct("makeGroup", ["listGroups"]);
  const change = useAct("changeGroup", ["listGroups"]);
  const busy = make.isPending || change.isPending;
  const done = { onSuccess: () => onOpenChange(false) };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={group ? `Change ${group.name}` : "Make a group"}
      description="Only members who are active approvers count. Open questions ask for as many of it as before."
      busy={busy}
    >
      <GroupForm
        group={group}
        busy={busy}
        error={make.error ?? change.error}
        onCancel={() => onOpenChange(false)}
        onSave={({ name, note, memberIds }) =>
          group ? change.mutate({ id: group.id, note, memberIds }, done) : make.mutate({ name, note, memberIds }, done)
        }
      />
    </Dialog>
  );
}

type Draft = { name: string; note: string; memberIds: string[] };
type FormProps = {
  group: GroupRow | null;
  busy: boolean;
  error: unknown;
  onSave: (draft: Draft) => void;
  onCancel: () => void;
};

function GroupForm({ group, busy, error, onSave, onCancel }: FormProps) {
  const [draft, setDraft] = useState<Draft>({
    name: group?.name ?? "",
    note: group?.note ?? "",
    memberIds: group?.members.map(({ id }) => id) ?? [],
  });
  const [missed, setMissed] = useState(false);
  const people = useEndpoint("listNames", {});
  const parsed = groupMakingSchema.safeParse(draft);
  const problem = missed ? parsed.error?.issues.find(({ path }) => path[0] === "name")?.message : undefined;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setMissed(true);
    if (!parsed.success) return focusFirstError(event);
    if (!busy) onSave(parsed.data);
  };
  const toggle = (id: string, on: boolean) =>
    setDraft({ ...draft, memberIds: on ? [...draft.memberIds, id] : draft.memberIds.filter((other) => other !== id) });
  return (
    <form onSubmit={submit} noValidate>
      <DialogBody>
        {!group && (
          <Field
            label="Name"
            hint="How rules ask for it, such as security. It cannot be changed later."
            error={problem}
          >
            <Input
              mono
              value={draft.name}
              maxLength={63}
              onChange={(event) => setDraft({ ...draft, name: event.target.value })}
            />
          </Field>
        )}
        <Field label="Note" optional hint="For people: what it is asked for.">
          <Input
            value={draft.note}
            maxLength={200}
            autoComplete="off"
            onChange={(event) => setDraft({ ...draft, note: event.target.value })}
          />
        </Field>
        <FieldGroup label="Members">
          {people.isPending && <SkeletonRows rows={4} label="Loading people" />}
          <div className="grid gap-2">
            {people.data?.items
              .filter(({ id, active }) => active || draft.memberIds.includes(id))
              .map(({ id, name, active, approver }) => (
                <Checkbox
                  key={id}
                  checked={draft.memberIds.includes(id)}
                  onChange={(event) => toggle(id, event.target.checked)}
                  note={!active ? "disabled: does not count" : approver ? undefined : "no approver: does not count"}
                >
                  {name}
                </Checkbox>
              ))}
          </div>
        </FieldGroup>
        {error !== null && error !== undefined && <ErrorState error={error} notDone="Nothing was changed." inline />}
      </DialogBody>
      <DialogActions>
        <Button onClick={onCancel} blocked={busy}>
          Cancel
        </Button>
        <Button type="submit" variant="solid" busy={busy && "Recording…"}>
          {group ? "Save" : "Make the group"}
        </Button>
      </DialogActions>
    </form>
  );
}
