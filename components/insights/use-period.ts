"use client";
import { useSearchParams } from "next/navigation";
import { DAYS_DEFAULT, PERIODS } from "@/lib/api/schema";

/** How many days the page looks back, as its address says; the usual number where it says none that we know. */
export function usePeriod(): number {
  const asked = useSearchParams().get("days");
  return PERIODS.find((days) => String(days) === asked) ?? DAYS_DEFAULT;
}
