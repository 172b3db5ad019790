"use client";
import { useEndpoint } from "../api/queries";
import { Field } from "../ui/field";
import { Select } from "../ui/input";

type OwnerFieldProps = { ownerId: string; onOwner: (id: string) => void; error?: string };

/** Who answers for an agent. Nobody approves for their own, so somebody else must be there who can. */
export function OwnerField({ ownerId, onOwner, error }: OwnerFieldProps) {
  const people = useEndpoint("listNames", {});
  const active = people.data?.items.filter((person) => person.active) ?? [];
  const others = active.filter((person) => person.approver && person.id !== ownerId);
  const known = active.some((person) => person.id === ownerId);
  return (
    <Field
      id="owner"
      label="Owner"
      hint="Answers for the agent. Nobody approves for their own agent."
      warning={
        people.isSuccess && known && others.length === 0
          ? "Nobody else can approve for it yet: its calls would wait until somebody is invited as approver."
          : undefined
      }
      error={error ?? (people.isError ? "The people could not be loaded. Reload the page." : undefined)}
    >
      <Select
        value={known ? ownerId : ""}
        onValue={onOwner}
        options={[
          ...(known ? [] : [{ value: "", label: people.isPending ? "Loading…" : "Choose somebody", disabled: true }]),
          ...active.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
    </Field>
  );
}
