"use client";
import { type FormEvent, useState } from "react";
import { personNameSchema, TOKEN_RIGHTS, type TokenRight } from "@/lib/identity/schema";
import { type useAct, useEndpoint } from "../api/queries";
import { focusFirstError } from "../sign-in/focus-first-error";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { DialogActions, DialogBody } from "../ui/dialog";
import { ErrorState } from "../ui/error-state";
import { Field, FieldGroup } from "../ui/field";
import { Input, Select } from "../ui/input";
import { lengthsFor, NEW_TOKEN, TOKEN_RIGHT_WORDS, toggleRight } from "./token-draft";

type MakeTokenFormProps = { act: ReturnType<typeof useAct<"makeAccessToken">>; onCancel: () => void };

/** What the token is for, what it may, and for how long. */
export function MakeTokenForm({ act, onCancel }: MakeTokenFormProps) {
  const [draft, setDraft] = useState(NEW_TOKEN);
  const [missed, setMissed] = useState(false);
  const name = personNameSchema.safeParse(draft.name).error?.issues[0]?.message;
  const rights = draft.rights.length === 0 ? "Give it at least one right." : undefined;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setMissed(true);
    if (name || rights) return focusFirstError(event);
    if (!act.isPending) act.mutate({ ...draft, rights: [...draft.rights] });
  };
  return (
    <form onSubmit={submit} noValidate>
      <DialogBody>
        <Field label="Name" hint="What it is for, as the list and the log will say." error={missed && name}>
          <Input
            value={draft.name}
            autoComplete="off"
            maxLength={80}
            onChange={(event) => setDraft({ ...draft, name: event.target.value })}
          />
        </Field>
        <FieldGroup label="It may" error={missed && rights}>
          <Rights rights={draft.rights} onToggle={(right) => setDraft(toggleRight(draft, right))} />
        </FieldGroup>
        <Field label="Ends after" hint={draft.rights.includes("review") ? REVIEW_HINT : undefined}>
          <Select
            value={String(draft.days)}
            onValue={(days) => setDraft({ ...draft, days: Number(days) })}
            options={lengthsFor(draft.rights).map((days) => ({ value: String(days), label: `${days} days` }))}
          />
        </Field>
        {act.isError && <ErrorState error={act.error} notDone="No token was made." inline />}
      </DialogBody>
      <DialogActions>
        <Button onClick={onCancel} blocked={act.isPending}>
          Cancel
        </Button>
        <Button type="submit" variant="solid" busy={act.isPending && "Recording…"}>
          Make it
        </Button>
      </DialogActions>
    </form>
  );
}

const REVIEW_HINT = "A token that reviews does not live longer.";

function Rights({ rights, onToggle }: { rights: readonly TokenRight[]; onToggle: (right: TokenRight) => void }) {
  const me = useEndpoint("me", {}).data;
  return (
    <div className="grid gap-2">
      {TOKEN_RIGHTS.map((right) => {
        const { label, note } = TOKEN_RIGHT_WORDS[right];
        const lacking = right !== "read" && me !== undefined && !me.rights.includes(right);
        return (
          <Checkbox
            key={right}
            checked={rights.includes(right)}
            disabled={lacking}
            onChange={() => onToggle(right)}
            note={lacking ? `You may not ${right} yourself, so no token of yours may.` : note}
          >
            {label}
          </Checkbox>
        );
      })}
    </div>
  );
}
