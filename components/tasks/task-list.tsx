"use client";
import { useRef } from "react";
import { useEndpoint } from "../api/queries";
import { hintFor } from "../keys/key-list";
import { PageFrame } from "../layout/page-frame";
import { usePageTitle } from "../layout/page-title";
import { NotLive } from "../live/live-health";
import { ErrorState } from "../ui/error-state";
import { SkeletonRows } from "../ui/skeleton";
import { FilterBar } from "./filter-bar";
import { NoTasks } from "./no-tasks";
import { StoodStill } from "./stood-still";
import { TaskTable } from "./task-table";
import { TaskViews } from "./task-views";
import { useTaskFilters } from "./use-task-filters";
import { useTaskRows } from "./use-task-rows";

const HINTS = [hintFor("move", "next", "previous"), hintFor("open", "open"), hintFor("find", "find")];
const SELECT = hintFor("select", "select");

/** All tasks, the latest activity first: what runs, what is paused and why, with clocks and calls. */
export function TaskList() {
  const [filters, setFilters] = useTaskFilters();
  const me = useEndpoint("me", {}).data;
  usePageTitle("Tasks", me?.counts.mine);
  const list = useTaskRows(filters);
  const search = useRef<HTMLInputElement>(null);
  const { items } = list;
  const mayRevoke = me?.rights.includes("operate") ?? false;
  const owner = items.find((task) => task.agent.owner.id === filters.owner)?.agent.owner;
  return (
    <PageFrame title="Tasks" keys={mayRevoke ? [...HINTS, SELECT] : HINTS}>
      <NotLive />
      <TaskViews filters={filters} open={me?.counts.tasks} />
      <FilterBar filters={filters} onFilters={setFilters} ownerName={owner?.name} search={search} />
      <StoodStill list={list} />
      {list.isPending && <SkeletonRows rows={16} label="Loading tasks" />}
      {list.isError && items.length === 0 && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && items.length === 0 && <NoTasks filters={filters} me={me} />}
      <TaskTable key={list.round} list={list} mayRevoke={mayRevoke} onFind={() => search.current?.focus()} />
    </PageFrame>
  );
}
