"use client";
import { Bar, BarChart, CartesianGrid, ErrorBar, Tooltip, XAxis, YAxis } from "recharts";
import type { AgentMeasure } from "@/lib/api/schema";
import { ChartFrame } from "./chart-frame";
import { MetricName } from "./metric-name";
import { sayPercent } from "./say-measure";

/** More bars than this say nothing; the table below has all of them. */
const SHOWN = 12;
const AXIS = { stroke: "var(--line-2)", tick: { fill: "var(--ink-3)", fontSize: 12 }, tickLine: false } as const;

/** How much of what each agent asked was approved as asked, with the range in which the true share lies. */
export function AgentChart({ agents }: { agents: readonly AgentMeasure[] }) {
  const told = agents.filter(({ answers }) => answers > 0).slice(0, SHOWN);
  if (told.length === 0) return null;
  const rows = told.map(({ agent, approved, answers, range }) => {
    const share = approved / answers;
    return { name: agent.name, share, range: [share - (range?.low ?? share), (range?.high ?? share) - share] };
  });
  return (
    <ChartFrame
      title={
        <>
          <MetricName of="approved" />, by agent
        </>
      }
      says="Which share of what each agent asked was approved as asked"
      of="Agent"
      columns={COLUMNS}
      rows={told.map(({ agent, approved, answers, range }) => ({
        name: agent.name,
        cells: {
          approved,
          answers,
          share: sayPercent(approved / answers),
          range: range ? `${sayPercent(range.low)} to ${sayPercent(range.high)}` : "–",
        },
      }))}
    >
      <BarChart
        responsive
        layout="vertical"
        data={rows}
        accessibilityLayer={false}
        margin={{ top: 8, right: 16, bottom: 0, left: 0 }}
        className="bars"
      >
        <CartesianGrid horizontal={false} stroke="var(--line)" />
        <XAxis type="number" domain={[0, 1]} ticks={[0, 0.25, 0.5, 0.75, 1]} tickFormatter={sayPercent} {...AXIS} />
        <YAxis type="category" dataKey="name" width={120} {...AXIS} />
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: "var(--bg-hover)" }}
          wrapperClassName="tip"
          contentStyle={{ background: "none", border: 0, padding: 0 }}
          itemStyle={{ color: "var(--ink-2)", padding: 0 }}
          labelStyle={{ color: "var(--ink)" }}
          formatter={(value) => (typeof value === "number" ? sayPercent(value) : String(value))}
        />
        <Bar dataKey="share" name="approved as asked" fill="var(--off-fill)" maxBarSize={20} isAnimationActive={false}>
          <ErrorBar
            dataKey="range"
            direction="x"
            width={4}
            stroke="var(--ink)"
            strokeWidth={1.5}
            isAnimationActive={false}
          />
        </Bar>
      </BarChart>
    </ChartFrame>
  );
}

const COLUMNS = [
  { key: "approved", label: "As asked" },
  { key: "answers", label: "Answers" },
  { key: "share", label: "Share" },
  { key: "range", label: "95 % range" },
] as const;
