"use client";
import { BellOff, CircleCheck, Info } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { Me, Notifications } from "@/lib/api/schema";
import { type Choice, choiceSchema } from "@/lib/notify/schema";
import { refusedFields, unfitFields } from "../api/field-errors";
import { useAct } from "../api/queries";
import { useFieldErrors } from "../api/use-field-errors";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { EmptyState } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { FieldGroup } from "../ui/field";
import { Notice } from "../ui/notice";
import { KIND_FACES } from "./channel-words";
import { Events } from "./room-fields";
import { ownTimeZone, TimeZoneField } from "./time-zone-field";

type OwnChoicesProps = { told: Notifications; me: Me };

/** Where one is told, of what, and in which time zone. */
export function OwnChoices({ told, me }: OwnChoicesProps) {
  if (told.offered.length === 0) {
    return (
      <EmptyState icon={BellOff} title="No channel is set up">
        <p>
          {me.rights.includes("manage_channels")
            ? "Under Channels you add mail, Slack, Teams or webhooks; then everybody chooses here."
            : "An admin adds mail, Slack, Teams or webhooks; then you choose here."}
        </p>
      </EmptyState>
    );
  }
  return (
    <>
      <Standing told={told} me={me} />
      <ChoiceForm told={told} me={me} />
    </>
  );
}

/** What counts now, where that is not what the form says, or says nothing to this person. */
function Standing({ told, me }: OwnChoicesProps) {
  const mail = told.offered.find(({ id }) => told.choice.channelIds.includes(id));
  return (
    <>
      {!told.chosen && (
        <Notice icon={Info} title="You have not chosen yet">
          {mail
            ? `Until you do, you are told by ${mail.name} that something waits for you, and of nothing else.`
            : "Until you do, you are told nothing outside the page."}
        </Notice>
      )}
      {!me.rights.includes("review") && (
        <p className="hint">
          You are no approver, so nothing waits for you. You hear what came of the questions of your own agents.
        </p>
      )}
    </>
  );
}

function ChoiceForm({ told, me }: OwnChoicesProps) {
  const start = told.chosen ? told.choice : { ...told.choice, timeZone: ownTimeZone() };
  const [draft, setDraft] = useState<Choice>(start);
  const errors = useFieldErrors();
  const act = useAct("chooseNotifications", ["notifications"]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (act.isPending) return;
    const parsed = choiceSchema.safeParse(draft);
    if (!parsed.success) return errors.show(unfitFields(parsed.error));
    errors.show({});
    act.mutate(parsed.data, { onError: (error) => errors.show(refusedFields(error)) });
  };
  const change = (changed: Partial<Choice>) => {
    act.reset();
    setDraft({ ...draft, ...changed });
    for (const field of Object.keys(changed)) errors.clear(field);
  };
  const quiet = draft.channelIds.length === 0 || draft.events.length === 0;
  const same = told.chosen && JSON.stringify(draft) === JSON.stringify(told.choice);
  return (
    <form ref={errors.form} className="fields max-w-[640px]" onSubmit={submit} noValidate>
      <FieldGroup label="Where" error={errors.at("channelIds")}>
        <Where told={told} me={me} chosen={draft.channelIds} onChosen={(channelIds) => change({ channelIds })} />
      </FieldGroup>
      <FieldGroup
        label="When"
        error={errors.at("events")}
        warning={quiet && "Nothing is sent to you then. The inbox still has it."}
      >
        <Events events={draft.events} onEvents={(events) => change({ events })} />
      </FieldGroup>
      <TimeZoneField
        value={draft.timeZone}
        onValue={(timeZone) => change({ timeZone })}
        error={errors.at("timeZone")}
      />
      {act.isError && Object.keys(refusedFields(act.error)).length === 0 && (
        <ErrorState error={act.error} inline notDone="It stays as it was." />
      )}
      {act.isSuccess && <Notice tone="ok" icon={CircleCheck} title="Recorded: this is where you are told" />}
      <div>
        <Button
          type="submit"
          variant="solid"
          busy={act.isPending && "Recording…"}
          blocked={same && "Nothing is changed yet"}
        >
          Save
        </Button>
      </div>
    </form>
  );
}

type WhereProps = OwnChoicesProps & { chosen: readonly string[]; onChosen: (ids: string[]) => void };

function Where({ told, me, chosen, onChosen }: WhereProps) {
  return (
    <div className="grid gap-2">
      {told.offered.map(({ id, name, kind, state }) => (
        <Checkbox
          key={id}
          checked={chosen.includes(id)}
          disabled={state === "off" && !chosen.includes(id)}
          onChange={({ target }) => onChosen(target.checked ? [...chosen, id] : chosen.filter((one) => one !== id))}
          note={state === "off" ? "switched off by an admin" : noteOf(kind, me)}
        >
          {name} <span className="muted">({KIND_FACES[kind].word})</span>
        </Checkbox>
      ))}
    </div>
  );
}

const noteOf = (kind: Notifications["offered"][number]["kind"], me: Me): string =>
  ({
    email: `to ${me.person.email}`,
    slack: "whoever is in that room reads it too",
    teams: "whoever is in that room reads it too",
    webhook: "to the program behind it",
  })[kind];
