import type { EventKind } from "@/lib/audit/schema";

/** Kinds that end a call that was sent: only these can have a result. */
export const ENTRY_OUTCOMES: ReadonlySet<EventKind> = new Set<EventKind>([
  "call.succeeded",
  "call.failed",
  "call.timed_out",
  "call.aborted",
]);
