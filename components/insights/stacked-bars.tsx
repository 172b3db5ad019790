"use client";
import { useId } from "react";
import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from "recharts";

/** How a part of a bar is filled: so that neighbours differ without colour as well. */
export type Fill = "plain" | "hatched" | "solid" | "dotted";
export type Series = { key: string; label: string; fill: Fill };

type StackedBarsProps = {
  rows: readonly ({ name: string } & Record<string, string | number>)[];
  series: readonly Series[];
};

const AXIS = { stroke: "var(--line-2)", tick: { fill: "var(--ink-3)", fontSize: 12 }, tickLine: false } as const;
/** Nothing moves: the bars are there at once. */
const STILL = { isAnimationActive: false } as const;

/** Bars whose parts lie on each other. Colours are the tokens', so that the theme turns them. */
export function StackedBars({ rows, series }: StackedBarsProps) {
  const id = useId();
  return (
    <>
      <ul className="flow gap-x-4">
        {series.map(({ key, label, fill }) => (
          <li key={key} className="flow gap-x-1.5">
            <svg width="12" height="12" aria-hidden="true">
              <rect width="12" height="12" fill={paint(fill, id)} />
            </svg>
            <span className="legend">{label}</span>
          </li>
        ))}
      </ul>
      <BarChart
        responsive
        data={[...rows]}
        accessibilityLayer={false}
        margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
        className="bars"
      >
        <defs>
          <pattern
            id={`${id}-hatched`}
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width="6" height="6" fill="var(--wait-bg)" />
            <rect width="3" height="6" fill="var(--wait-fill)" />
          </pattern>
          <pattern id={`${id}-dotted`} width="6" height="6" patternUnits="userSpaceOnUse">
            <rect width="6" height="6" fill="var(--bg-hover)" />
            <circle cx="3" cy="3" r="1.5" fill="var(--ink-2)" />
          </pattern>
        </defs>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis dataKey="name" {...AXIS} interval="preserveStartEnd" minTickGap={12} />
        <YAxis allowDecimals={false} width={36} {...AXIS} axisLine={false} />
        <Tooltip
          {...STILL}
          cursor={{ fill: "var(--bg-hover)" }}
          wrapperClassName="tip"
          contentStyle={{ background: "none", border: 0, padding: 0 }}
          itemStyle={{ color: "var(--ink-2)", padding: 0 }}
          labelStyle={{ color: "var(--ink)" }}
        />
        {series.map(({ key, label, fill }) => (
          <Bar key={key} dataKey={key} name={label} stackId="all" fill={paint(fill, id)} maxBarSize={40} {...STILL} />
        ))}
      </BarChart>
    </>
  );
}

function paint(fill: Fill, id: string): string {
  if (fill === "plain") return "var(--off-fill)";
  return fill === "solid" ? "var(--stop-fill)" : `url(#${id}-${fill})`;
}
