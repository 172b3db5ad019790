"use client";
import type { ClassMeasure } from "@/lib/api/schema";
import { ChartFrame } from "./chart-frame";
import { MetricName } from "./metric-name";
import { TIME_LABELS } from "./say-measure";
import { type Fill, StackedBars } from "./stacked-bars";

const FILLS = { read: "plain", write: "hatched", destructive: "solid", unclassed: "dotted" } as const satisfies Record<
  ClassMeasure["class"],
  Fill
>;

/** How long people took, in columns from two seconds to half an hour, by class. Classes that are withheld are not in it. */
export function TimeChart({ classes }: { classes: readonly ClassMeasure[] }) {
  const told = classes.filter(({ timing }) => timing !== null && timing.timed > 0);
  if (told.length === 0) return null;
  const rows = TIME_LABELS.map((name, at) => ({
    name,
    ...Object.fromEntries(told.map(({ class: of, timing }) => [of, timing?.histogram[at] ?? 0])),
  }));
  return (
    <ChartFrame
      title={<MetricName of="time" />}
      says="How many answers took how long, by class"
      of="Took"
      columns={told.map(({ class: of }) => ({ key: of, label: of }))}
      rows={rows.map(({ name, ...cells }) => ({ name, cells }))}
    >
      <StackedBars rows={rows} series={told.map(({ class: of }) => ({ key: of, label: of, fill: FILLS[of] }))} />
    </ChartFrame>
  );
}
