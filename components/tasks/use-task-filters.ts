"use client";
import { useRouter, useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { routes } from "@/lib/base/routes";
import { parseFilters, printFilters, type TaskFilters } from "./task-filters";

/**
 * The filters in the address, and how to change them. Each change is a place to come back to, except while somebody
 * types: then the way back would lead letter by letter.
 */
export function useTaskFilters(): [TaskFilters, (next: TaskFilters) => void] {
  const router = useRouter();
  const params = useSearchParams();
  const filters = useMemo(() => parseFilters(params), [params]);
  const change = (next: TaskFilters) => {
    const go = next.text === filters.text ? router.push : router.replace;
    go(routes.tasks(printFilters(next)), { scroll: false });
  };
  return [filters, change];
}
