"use client";
import { type FormEvent, useState } from "react";
import type { ChannelRow } from "@/lib/api/schema";
import { CHANNEL_KINDS } from "@/lib/notify/schema";
import type { FieldErrors } from "../api/field-errors";
import { useFieldErrors } from "../api/use-field-errors";
import { Button } from "../ui/button";
import { DialogActions, DialogBody } from "../ui/dialog";
import { ErrorState } from "../ui/error-state";
import { Field, FieldGroup } from "../ui/field";
import { Input } from "../ui/input";
import { RadioSegments } from "../ui/radio-segments";
import { type ChannelDraft, type ChannelFormPart, refusedChannel } from "./channel-draft";
import { KIND_FACES } from "./channel-words";
import { MailFields } from "./mail-fields";
import { RoomFields } from "./room-fields";

type ChannelFormProps = {
  start: ChannelDraft;
  channel?: ChannelRow;
  busy: boolean;
  error: unknown;
  /** Sends the draft, or says what is wrong with it. `refuse` shows what the server refused. */
  onSave: (draft: ChannelDraft, refuse: (error: unknown) => void) => FieldErrors | null;
  onCancel: () => void;
};

const KINDS = CHANNEL_KINDS.map((kind) => ({ value: kind, label: KIND_FACES[kind].word }));

/** Everything of one channel: how it is called, where it leads, what goes there. */
export function ChannelForm({ start, channel, busy, error, onSave, onCancel }: ChannelFormProps) {
  const [draft, setDraft] = useState(start);
  const errors = useFieldErrors();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) errors.show(onSave(draft, (refused) => errors.show(refusedChannel(refused))) ?? {});
  };
  const change = (changed: Partial<ChannelDraft>) => {
    setDraft({ ...draft, ...changed });
    for (const field of Object.keys(changed)) errors.clear(PATHS[field] ?? `settings.${field}`);
  };
  const part: ChannelFormPart = { draft, onChange: change, errorAt: errors.at, channel };
  const elsewhere = error !== null && Object.keys(refusedChannel(error)).length === 0;
  return (
    <form ref={errors.form} onSubmit={submit} noValidate>
      <DialogBody>
        {!channel && (
          <FieldGroup label="Kind">
            <span>
              <RadioSegments
                label="Kind"
                value={draft.kind}
                segments={KINDS}
                onValue={(kind) => {
                  errors.show({});
                  setDraft({ ...draft, kind });
                }}
              />
            </span>
          </FieldGroup>
        )}
        {!channel && (
          <Field label="Name" hint="Rules and the log speak of it by this name; it stays." error={errors.at("name")}>
            <Input mono value={draft.name} maxLength={63} onChange={(event) => change({ name: event.target.value })} />
          </Field>
        )}
        {draft.kind === "email" ? <MailFields {...part} /> : <RoomFields {...part} />}
        {elsewhere && <ErrorState error={error} inline notDone="Nothing was saved." />}
      </DialogBody>
      <DialogActions>
        <Button onClick={onCancel} blocked={busy}>
          Cancel
        </Button>
        <Button type="submit" variant="solid" busy={busy && "Recording…"}>
          {channel ? "Save" : "Add the channel"}
        </Button>
      </DialogActions>
    </form>
  );
}

/** Fields whose path in the input is another than their name in the draft. */
const PATHS: Readonly<Record<string, string>> = { name: "name", sender: "settings.from" };
