import type { LatencyFigures, RevokeFigures } from "./figures";
import { hopSpread, type Measured, ratiosToHop } from "./throughput";

/** What is promised at the higher number of connections. */
const CPU_MOST = 1.5;
const THROUGHPUT_LEAST = 0.6;
/** With the hop itself further apart than this, the machine was too busy for figures. */
const HOP_SPREAD_MOST = 1.5;
const CLICK_P99_MOST = 250;
const ABORT_P99_MOST = 250;
/** A recorded allow is good for 500 ms; then one way to the server. */
const LAST_ARRIVAL_MOST = 600;
const SCREEN_P95_MOST = 300;

export type Figures = {
  measured: Measured[];
  click: LatencyFigures | null;
  revoke: RevokeFigures | null;
  screen: { sockets: LatencyFigures; page: LatencyFigures | null } | null;
  loose: number;
};

export type Verdict = { failures: string[]; missed: string[]; inconclusive: boolean };

/** Judges a run: what is wrong whatever the machine did, and what was too slow. */
export function judge(figures: Figures, connections: number): Verdict {
  const { measured, click, revoke, screen } = figures;
  const failures: string[] = [];
  const missed: string[] = [];
  const bad = measured.reduce((sum, one) => sum + one.bad, 0);
  if (bad > 0)
    failures.push(
      `${bad} bad answers: ${measured
        .flatMap(({ samples }) => samples)
        .slice(0, 3)
        .join(" | ")}`,
    );
  if (figures.loose > 0) failures.push(`${figures.loose} calls without exactly one allow and one outcome`);
  if (revoke && revoke.allowsAfter > 0) failures.push(`${revoke.allowsAfter} allows after their task's revocation`);
  const over = (name: string, value: number, most: number) => {
    if (value > most) missed.push(`${name}: ${value.toFixed(2)}, wanted at most ${most}`);
  };
  if (measured.length > 0) {
    const { cpu, throughput } = ratiosToHop(measured, "governed", connections);
    over(`CPU per governed call at ${connections}, × hop`, cpu.median, CPU_MOST);
    if (throughput.median < THROUGHPUT_LEAST)
      missed.push(
        `throughput at ${connections}, × hop: ${throughput.median.toFixed(2)}, wanted at least ${THROUGHPUT_LEAST}`,
      );
  }
  if (click) over("click to forward, p99 ms", click.p99, CLICK_P99_MOST);
  if (revoke) over("abort after a revocation, p99 ms", revoke.abort.p99, ABORT_P99_MOST);
  if (revoke) over("last arrival after a revocation, ms", revoke.lastArrival.most, LAST_ARRIVAL_MOST);
  if (screen) over("commit to screen, p95 ms", (screen.page ?? screen.sockets).p95, SCREEN_P95_MOST);
  const inconclusive = measured.length > 0 && hopSpread(measured, connections) > HOP_SPREAD_MOST;
  return { failures, missed, inconclusive };
}
