"use client";
import { useMemo } from "react";
import { useLiveList } from "../api/use-live-list";
import { type TaskFilters, toQuery } from "./task-filters";

const LIVE_PAGES = 5;

/** The rows of the list, page by page. */
export function useTaskRows(filters: TaskFilters) {
  const input = useMemo(() => toQuery(filters), [filters]);
  return useLiveList("listTasks", input, LIVE_PAGES);
}

export type TaskRows = ReturnType<typeof useTaskRows>;
