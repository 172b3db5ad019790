import type { EventKind } from "../audit/schema";

export const CALL_STATES = [
  "held",
  "denied",
  "allowed",
  "succeeded",
  "failed",
  "timed_out",
  "aborted",
  "not_sent",
  "unknown",
] as const;
export type CallState = (typeof CALL_STATES)[number];

type Row = {
  from: readonly (CallState | "nothing")[];
  to: CallState;
  by: readonly string[];
  writes: Extract<EventKind, `call.${string}`>;
};

/**
 * Everything that can happen to a call. It has no row of its own: its state is its last entry, and a unique index lets
 * each of holding, deciding and ending be written once. What is `unknown` is never sent again.
 */
export const CALL_EVENTS = {
  hold: { from: ["nothing"], to: "held", by: ["policy"], writes: "call.held" },
  deny: { from: ["nothing", "held"], to: "denied", by: ["policy"], writes: "call.denied" },
  allow: { from: ["nothing", "held"], to: "allowed", by: ["policy"], writes: "call.allowed" },
  succeed: { from: ["allowed"], to: "succeeded", by: ["server"], writes: "call.succeeded" },
  fail: { from: ["allowed"], to: "failed", by: ["server"], writes: "call.failed" },
  time_out: { from: ["allowed"], to: "timed_out", by: ["clock"], writes: "call.timed_out" },
  abort: { from: ["allowed"], to: "aborted", by: ["human", "agent"], writes: "call.aborted" },
  drop: { from: ["allowed"], to: "not_sent", by: ["system"], writes: "call.not_sent" },
  lose: { from: ["allowed"], to: "unknown", by: ["system"], writes: "call.unknown" },
} as const satisfies Record<string, Row>;

type EndOf<Event extends keyof typeof CALL_EVENTS> = (typeof CALL_EVENTS)[Event]["writes"];
/** The entries by which the process that sent a call can end it; `unknown` is written by others, when it has died. */
export type OutcomeKind = EndOf<"succeed" | "fail" | "time_out" | "abort" | "drop">;
