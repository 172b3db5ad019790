"use client";
import { useRouter, useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { routes } from "@/lib/base/routes";
import { type LogFilters, parseLogFilters, printLogFilters } from "./log-filters";

/** The filters in the address, and how to change them. Each change is a place one can come back to or send on. */
export function useLogFilters(): [LogFilters, (next: LogFilters) => void] {
  const router = useRouter();
  const params = useSearchParams();
  const filters = useMemo(() => parseLogFilters(params), [params]);
  const change = useCallback(
    (next: LogFilters) => router.replace(routes.log(printLogFilters(next)), { scroll: false }),
    [router],
  );
  return [filters, change];
}
