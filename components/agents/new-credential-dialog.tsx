"use client";
import { KeyRound } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { AgentDetail, Credential, CredentialKind, NewCredential } from "@/lib/api/schema";
import { OVERLAP_SECONDS } from "@/lib/tokens/schema";
import { refusedFields } from "../api/field-errors";
import { useAct } from "../api/queries";
import { useFieldErrors } from "../api/use-field-errors";
import { Button } from "../ui/button";
import { counted } from "../ui/count";
import { Dialog, DialogActions, DialogBody } from "../ui/dialog";
import { DurationInput } from "../ui/duration-input";
import { ErrorState } from "../ui/error-state";
import { Field } from "../ui/field";
import { CredentialChoice } from "./credential-choice";

type NewCredentialDialogProps = {
  agent: AgentDetail;
  /** Those that work now. */
  live: readonly Credential[];
  onClose: () => void;
  onMade: (made: NewCredential) => void;
};

/** Makes a new secret or key; those of its kind go on for the overlap, so that nothing has to stop meanwhile. */
export function NewCredentialDialog(props: NewCredentialDialogProps) {
  const act = useAct("issueCredential", ["agent", "listAgents"]);
  return (
    <Dialog
      open
      onOpenChange={props.onClose}
      title={`A new credential for ${props.agent.name}`}
      description="It is shown once, on the agent’s page."
      busy={act.isPending}
    >
      <IssueForm {...props} act={act} />
    </Dialog>
  );
}

type IssueFormProps = NewCredentialDialogProps & { act: ReturnType<typeof useAct<"issueCredential">> };

function IssueForm({ agent, live, onClose, onMade, act }: IssueFormProps) {
  const [kind, setKind] = useState<CredentialKind>(live[0]?.kind ?? "secret");
  const [overlap, setOverlap] = useState<number | null>(OVERLAP_SECONDS.usual);
  const errors = useFieldErrors();
  const replaced = live.filter((credential) => credential.kind === kind).length;
  const keyNeedsCharter = kind === "key" && agent.charter === null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (act.isPending || keyNeedsCharter) return;
    const sentence = overlapProblem(overlap);
    if (replaced > 0 && sentence) return errors.show({ overlapSeconds: sentence });
    errors.show({});
    act.mutate(
      { id: agent.id, kind, overlapSeconds: replaced > 0 ? (overlap ?? undefined) : undefined },
      { onSuccess: onMade, onError: (error) => errors.show(refusedFields(error)) },
    );
  };
  return (
    <form ref={errors.form} onSubmit={submit} noValidate>
      <DialogBody>
        <CredentialChoice kind={kind} onKind={setKind} />
        {keyNeedsCharter && (
          <p className="hint wait">A key cannot say what its task is for: write the agent’s default charter first.</p>
        )}
        {replaced > 0 && (
          <Field
            label={`${counted(replaced, `old ${kind}`)} ${replaced === 1 ? "goes" : "go"} on for`}
            hint="So that the agent can be changed over without a stop. At most 7 d."
            warning={
              overlap === 0
                ? `The old ${kind} ends at once, and so do the task tokens got by it: the agent stops until it has the new one.`
                : undefined
            }
            error={errors.at("overlapSeconds")}
          >
            <DurationInput
              label="Overlap"
              value={overlap}
              onValue={(seconds) => {
                setOverlap(seconds);
                errors.clear("overlapSeconds");
              }}
            />
          </Field>
        )}
        {act.isError && Object.keys(refusedFields(act.error)).length === 0 && (
          <ErrorState error={act.error} inline notDone="Nothing was made." />
        )}
      </DialogBody>
      <DialogActions>
        <Button onClick={onClose} blocked={act.isPending}>
          Cancel
        </Button>
        <Button
          type="submit"
          variant="solid"
          icon={KeyRound}
          busy={act.isPending && "Recording…"}
          blocked={keyNeedsCharter && "It needs a charter first."}
        >
          Make a new {kind}
        </Button>
      </DialogActions>
    </form>
  );
}

function overlapProblem(seconds: number | null): string | null {
  if (seconds === null || Number.isNaN(seconds))
    return "Write a length of time, such as 24 h; 0 ends the old one at once";
  return seconds > OVERLAP_SECONDS.most ? "The old one works for seven days at most" : null;
}
