"use client";
import { type FormEvent, useState } from "react";
import { type ServerDetail, setServerCredentialInput } from "@/lib/api/schema";
import { refusedFields, unfitFields } from "../api/field-errors";
import { useAct } from "../api/queries";
import { useFieldErrors } from "../api/use-field-errors";
import { Button } from "../ui/button";
import { Dialog, DialogActions, DialogBody } from "../ui/dialog";
import { ErrorState } from "../ui/error-state";
import { CredentialFields } from "./credential-fields";

type SetCredentialDialogProps = { server: ServerDetail; onClose: () => void };

/** Writes the header that opens a server. What was there is replaced at once. */
export function SetCredentialDialog({ server, onClose }: SetCredentialDialogProps) {
  const act = useAct("setServerCredential", ["server", "listServers", "me"]);
  const verb = server.credential ? "Replace" : "Set";
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`${verb} the credential of ${server.name}`}
      description="Calls use it from then on; the server is asked with it at once."
      busy={act.isPending}
    >
      <CredentialForm server={server} act={act} onClose={onClose} />
    </Dialog>
  );
}

type CredentialFormProps = SetCredentialDialogProps & { act: ReturnType<typeof useAct<"setServerCredential">> };

function CredentialForm({ server, act, onClose }: CredentialFormProps) {
  const [header, setHeader] = useState(server.credential?.header ?? "Authorization");
  const [value, setValue] = useState("");
  const errors = useFieldErrors();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (act.isPending) return;
    const input = { id: server.id, header, value };
    const parsed = setServerCredentialInput.safeParse(input);
    if (!parsed.success) return errors.show(unfitFields(parsed.error));
    errors.show({});
    act.mutate(input, { onSuccess: onClose, onError: (error) => errors.show(refusedFields(error)) });
  };
  return (
    <form ref={errors.form} onSubmit={submit} noValidate>
      <DialogBody>
        <CredentialFields
          header={header}
          value={value}
          onChange={(change) => {
            if (change.header !== undefined) setHeader(change.header);
            if (change.value !== undefined) setValue(change.value);
            for (const field of Object.keys(change)) errors.clear(field);
          }}
          errors={{ header: errors.at("header"), value: errors.at("value") }}
        />
        {act.isError && Object.keys(refusedFields(act.error)).length === 0 && (
          <ErrorState error={act.error} inline notDone="The credential is as it was." />
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
