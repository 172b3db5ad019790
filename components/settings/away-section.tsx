"use client";
import { Plane, UserCheck } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { Me } from "@/lib/api/schema";
import { AWAY_DAYS } from "@/lib/identity/schema";
import { useAct, useEndpoint } from "../api/queries";
import { TimeStamp } from "../time/time-stamp";
import { Button } from "../ui/button";
import { Dialog, DialogActions, DialogBody } from "../ui/dialog";
import { ErrorState } from "../ui/error-state";
import { Field } from "../ui/field";
import { Input, Select } from "../ui/input";
import { Section } from "../ui/section";

/** Whether one is away, until when, and who fills one's place meanwhile. */
export function AwaySection({ me }: { me: Me }) {
  const [going, setGoing] = useState(false);
  const back = useAct("comeBack", ["me", "listAbsences"]);
  const { away } = me;
  const act = away ? (
    <Button icon={UserCheck} busy={back.isPending && "Recording…"} onClick={() => back.mutate({})}>
      I am back
    </Button>
  ) : (
    <Button icon={Plane} onClick={() => setGoing(true)}>
      I will be away…
    </Button>
  );
  return (
    <Section title="Away" aside={act}>
      {away ? (
        <p>
          You are away until <TimeStamp at={away.until} show="both" />.{" "}
          {away.delegate
            ? `${away.delegate.name} fills your place in your groups, and cannot answer for your agents.`
            : "Nobody stands for you."}
        </p>
      ) : (
        <p className="hint">You are here. While you are away, another approver can fill your place in your groups.</p>
      )}
      {back.isError && <ErrorState error={back.error} inline notDone="Nothing was changed." />}
      {going && <AwayDialog me={me} open onOpenChange={setGoing} />}
    </Section>
  );
}

/** A moment as the browser's own field writes it, in this browser's time zone. */
const toLocal = (at: Date): string =>
  new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
const DAY = 86_400_000;

function AwayDialog({ me, open, onOpenChange }: { me: Me; open: boolean; onOpenChange: (open: boolean) => void }) {
  const act = useAct("goAway", ["me", "listAbsences"]);
  const [until, setUntil] = useState(() => toLocal(new Date(Date.now() + 7 * DAY)));
  const [delegateId, setDelegateId] = useState("");
  const [note, setNote] = useState("");
  const people = useEndpoint("listNames", {}).data?.items ?? [];
  const choices = people.filter(({ id, active, approver }) => active && approver && id !== me.person.id);
  const moment = new Date(until);
  const problem = problemOf(moment);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (problem || act.isPending) return;
    const going = { until: moment.toISOString(), delegateId: delegateId === "" ? null : delegateId, note };
    act.mutate(going, { onSuccess: () => onOpenChange(false) });
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Away"
      description="Whoever stands for you fills your place in your groups. They decide as themselves, and the card says so."
      busy={act.isPending}
    >
      <form onSubmit={submit} noValidate>
        <DialogBody>
          <Field
            label="Until"
            hint={`At most ${AWAY_DAYS} days, in this browser’s time zone.`}
            error={problem ?? undefined}
          >
            <Input type="datetime-local" value={until} onChange={(event) => setUntil(event.target.value)} />
          </Field>
          <Field label="Stands for you" hint="An approver who is here. A place is not passed on further.">
            <Select
              value={delegateId}
              options={[{ value: "", label: "nobody" }, ...choices.map(({ id, name }) => ({ value: id, label: name }))]}
              onValue={setDelegateId}
            />
          </Field>
          <Field label="Note" optional hint="Others read it.">
            <Input value={note} maxLength={200} autoComplete="off" onChange={(event) => setNote(event.target.value)} />
          </Field>
          {act.isError && <ErrorState error={act.error} inline notDone="Nothing was changed." />}
        </DialogBody>
        <DialogActions>
          <Button onClick={() => onOpenChange(false)} blocked={act.isPending}>
            Cancel
          </Button>
          <Button type="submit" variant="solid" icon={Plane} busy={act.isPending && "Recording…"}>
            I am away
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function problemOf(until: Date): string | null {
  const left = until.getTime() - Date.now();
  if (Number.isNaN(left)) return "Write a day and a time.";
  if (left <= 0) return "That moment is over already.";
  return left > AWAY_DAYS * DAY ? `At most ${AWAY_DAYS} days. Say it again when they are over.` : null;
}
