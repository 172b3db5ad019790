"use client";
import { type InfiniteData, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { InputOf, OutputOf } from "@/lib/api/schema";
import { keyOf, type ListName, useList } from "./queries";

/**
 * The rows of a list that follows what happens, page by page. Each event asks for every loaded page anew, one after the
 * other: far down in a list of 100,000 that would never end, so there the list stands still and says so.
 *
 * @param livePages How many pages follow.
 */
export function useLiveList<Name extends ListName>(name: Name, input: InputOf<Name>, livePages: number) {
  type Pages = InfiniteData<OutputOf<Name>, string | undefined>;
  const client = useQueryClient();
  const key = keyOf(name, input);
  const [round, setRound] = useState(0);
  const loaded = client.getQueryData<Pages>(key)?.pages.length ?? 0;
  const standsStill = loaded > livePages;
  const query = useList(name, input, { enabled: !standsStill });
  const { hasNextPage, isFetchingNextPage: busy, isFetchNextPageError: failed } = query;
  return {
    ...query,
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
