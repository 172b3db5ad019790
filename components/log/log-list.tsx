"use client";
import { Pause, ScrollText, SearchX } from "lucide-react";
import Link from "next/link";
import { routes } from "@/lib/base/routes";
import { useEndpoint } from "../api/queries";
import { hintFor } from "../keys/key-list";
import { PageFrame } from "../layout/page-frame";
import { usePageTitle } from "../layout/page-title";
import { NotLive } from "../live/live-health";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { formatCount } from "../ui/count";
import { EmptyState } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { SkeletonRows } from "../ui/skeleton";
import { ExportLinks } from "./export-links";
import { LogFilterBar } from "./log-filter-bar";
import { isNarrowed } from "./log-filters";
import { LogTable } from "./log-table";
import { useLogFilters } from "./use-log-filters";
import { type LogRows, useLogRows } from "./use-log-rows";

const HINTS = [hintFor("move", "next", "previous"), hintFor("open", "open")];

/** The log, newest first: every decision, every outcome and every act of a person, each in one sentence. */
export function LogList() {
  const [filters, setFilters] = useLogFilters();
  const me = useEndpoint("me", {}).data;
  usePageTitle("Log", me?.counts.mine);
  const list = useLogRows(filters);
  const { items } = list;
  const mayExport = me?.rights.includes("export_log") ?? false;
  return (
    <PageFrame title="Log" keys={HINTS} actions={mayExport && <ExportLinks filters={filters} />}>
      <NotLive />
      <LogFilterBar filters={filters} onFilters={setFilters} rows={items} />
      <StandsStill list={list} />
      {list.isPending && <SkeletonRows rows={16} label="Loading the log" />}
      {list.isError && items.length === 0 && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && items.length === 0 && <NoEntries narrowed={isNarrowed(filters)} />}
      <LogTable key={list.round} list={list} />
    </PageFrame>
  );
}

function StandsStill({ list }: { list: LogRows }) {
  if (!list.standsStill) return null;
  return (
    <Banner tone="off" icon={Pause} action={<Button onClick={list.followAgain}>Back to the top</Button>}>
      {formatCount(list.items.length)} entries are loaded. So far back, the list stands still.
    </Banner>
  );
}

function NoEntries({ narrowed }: { narrowed: boolean }) {
  if (!narrowed) return <EmptyState icon={ScrollText} title="Nothing has been recorded yet" />;
  return (
    <EmptyState icon={SearchX} title="No entry fits these filters">
      <Link className="link" href={routes.log()}>
        Show all entries
      </Link>
    </EmptyState>
  );
}
