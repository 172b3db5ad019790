"use client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { ApiError } from "../api/problem";

/** A refusal stays a refusal; only what may be different in a moment is asked once more. */
const shouldRetry = (failures: number, error: Error): boolean =>
  failures < 1 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500);

function makeClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // Live events say when something changed; coming back to the tab only fills gaps.
      queries: { staleTime: 5_000, retry: shouldRetry, refetchOnWindowFocus: true, networkMode: "always" },
      // A write is never repeated by itself: the person sees the error and presses again.
      mutations: { retry: false, networkMode: "always" },
    },
  });
}

/** What every page needs around it: one cache of what the API said. */
export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(makeClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
