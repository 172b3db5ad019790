import { quantile } from "./statistics";

/** How long something took, in milliseconds. */
export type LatencyFigures = { count: number; p50: number; p95: number; p99: number; most: number };

export function latencyFigures(milliseconds: readonly number[]): LatencyFigures {
  return {
    count: milliseconds.length,
    p50: quantile(milliseconds, 0.5),
    p95: quantile(milliseconds, 0.95),
    p99: quantile(milliseconds, 0.99),
    most: quantile(milliseconds, 1),
  };
}

export type RevokeFigures = {
  races: number;
  /** Calls that reached the server in all races. */
  arrivals: number;
  /** Allows that follow the revocation of their task in the log: must be none. */
  allowsAfter: number;
  /** From the revocation to the last call that reached the server: negative when that was before. */
  lastArrival: LatencyFigures;
  /** From the revocation until the server saw its call broken off. */
  abort: LatencyFigures;
};
