"use client";
import { type FormEvent, useState } from "react";
import { routes } from "@/lib/base/routes";
import { useAct, useEndpoint } from "../api/queries";
import { useFieldErrors } from "../api/use-field-errors";
import { NotAllowed } from "../domain/not-allowed";
import { Page } from "../layout/page";
import { PageFrame } from "../layout/page-frame";
import { usePageTitle } from "../layout/page-title";
import { Button, ButtonLink } from "../ui/button";
import { ErrorState } from "../ui/error-state";
import { Skeleton } from "../ui/skeleton";
import { type AgentDraft, checkAgent, emptyAgent, refusedAgent } from "./agent-draft";
import { AgentFields } from "./agent-fields";
import { AgentRegistered } from "./agent-registered";
import { AgentSentence } from "./agent-sentence";

const CRUMBS = [{ label: "Agents", href: routes.agents() }];

/** Registers an agent, then shows its credential this once. */
export function NewAgent() {
  const me = useEndpoint("me", {});
  usePageTitle("New agent", me.data?.counts.mine);
  return (
    <PageFrame title="New agent" crumbs={CRUMBS}>
      {me.isPending && <Skeleton label="Loading the form" />}
      {me.isError && !me.data && <ErrorState error={me.error} onRetry={() => void me.refetch()} />}
      {me.data &&
        (me.data.rights.includes("manage_agents") ? (
          <AgentForm myId={me.data.person.id} />
        ) : (
          <NotAllowed back={{ href: routes.agents(), label: "All agents" }}>Only an admin registers agents.</NotAllowed>
        ))}
    </PageFrame>
  );
}

function AgentForm({ myId }: { myId: string }) {
  const [draft, setDraft] = useState<AgentDraft>(() => emptyAgent(myId));
  const errors = useFieldErrors();
  const act = useAct("createAgent", ["listAgents", "me"]);
  if (act.data) return <AgentRegistered made={act.data} />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (act.isPending) return;
    const checked = checkAgent(draft);
    if ("errors" in checked) return errors.show(checked.errors);
    errors.show({});
    act.mutate(checked.input, { onError: (error) => errors.show(refusedAgent(error)) });
  };
  const change = (changed: Partial<AgentDraft>) => {
    setDraft({ ...draft, ...changed });
    const { charter, ...fields } = changed;
    for (const field of Object.keys(fields)) errors.clear(field);
    for (const [field, value] of Object.entries(charter ?? {}))
      if (value !== draft.charter[field as keyof AgentDraft["charter"]]) errors.clear(field); // the draft's own keys
  };
  return (
    <form ref={errors.form} className="contents" onSubmit={submit} noValidate>
      <Page>
        <h2 className="sr">The agent to register</h2>
        <AgentSentence draft={draft} />
        <AgentFields draft={draft} onChange={change} errorAt={errors.at} />
        {act.isError && Object.keys(refusedAgent(act.error)).length === 0 && (
          <ErrorState error={act.error} inline notDone="The agent was not registered." />
        )}
      </Page>
      <div className="savebar">
        <span className="muted">{errors.any && "Look at the fields that are marked above."}</span>
        <span className="grow hide-narrow" />
        <ButtonLink href={routes.agents()}>Cancel</ButtonLink>
        <Button type="submit" variant="solid" busy={act.isPending && "Recording…"}>
          Register the agent
        </Button>
      </div>
    </form>
  );
}
