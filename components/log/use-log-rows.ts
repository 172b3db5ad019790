"use client";
import { type InfiniteData, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { OutputOf } from "@/lib/api/schema";
import { keyOf, useList } from "../api/queries";
import { type LogFilters, toLogQuery } from "./log-filters";

type Pages = InfiniteData<OutputOf<"listLog">, string | undefined>;

/** How many pages follow what happens. Each event asks for all of them anew, so a longer list stands still and says so. */
const LIVE_PAGES = 3;

/** The entries of the list, page by page, newest first. */
export function useLogRows(filters: LogFilters) {
  const client = useQueryClient();
  const input = useMemo(() => toLogQuery(filters), [filters]);
  const key = keyOf("listLog", input);
  const [round, setRound] = useState(0);
  const loaded = client.getQueryData<Pages>(key)?.pages.length ?? 0;
  const standsStill = loaded > LIVE_PAGES;
  const query = useList("listLog", input, { enabled: !standsStill });
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

export type LogRows = ReturnType<typeof useLogRows>;
