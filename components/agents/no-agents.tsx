import { Bot } from "lucide-react";
import type { Me } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { ButtonLink } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import type { AgentFilters } from "./agent-filters";

type NoAgentsProps = { me: Me | undefined; filters: AgentFilters; mayManage: boolean };

/** Why the list is empty, and what a newcomer does next: first a server, then an agent for it. */
export function NoAgents({ me, filters, mayManage }: NoAgentsProps) {
  if (filters.state !== undefined || filters.text !== "")
    return (
      <EmptyState icon={Bot} title="No agent fits">
        <ButtonLink href={routes.agents()}>Show all agents</ButtonLink>
      </EmptyState>
    );
  if (me?.house.servers === 0)
    return (
      <EmptyState icon={Bot} title="No agent yet, and no server that one could reach">
        <p>Add a server first: an agent is registered for the tools of servers that are known here.</p>
        {mayManage && (
          <ButtonLink variant="solid" href={routes.newServer()}>
            Add the first server
          </ButtonLink>
        )}
      </EmptyState>
    );
  return (
    <EmptyState icon={Bot} title="No agent yet">
      <p>
        An agent is a program that calls tools. Registering it gives it an owner, says what it may ask for, and shows
        its secret once, with a configuration to paste.
      </p>
      {mayManage ? (
        <ButtonLink variant="solid" href={routes.newAgent()}>
          Register the first agent
        </ButtonLink>
      ) : (
        <p>An admin registers agents, here or in the configuration file.</p>
      )}
    </EmptyState>
  );
}
