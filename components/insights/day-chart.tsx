"use client";
import type { InsightDay } from "@/lib/api/schema";
import { ChartFrame } from "./chart-frame";
import { type Series, StackedBars } from "./stacked-bars";

const SERIES = [
  { key: "approved", label: "approved as asked", fill: "plain" },
  { key: "narrowed", label: "narrowed or edited", fill: "hatched" },
  { key: "denied", label: "denied", fill: "solid" },
  { key: "expired", label: "expired", fill: "dotted" },
] as const satisfies readonly Series[];

/** What was answered on each day, and what nobody answered. */
export function DayChart({ days }: { days: readonly InsightDay[] }) {
  const rows = days.map(({ day, ...counts }) => ({ name: sayDay(day), ...counts }));
  return (
    <ChartFrame
      title="Answers by day"
      says="How many answers there were on each day, and how many approvals expired"
      of="Day"
      columns={SERIES}
      rows={days.map(({ day, ...cells }) => ({ name: sayDay(day), cells }))}
    >
      <StackedBars rows={rows} series={SERIES} />
    </ChartFrame>
  );
}

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/** A day of a calendar is no moment: it is said as it came. */
const sayDay = (day: string): string => DAY.format(new Date(`${day}T00:00:00Z`));
