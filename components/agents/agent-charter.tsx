"use client";
import { Pencil } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { AgentDetail } from "@/lib/api/schema";
import { useAct } from "../api/queries";
import { useFieldErrors } from "../api/use-field-errors";
import { Button } from "../ui/button";
import { ErrorState } from "../ui/error-state";
import { Section } from "../ui/section";
import { refusedAgent } from "./agent-draft";
import { type CharterDraft, checkCharter, draftOf, EMPTY_CHARTER } from "./charter-draft";
import { CharterFields, LimitFields } from "./charter-fields";
import { CharterView } from "./charter-view";

type AgentCharterProps = { agent: AgentDetail; mayManage: boolean };

/** What stands for the agent when it sends no charter of its own, and the way to change that. */
export function AgentCharter({ agent, mayManage }: AgentCharterProps) {
  const [editing, setEditing] = useState(false);
  if (editing) return <CharterForm agent={agent} onClose={() => setEditing(false)} />;
  return (
    <Section title="Default charter" aside={agent.charter && "stands when the agent sends none"}>
      {agent.charter ? (
        <CharterView charter={agent.charter} />
      ) : (
        <div className="box pad">
          <p className="soft">
            None: the agent must say with each task what that is for. A key cannot, so it works only with a charter
            here.
          </p>
        </div>
      )}
      {mayManage && (
        <div>
          <Button icon={Pencil} onClick={() => setEditing(true)}>
            {agent.charter ? "Change the charter" : "Write one"}
          </Button>
        </div>
      )}
    </Section>
  );
}

function CharterForm({ agent, onClose }: { agent: AgentDetail; onClose: () => void }) {
  const [draft, setDraft] = useState<CharterDraft>(() => (agent.charter ? draftOf(agent.charter) : EMPTY_CHARTER));
  const errors = useFieldErrors();
  const act = useAct("changeAgent", ["agent", "listAgents"]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (act.isPending) return;
    const checked = checkCharter(draft);
    if ("errors" in checked) return errors.show(checked.errors);
    errors.show({});
    act.mutate(
      { id: agent.id, charter: checked.charter },
      { onSuccess: onClose, onError: (error) => errors.show(refusedAgent(error)) },
    );
  };
  const fields = {
    draft,
    errorAt: errors.at,
    onChange: (change: Partial<CharterDraft>) => {
      setDraft({ ...draft, ...change });
      for (const field of Object.keys(change)) errors.clear(field);
    },
  };
  return (
    <Section title="Default charter" aside="for tasks that are opened from now on; open ones keep theirs">
      <form ref={errors.form} className="fields" onSubmit={submit} noValidate>
        <CharterFields {...fields} />
        <LimitFields {...fields} />
        {act.isError && Object.keys(refusedAgent(act.error)).length === 0 && (
          <ErrorState error={act.error} inline notDone="The charter is as it was." />
        )}
        <div className="flow">
          <Button type="submit" variant="solid" busy={act.isPending && "Recording…"}>
            Save the charter
          </Button>
          <Button onClick={onClose} blocked={act.isPending}>
            Cancel
          </Button>
        </div>
      </form>
    </Section>
  );
}
