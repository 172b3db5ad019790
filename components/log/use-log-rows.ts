"use client";
import { useMemo } from "react";
import { useLiveList } from "../api/use-live-list";
import { type LogFilters, toLogQuery } from "./log-filters";

const LIVE_PAGES = 3;

/** The entries of the list, page by page, newest first. */
export function useLogRows(filters: LogFilters) {
  const input = useMemo(() => toLogQuery(filters), [filters]);
  return useLiveList("listLog", input, LIVE_PAGES);
}

export type LogRows = ReturnType<typeof useLogRows>;
