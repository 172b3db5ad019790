"use client";
import { ChartNoAxesColumn } from "lucide-react";
import { useSyncExternalStore } from "react";
import { DAYS_DEFAULT, type Insights, PERIODS } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { useEndpoint } from "../api/queries";
import { Page } from "../layout/page";
import { PageFrame } from "../layout/page-frame";
import { usePageTitle } from "../layout/page-title";
import { NotLive } from "../live/live-health";
import { TimeStamp } from "../time/time-stamp";
import { EmptyState } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { Skeleton } from "../ui/skeleton";
import { Views } from "../ui/views";
import { AgentChart } from "./agent-chart";
import { CanarySection } from "./canary-section";
import { DayChart } from "./day-chart";
import { KeyFigures } from "./key-figures";
import { PeopleSection } from "./people-section";
import { RetriedList } from "./retried-list";
import { AgentSection, ClassSection, RuleSection, ToolSection } from "./slice-sections";
import { SuggestionList } from "./suggestion-list";
import { TimeChart } from "./time-chart";
import { usePeriod } from "./use-period";

/** How well people oversee: how fast and carefully they answer, what is always approved, and what nobody is asked. */
export function InsightsPage() {
  const days = usePeriod();
  const zone = useZone();
  const me = useEndpoint("me", {}).data;
  usePageTitle("Insights", me?.counts.mine);
  const insights = useEndpoint("insights", { days, zone });
  return (
    <PageFrame title="Insights">
      <NotLive />
      <Views
        label="Period"
        views={PERIODS.map((one) => ({
          href: routes.insights(one === DAYS_DEFAULT ? {} : { days: String(one) }),
          label: `${one} days`,
          current: one === days,
        }))}
      />
      {insights.isPending && <Skeleton label="Loading insights" />}
      {insights.isError && !insights.data && (
        <ErrorState error={insights.error} onRetry={() => void insights.refetch()} />
      )}
      {insights.data && <Content insights={insights.data} days={days} />}
    </PageFrame>
  );
}

function Content({ insights, days }: { insights: Insights; days: number }) {
  const { answers, approvals, classes, agents, tools, rules, you, retried, from, to, cut } = insights;
  const nothing = answers === 0 && approvals.ended === 0;
  return (
    <Page>
      <h2 className="sr">The last {days} days</h2>
      {cut && (
        <p className="hint wait">There was more in this time than is counted here: the latest 20 000 of it are.</p>
      )}
      {nothing ? (
        <EmptyState icon={ChartNoAxesColumn} title={`No approval has ended in the last ${days} days`}>
          <p>Once people answer, this page says how fast and how carefully, and what could be a rule.</p>
        </EmptyState>
      ) : (
        <>
          <KeyFigures insights={insights} />
          <div className="charts">
            <TimeChart classes={classes} />
            <DayChart days={insights.days} />
            <AgentChart agents={agents} />
          </div>
        </>
      )}
      <SuggestionList days={days} />
      <RetriedList retried={retried} />
      <CanarySection canaries={insights.canaries} />
      {!nothing && (
        <>
          <ClassSection rows={classes} />
          <AgentSection rows={agents} />
          <ToolSection rows={tools} />
          <RuleSection rows={rules} />
        </>
      )}
      <PeopleSection days={days} you={you} />
      <p className="hint">
        From <TimeStamp at={from} /> to <TimeStamp at={to} zone />. Press the name of a number to read what it means.
      </p>
    </Page>
  );
}

const never = () => () => {};
const here = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The viewer's own time zone, in which days begin; UTC until the browser runs. */
const useZone = (): string => useSyncExternalStore(never, here, () => "UTC");
