"use client";
import { useRouter, useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { routes } from "@/lib/base/routes";
import { parseFilters, printFilters, type TaskFilters } from "./task-filters";

/** The filters in the address, and how to change them. Each change is a place one can come back to or send on. */
export function useTaskFilters(): [TaskFilters, (next: TaskFilters) => void] {
  const router = useRouter();
  const params = useSearchParams();
  const filters = useMemo(() => parseFilters(params), [params]);
  const change = useCallback(
    (next: TaskFilters) => router.replace(routes.tasks(printFilters(next)), { scroll: false }),
    [router],
  );
  return [filters, change];
}
