"use client";
import { type FormEvent, useState } from "react";
import { type AgentDetail, changeAgentInput } from "@/lib/api/schema";
import { unfitFields } from "../api/field-errors";
import { useAct } from "../api/queries";
import { useFieldErrors } from "../api/use-field-errors";
import { Button } from "../ui/button";
import { Dialog, DialogActions, DialogBody } from "../ui/dialog";
import { ErrorState } from "../ui/error-state";
import { refusedAgent } from "./agent-draft";
import { NameFields } from "./name-fields";

type ChangeAgentDialogProps = { agent: AgentDetail; onClose: () => void };

/** Renames an agent, gives it another owner, or changes its note. */
export function ChangeAgentDialog({ agent, onClose }: ChangeAgentDialogProps) {
  const act = useAct("changeAgent", ["agent", "listAgents"]);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Change ${agent.name}`}
      description="Rules match by the name. Whoever owns it can no longer approve for it; grants stay as they were approved."
      busy={act.isPending}
    >
      <ChangeForm agent={agent} act={act} onClose={onClose} />
    </Dialog>
  );
}

type ChangeFormProps = ChangeAgentDialogProps & { act: ReturnType<typeof useAct<"changeAgent">> };

function ChangeForm({ agent, act, onClose }: ChangeFormProps) {
  const [draft, setDraft] = useState({ name: agent.name, ownerId: agent.owner.id, note: agent.note });
  const errors = useFieldErrors();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (act.isPending) return;
    const input = { id: agent.id, ...draft, name: draft.name.trim() };
    const parsed = changeAgentInput.safeParse(input);
    if (!parsed.success) return errors.show(unfitFields(parsed.error));
    errors.show({});
    act.mutate(input, { onSuccess: onClose, onError: (error) => errors.show(refusedAgent(error)) });
  };
  return (
    <form ref={errors.form} onSubmit={submit} noValidate>
      <DialogBody>
        <NameFields
          draft={draft}
          onChange={(change) => {
            setDraft({ ...draft, ...change });
            for (const field of Object.keys(change)) errors.clear(field);
          }}
          errorAt={errors.at}
        />
        {act.isError && Object.keys(refusedAgent(act.error)).length === 0 && (
          <ErrorState error={act.error} inline notDone="Nothing was changed." />
        )}
      </DialogBody>
      <DialogActions>
        <Button onClick={onClose} blocked={act.isPending}>
          Cancel
        </Button>
        <Button type="submit" variant="solid" busy={act.isPending && "Recording…"}>
          Save
        </Button>
      </DialogActions>
    </form>
  );
}
