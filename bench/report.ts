import type { LatencyFigures } from "./figures";
import type { Spread } from "./statistics";
import { hopSpread, type Measured, medianOf, ratiosToHop, TARGETS } from "./throughput";
import type { Figures, Verdict } from "./verdict";

const number = (value: number, digits = 0): string => (Number.isFinite(value) ? value.toFixed(digits) : "–");
const spread = ({ median, least, most }: Spread): string =>
  Number.isFinite(median) ? `${median.toFixed(2)} [${least.toFixed(2)}–${most.toFixed(2)}]` : "–";

/** Sets rows under a head in columns; the first column stands left, the others right. */
export function table(head: string[], rows: string[][]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: string[]) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ");
  return [line(head), widths.map((width) => "─".repeat(width)).join("  "), ...rows.map(line)].join("\n");
}

const HEAD = [
  "connections",
  "target",
  "calls/s",
  "× hop",
  "CPU µs/call",
  "× hop",
  "PostgreSQL’s",
  "p50 ms",
  "p99 ms",
  "commits/call",
  "bad",
];

/** The table of the three targets. */
export function throughputTable(measured: readonly Measured[]): string {
  const rows = [...new Set(measured.map(({ connections }) => connections))].sort((a, b) => a - b);
  return table(
    HEAD,
    rows.flatMap((connections) => TARGETS.map((target) => rowOf(measured, { target, connections }))),
  );
}

function rowOf(measured: readonly Measured[], of: Pick<Measured, "target" | "connections">): string[] {
  const figure = (name: keyof Measured, digits = 0) => number(medianOf(measured, of, name), digits);
  const ratios = ratiosToHop(measured, of.target, of.connections);
  const these = measured.filter((one) => one.target === of.target && one.connections === of.connections);
  return [
    String(of.connections),
    of.target,
    figure("perSecond"),
    spread(ratios.throughput),
    figure("cpuPerCall"),
    spread(ratios.cpu),
    of.target === "governed" ? figure("cpuOfDatabase") : "",
    figure("p50", 2),
    figure("p99", 2),
    of.target === "governed" ? figure("commitsPerCall", 3) : "",
    String(these.reduce((sum, one) => sum + one.bad, 0)),
  ];
}

/** What was sent, as it came out. */
export function mixture(measured: readonly Measured[]): string {
  const governed = measured.filter(({ target }) => target === "governed");
  const sum = (pick: (one: Measured) => number) => governed.reduce((all, one) => all + pick(one), 0);
  const share = (part: number) => `${((part / sum((one) => one.calls)) * 100).toFixed(1)} %`;
  return `governed: ${sum((one) => one.calls)} calls, ${share(sum((one) => one.freshTokens))} with a new token, ${share(sum((one) => one.denied))} denied`;
}

export const spreadSentence = (measured: readonly Measured[], connections: number): string =>
  `the hop's own throughput at ${connections} lay ${hopSpread(measured, connections).toFixed(2)} × apart`;

type Machine = { cores: number; model: string | undefined; load: number | undefined; node: string };

/** Everything that was measured, for people. */
export function report(figures: Figures, verdict: Verdict, machine: Machine): string {
  const { measured, click, revoke, screen } = figures;
  const parts = [
    `${machine.cores} × ${machine.model}, load ${number(machine.load ?? Number.NaN, 1)}, Node ${machine.node}`,
  ];
  if (measured.length > 0) {
    const most = Math.max(...measured.map(({ connections }) => connections));
    parts.push(throughputTable(measured), `${mixture(measured)}; ${spreadSentence(measured, most)}`);
  }
  const latencies: [string, LatencyFigures][] = [];
  if (click) latencies.push(["click to forward", click]);
  if (revoke) latencies.push(["revocation to last arrival", revoke.lastArrival], ["revocation to abort", revoke.abort]);
  if (screen) latencies.push(["commit to 49 sockets", screen.sockets]);
  if (screen?.page) latencies.push(["commit to row in Chromium", screen.page]);
  if (latencies.length > 0) parts.push(latencyTable(latencies));
  if (revoke)
    parts.push(
      `${revoke.races} races through two gateways, ${revoke.arrivals} calls arrived, ${revoke.allowsAfter} allows after a revocation`,
    );
  return [...parts, ...sayVerdict(verdict)].join("\n\n");
}

function latencyTable(rows: [string, LatencyFigures][]): string {
  const cells = ([name, { count, p50, p95, p99, most }]: [string, LatencyFigures]) => [
    name,
    String(count),
    ...[p50, p95, p99, most].map((value) => number(value, 1)),
  ];
  return table(["milliseconds", "count", "p50", "p95", "p99", "most"], rows.map(cells));
}

function sayVerdict({ failures, missed, inconclusive }: Verdict): string[] {
  if (failures.length === 0 && missed.length === 0) return ["every goal is met"];
  return [
    ...failures.map((line) => `WRONG   ${line}`),
    ...missed.map((line) => `MISSED  ${line}`),
    ...(inconclusive
      ? ["inconclusive: the hop itself was too uneven for figures; run it again on a quieter machine"]
      : []),
  ];
}
