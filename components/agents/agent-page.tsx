"use client";
import { useState } from "react";
import type { AgentDetail, NewCredential } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { useEndpoint } from "../api/queries";
import { useMay } from "../api/use-may";
import { ConfigOwned } from "../domain/config-owned";
import { Columns, Page } from "../layout/page";
import { PageFrame } from "../layout/page-frame";
import { usePageTitle } from "../layout/page-title";
import { NotLive } from "../live/live-health";
import { ErrorState } from "../ui/error-state";
import { Skeleton } from "../ui/skeleton";
import { AgentCharter } from "./agent-charter";
import { AgentCredentials } from "./agent-credentials";
import { AgentHead } from "./agent-head";
import { AgentRail } from "./agent-rail";
import { AgentRecent } from "./agent-recent";

const CRUMBS = [{ label: "Agents", href: routes.agents() }];

/** One agent: who answers for it, what it asks for, by what it comes, and what it is at. */
export function AgentPage({ id }: { id: string }) {
  const agent = useEndpoint("agent", { id });
  const me = useEndpoint("me", {}).data;
  usePageTitle(agent.data?.name ?? "Agent", me?.counts.mine);
  return (
    <PageFrame title={agent.data?.name ?? "Agent"} crumbs={CRUMBS}>
      <NotLive />
      {agent.isPending && <Skeleton label="Loading the agent" />}
      {agent.isError && !agent.data && <ErrorState error={agent.error} onRetry={() => void agent.refetch()} />}
      {agent.data && <OneAgent agent={agent.data} />}
    </PageFrame>
  );
}

function OneAgent({ agent }: { agent: AgentDetail }) {
  const [made, setMade] = useState<NewCredential | null>(null);
  const mayManage = useMay("manage_agents") && agent.source === "page";
  return (
    <Page>
      <AgentHead agent={agent} mayManage={mayManage} />
      {agent.source === "config" && (
        <ConfigOwned what="agent">
          Its owner, charter and credentials are read-only here. To stop it now, lock it; to keep it out, take it out of
          the file.
        </ConfigOwned>
      )}
      <Columns
        railLabel="Particulars"
        main={
          <>
            <AgentRecent agent={agent} />
            <AgentCredentials agent={agent} mayManage={mayManage} made={made} onMade={setMade} />
            <AgentCharter agent={agent} mayManage={mayManage} />
          </>
        }
        rail={<AgentRail agent={agent} />}
      />
    </Page>
  );
}
