"use client";
import {
  type InfiniteData,
  type QueryKey,
  type UseQueryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import type { ActName, InputOf, OutputOf, QueryName } from "@/lib/api/schema";
import { callEndpoint } from "./call-endpoint";
import { type ApiError, newKey } from "./client";

/** Where an answer lies in the cache: the endpoint's name, then its input. Live events look answers up by the name. */
export const keyOf = <Name extends QueryName>(name: Name, input?: InputOf<Name>): QueryKey =>
  input === undefined ? [name] : [name, input];

type Options<Name extends QueryName> = Omit<UseQueryOptions<OutputOf<Name>, ApiError>, "queryKey" | "queryFn">;

/** Asks an endpoint and keeps the answer up to date. */
export function useEndpoint<Name extends QueryName>(name: Name, input: InputOf<Name>, options: Options<Name> = {}) {
  return useQuery<OutputOf<Name>, ApiError>({
    ...options,
    queryKey: keyOf(name, input),
    queryFn: ({ signal }) => callEndpoint(name, input, { signal }),
  });
}

type Paged = { items: unknown[]; next?: string };
/** The endpoints that answer a list page by page. */
export type ListName = {
  [Name in QueryName]: OutputOf<Name> extends Paged
    ? InputOf<Name> extends { cursor?: string }
      ? Name
      : never
    : never;
}[QueryName];
type ItemOf<Name extends ListName> = OutputOf<Name> extends { items: (infer Item)[] } ? Item : never;

/** A list that grows by pages. `items` are those of all pages so far. */
export function useList<Name extends ListName>(name: Name, input: InputOf<Name>, options: { enabled?: boolean } = {}) {
  const query = useInfiniteQuery<
    OutputOf<Name>,
    ApiError,
    InfiniteData<OutputOf<Name>, string | undefined>,
    QueryKey,
    string | undefined
  >({
    ...options,
    queryKey: keyOf(name, input),
    initialPageParam: undefined,
    queryFn: ({ pageParam, signal }) =>
      callEndpoint(name, { ...(input as object), cursor: pageParam } as InputOf<Name>, { signal }),
    getNextPageParam: (page) => (page as Paged).next,
  });
  const { data } = query;
  // The same rows as long as the pages are the same: every row would be drawn again otherwise.
  const items = useMemo(() => (data?.pages.flatMap((page) => (page as Paged).items) ?? []) as ItemOf<Name>[], [data]); // ListName admits such pages only
  return { ...query, items };
}

/**
 * Acts through an endpoint. Nothing is shown as done before the server has said so. Pressing again after a lost answer
 * sends the same Idempotency-Key, so that it is done once; another input, or a new attempt after an answer, is a new act.
 *
 * @param refreshes The endpoints whose answers the act changes.
 */
export function useAct<Name extends ActName>(name: Name, refreshes: readonly QueryName[] = []) {
  const client = useQueryClient();
  const intent = useRef<{ input: string; key: string } | null>(null);
  return useMutation<OutputOf<Name>, ApiError, InputOf<Name>>({
    mutationFn: async (input) => {
      const text = JSON.stringify(input);
      if (intent.current?.input !== text) intent.current = { input: text, key: newKey() };
      return callEndpoint(name, input, { key: intent.current.key });
    },
    onSuccess: () => {
      intent.current = null;
    },
    onError: (error) => {
      // Without an answer it may have been done: the key stays. With a refusal it was not.
      if (error.status !== 0 && error.status < 500) intent.current = null;
    },
    onSettled: () => Promise.all(refreshes.map((query) => client.invalidateQueries({ queryKey: [query] }))),
  });
}
