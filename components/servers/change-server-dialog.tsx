"use client";
import { type FormEvent, useState } from "react";
import type { InputOf, ServerDetail } from "@/lib/api/schema";
import type { Classing } from "@/lib/servers/schema";
import { useAct } from "../api/queries";
import { useFieldErrors } from "../api/use-field-errors";
import { Button } from "../ui/button";
import { Dialog, DialogActions, DialogBody } from "../ui/dialog";
import { ErrorState } from "../ui/error-state";
import { Field, FieldGroup } from "../ui/field";
import { Input } from "../ui/input";
import { RadioSegments } from "../ui/radio-segments";
import { ClassingField } from "./classing-field";
import { CredentialFields } from "./credential-fields";
import { refusedServer } from "./server-draft";

type ChangeServerDialogProps = { server: ServerDetail; onClose: () => void };

/** Changes a server's address and who classes its tools. A credential never silently follows to another place. */
export function ChangeServerDialog({ server, onClose }: ChangeServerDialogProps) {
  const act = useAct("changeServer", ["server", "listServers", "me"]);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Change ${server.name}`}
      description="Its name stays: scopes and rules speak of it by its name."
      busy={act.isPending}
    >
      <ChangeForm server={server} act={act} onClose={onClose} />
    </Dialog>
  );
}

type ChangeFormProps = ChangeServerDialogProps & { act: ReturnType<typeof useAct<"changeServer">> };
type Draft = { url: string; classing: Classing; credential: "again" | "remove"; header: string; value: string };

function ChangeForm({ server, act, onClose }: ChangeFormProps) {
  const [draft, setDraft] = useState<Draft>({
    url: server.url,
    classing: server.classing,
    credential: "again",
    header: server.credential?.header ?? "Authorization",
    value: "",
  });
  const errors = useFieldErrors();
  const elsewhere = server.credential !== null && isElsewhere(server.url, draft.url);
  const refused = refusedServer(act.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (act.isPending) return;
    const found = problems(draft, elsewhere);
    errors.show(found);
    if (Object.keys(found).length > 0) return;
    act.mutate(toInput(server, draft, elsewhere), {
      onSuccess: onClose,
      onError: (error) => errors.show(refusedServer(error)),
    });
  };
  const change = (changed: Partial<Draft>) => {
    setDraft({ ...draft, ...changed });
    for (const field of Object.keys(changed)) errors.clear(field);
    errors.clear("credential");
  };
  const moves = draft.url.trim() !== server.url;
  return (
    <form ref={errors.form} onSubmit={submit} noValidate>
      <DialogBody>
        <Field
          label="Address"
          error={errors.at("url")}
          warning={moves ? "Tools with the same definitions stay; running tasks are decided anew there." : undefined}
        >
          <Input mono inputMode="url" value={draft.url} onChange={(event) => change({ url: event.target.value })} />
        </Field>
        {elsewhere && (
          <FieldGroup
            label="Its credential was set for the old address"
            error={errors.at("credential")}
            hint="It does not go to another address by itself."
          >
            <div>
              <RadioSegments
                label="Credential"
                value={draft.credential}
                onValue={(credential) => change({ credential })}
                segments={[
                  { value: "again", label: "Give it again" },
                  { value: "remove", label: "Remove it" },
                ]}
              />
            </div>
          </FieldGroup>
        )}
        {elsewhere && draft.credential === "again" && (
          <CredentialFields
            header={draft.header}
            value={draft.value}
            onChange={change}
            errors={{ header: errors.at("header"), value: errors.at("value") }}
          />
        )}
        <ClassingField value={draft.classing} onValue={(classing) => change({ classing })} />
        {act.isError && Object.keys(refused).length === 0 && (
          <ErrorState error={act.error} inline notDone="Nothing was changed." />
        )}
      </DialogBody>
      <DialogActions>
        <Button onClick={onClose} blocked={act.isPending}>
          Cancel
        </Button>
        <Button type="submit" variant="solid" busy={act.isPending && "Asking the server…"}>
          Save
        </Button>
      </DialogActions>
    </form>
  );
}

/** Whether an address is at another origin. One that is no address yet is not judged here. */
function isElsewhere(before: string, after: string): boolean {
  return URL.canParse(after) && URL.canParse(before) && new URL(after).origin !== new URL(before).origin;
}

function problems(draft: Draft, elsewhere: boolean): Record<string, string> {
  if (draft.url.trim() === "") return { url: "Write the server’s address" };
  if (elsewhere && draft.credential === "again" && draft.value.trim() === "")
    return { value: "The credential is empty" };
  return {};
}

function toInput(server: ServerDetail, draft: Draft, elsewhere: boolean): InputOf<"changeServer"> {
  const input: InputOf<"changeServer"> = { id: server.id, url: draft.url, classing: draft.classing };
  if (!elsewhere) return input;
  const { header, value } = draft;
  return { ...input, credential: draft.credential === "again" ? { header, value } : null };
}
