"use client";
import { TOLD_EVENTS, type ToldEvent } from "@/lib/notify/schema";
import { CLASSES } from "@/lib/policy/schema";
import { Checkbox } from "../ui/checkbox";
import { Field, FieldGroup } from "../ui/field";
import { Input, Select } from "../ui/input";
import type { ChannelFormPart } from "./channel-draft";
import { EVENT_WORDS } from "./channel-words";
import { TimeZoneField } from "./time-zone-field";

const FROM = [
  { value: "nothing", label: "nothing by itself" },
  ...CLASSES.map((name) => ({ value: name, label: name === "unclassed" ? "unclassed" : `${name} and above` })),
] as const;

const URL_HINTS = {
  slack: "An incoming webhook of Slack, for one room: https://hooks.slack.com/services/…",
  teams: "A webhook made with Workflows: “Post to a channel when a webhook request is received”.",
  webhook: "Where a program of yours takes messages.",
  email: "",
} as const;

/** Where a room or program is, and what it hears by itself. */
export function RoomFields({ draft, onChange, errorAt, channel }: ChannelFormPart) {
  const kept = channel && `Empty: it stays as it is, at ${originOf(channel)}.`;
  return (
    <>
      <Field
        label="Address"
        optional={channel !== undefined}
        hint={kept ?? `${URL_HINTS[draft.kind]} Sealed; it is never shown again.`}
        error={errorAt("settings.url")}
      >
        <Input mono inputMode="url" value={draft.url} onChange={(event) => onChange({ url: event.target.value })} />
      </Field>
      {draft.kind === "webhook" && (
        <Field
          label="Signing secret"
          optional
          hint={channel ? "Empty: it stays as it is." : "Empty: one is made, and shown once."}
          error={errorAt("settings.secret")}
        >
          <Input
            mono
            type="password"
            placeholder="whsec_…"
            value={draft.secret}
            onChange={(event) => onChange({ secret: event.target.value })}
          />
        </Field>
      )}
      <Field
        label="Hears by itself of approvals of class"
        hint="Beside that, what rules and people send here."
        error={errorAt("settings.from")}
      >
        <Select value={draft.from} options={FROM} onValue={(from) => onChange({ from })} />
      </Field>
      <FieldGroup label="Hears when" error={errorAt("settings.events")}>
        <Events events={draft.events} onEvents={(events) => onChange({ events })} />
      </FieldGroup>
      <TimeZoneField
        value={draft.timeZone}
        onValue={(timeZone) => onChange({ timeZone })}
        error={errorAt("settings.timeZone")}
      />
    </>
  );
}

const originOf = (channel: NonNullable<ChannelFormPart["channel"]>): string =>
  channel.settings.kind === "email" ? "" : channel.settings.origin;

/** Of what one is told: each event by itself. */
export function Events({
  events,
  onEvents,
}: {
  events: readonly ToldEvent[];
  onEvents: (events: ToldEvent[]) => void;
}) {
  return (
    <div className="grid gap-2">
      {TOLD_EVENTS.map((event) => (
        <Checkbox
          key={event}
          checked={events.includes(event)}
          onChange={({ target }) =>
            onEvents(TOLD_EVENTS.filter((one) => (one === event ? target.checked : events.includes(one))))
          }
          note={EVENT_WORDS[event].note}
        >
          {EVENT_WORDS[event].label}
        </Checkbox>
      ))}
    </div>
  );
}
