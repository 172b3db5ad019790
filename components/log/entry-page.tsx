"use client";
import { useRouter } from "next/navigation";
import type { LogEntryDetail } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { useEndpoint } from "../api/queries";
import { hintFor } from "../keys/key-list";
import { Columns, Page } from "../layout/page";
import { PageFrame } from "../layout/page-frame";
import { usePageTitle } from "../layout/page-title";
import { NotLive } from "../live/live-health";
import { ErrorState } from "../ui/error-state";
import { usePageKeys } from "../ui/page-keys";
import { Skeleton } from "../ui/skeleton";
import { EntryBody } from "./entry-body";
import { EntryHead } from "./entry-head";
import { EntryNeighbours, useNeighbours } from "./entry-neighbours";
import { EntryRail } from "./entry-rail";

const CRUMBS = [{ label: "Log", href: routes.log() }];
const HINTS = [hintFor("older, newer", "next", "previous")];

/** One entry, to its evidence: what it says, what it points at, and the bytes that say it. */
export function EntryPage({ seq }: { seq: string }) {
  const query = useEndpoint("logEntry", { seq }, { staleTime: 60_000 });
  const me = useEndpoint("me", {}).data;
  usePageTitle(`Entry ${seq}`, me?.counts.mine);
  const entry = query.data;
  return (
    <PageFrame title={`Entry ${seq}`} crumbs={CRUMBS} keys={HINTS}>
      <NotLive />
      {query.isPending && <Skeleton label="Loading the entry" />}
      {query.isError && !entry && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {entry && <Entry entry={entry} />}
    </PageFrame>
  );
}

function Entry({ entry }: { entry: LogEntryDetail }) {
  const router = useRouter();
  const { older, newer } = useNeighbours(entry);
  const go = (seq: string | undefined) => seq !== undefined && router.push(routes.logEntry(seq));
  usePageKeys({ next: () => go(older?.seq), previous: () => go(newer?.seq) });
  return (
    <Page>
      <EntryHead entry={entry} actions={<EntryNeighbours entry={entry} older={older} newer={newer} />} />
      <Columns railLabel="What it points at" main={<EntryBody entry={entry} />} rail={<EntryRail entry={entry} />} />
    </Page>
  );
}
