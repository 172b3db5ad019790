"use client";
import { type InfiniteData, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { OutputOf } from "@/lib/api/schema";
import { keyOf, useList } from "../api/queries";
import { type TaskFilters, toQuery } from "./task-filters";

type Pages = InfiniteData<OutputOf<"listTasks">, string | undefined>;

/**
 * How many pages follow what happens. Each event asks for every loaded page anew, one after the other: far down in a
 * list of 100,000 that would never end, so there the list stands still and says so.
 */
const LIVE_PAGES = 5;

/** The rows of the list, page by page. */
export function useTaskRows(filters: TaskFilters) {
  const client = useQueryClient();
  const input = useMemo(() => toQuery(filters), [filters]);
  const key = keyOf("listTasks", input);
  const [round, setRound] = useState(0);
  const loaded = client.getQueryData<Pages>(key)?.pages.length ?? 0;
  const standsStill = loaded > LIVE_PAGES;
  const query = useList("listTasks", input, { enabled: !standsStill });
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const { hasNextPage, isFetchingNextPage: busy, isFetchNextPageError: failed } = query;
  return {
    ...query,
    items,
    more: hasNextPage ? { busy, failed, load: () => void query.fetchNextPage() } : undefined,
    standsStill,
    /** Changes when the list begins anew at its top. */
    round,
    /** Forgets all but the first page, and follows again. */
    followAgain: () => {
      client.setQueryData<Pages>(
        key,
        (old) => old && { pages: old.pages.slice(0, 1), pageParams: old.pageParams.slice(0, 1) },
      );
      setRound(round + 1);
      void client.invalidateQueries({ queryKey: key });
    },
  };
}

export type TaskRows = ReturnType<typeof useTaskRows>;
