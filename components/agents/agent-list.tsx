"use client";
import { Plus } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { routes } from "@/lib/base/routes";
import { useEndpoint, useList } from "../api/queries";
import { useMay } from "../api/use-may";
import { hintFor } from "../keys/key-list";
import { PageFrame } from "../layout/page-frame";
import { usePageTitle } from "../layout/page-title";
import { NotLive } from "../live/live-health";
import { ButtonLink } from "../ui/button";
import { ErrorState } from "../ui/error-state";
import { useListKeys } from "../ui/list-keys";
import { ListTable } from "../ui/list-table";
import { SearchInput } from "../ui/search-input";
import { SkeletonRows } from "../ui/skeleton";
import { SegmentViews } from "../ui/views";
import { AGENT_COLUMNS } from "./agent-columns";
import { AGENT_VIEWS, agentQuery, parseAgentFilters, printAgentFilters } from "./agent-filters";
import { NoAgents } from "./no-agents";

const HINTS = [hintFor("move", "next", "previous"), hintFor("open", "open")];

/** All agents: who answers for each, what it is at, and when it last called. */
export function AgentList() {
  const router = useRouter();
  const params = useSearchParams();
  const filters = useMemo(() => parseAgentFilters(params), [params]);
  const me = useEndpoint("me", {}).data;
  usePageTitle("Agents", me?.counts.mine);
  const mayManage = useMay("manage_agents");
  const agents = useList("listAgents", agentQuery(filters));
  const { items } = agents;
  const open = useCallback((at: number) => items[at] && router.push(routes.agent(items[at].id)), [items, router]);
  const [active] = useListKeys({ count: items.length, onOpen: open });
  const some = (me?.house.agents ?? 0) > 0 || items.length > 0;
  return (
    <PageFrame
      title="Agents"
      keys={items.length > 0 ? HINTS : []}
      actions={
        mayManage &&
        some && (
          <ButtonLink variant="solid" icon={Plus} href={routes.newAgent()}>
            Register an agent
          </ButtonLink>
        )
      }
    >
      <NotLive />
      {some && (
        <search className="bar" aria-label="Filters">
          <SegmentViews
            label="Show"
            views={AGENT_VIEWS.map(({ state, label }) => ({
              label,
              href: routes.agents(printAgentFilters({ ...filters, state })),
              current: filters.state === state,
            }))}
          />
          <span className="grow" />
          <SearchInput
            label="Find an agent"
            text={filters.text}
            onText={(text) => router.replace(routes.agents(printAgentFilters({ ...filters, text })), { scroll: false })}
          />
        </search>
      )}
      {agents.isPending && <SkeletonRows label="Loading agents" />}
      {agents.isError && items.length === 0 && (
        <ErrorState error={agents.error} onRetry={() => void agents.refetch()} />
      )}
      {agents.isSuccess && items.length === 0 && <NoAgents me={me} filters={filters} mayManage={mayManage} />}
      {items.length > 0 && (
        <ListTable
          label="Agents"
          columns={AGENT_COLUMNS}
          rows={items}
          rowKey={(agent) => agent.id}
          href={(agent) => routes.agent(agent.id)}
          active={active}
          more={
            agents.hasNextPage
              ? {
                  busy: agents.isFetchingNextPage,
                  failed: agents.isFetchNextPageError,
                  load: () => void agents.fetchNextPage(),
                }
              : undefined
          }
        />
      )}
    </PageFrame>
  );
}
