import { z } from "zod";
import { toLogEntry } from "../../audit/index";
import { db } from "../../db/index";
import type { CallOutcome } from "../approvals/schema";

/** What can come of a call that was allowed, by the kind of its entry. */
const OUTCOMES = {
  "call.allowed": "allowed",
  "call.succeeded": "succeeded",
  "call.failed": "failed",
  "call.timed_out": "timed_out",
  "call.aborted": "aborted",
  "call.not_sent": "not_sent",
  "call.unknown": "unknown",
} as const;
export type OutcomeKind = keyof typeof OUTCOMES;

/** The kinds that end a call. Each allowed call gets exactly one. */
export const FINAL_OUTCOMES = Object.keys(OUTCOMES).filter((kind) => kind !== "call.allowed");

type Row = { seq: bigint; at: Date; body: string; callId: string };
const factsSchema = z.object({
  milliseconds: z.number().optional(),
  note: z.string().optional(),
  reason: z.string().optional(),
});

/**
 * Reads how far calls have come: for each that was allowed its latest entry, `allowed` while it is under way. Calls
 * that were never allowed are left out.
 */
export async function readOutcomes(callIds: readonly string[]): Promise<Map<string, CallOutcome>> {
  if (callIds.length === 0) return new Map();
  const rows = await db().$queryRaw<Row[]>`
    SELECT DISTINCT ON (call_id) call_id::text AS "callId", seq, at, body FROM entry
    WHERE call_id = ANY(${callIds}::uuid[]) AND kind = ANY(${Object.keys(OUTCOMES)}::text[]) ORDER BY call_id, seq DESC`;
  return new Map(rows.map((row) => [row.callId, toOutcome(row)]));
}

function toOutcome(row: Row): CallOutcome {
  const entry = toLogEntry(row);
  const facts = factsSchema.parse(entry.facts);
  return {
    state: OUTCOMES[entry.kind as OutcomeKind], // the statement asks for these kinds only
    at: entry.at,
    milliseconds: facts.milliseconds ?? null,
    note: facts.note ?? facts.reason ?? null,
    seq: entry.seq,
  };
}
