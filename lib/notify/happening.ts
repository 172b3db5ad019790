import { z } from "zod";
import type { EventKind, LogEntry } from "../audit/index";
import type { MessageEvent } from "./schema";

/**
 * Which entries lead to messages. A held call is among them because it may join a question that waits already, and then
 * others are told too; whoever was told before is not told again.
 */
const EVENT_OF: Partial<Record<EventKind, MessageEvent>> = {
  "approval.requested": "pending",
  "call.held": "pending",
  "approval.escalated": "escalated",
  "approval.asked_back": "asked",
  "approval.answered": "answered",
  "approval.approved": "decided",
  "approval.denied": "decided",
  "approval.expired": "ended",
  "approval.superseded": "ended",
  "approval.withdrawn": "ended",
  "approval.broken_glass": "glass",
  "approval.glass_overdue": "overdue",
};
export const TOLD_KINDS = Object.keys(EVENT_OF);

/** Whether an entry of this kind may lead to messages. */
export const isTold = (kind: EventKind): boolean => EVENT_OF[kind] !== undefined;

/** What an entry tells beside the approval that it is about. */
export type Happening = {
  event: MessageEvent;
  /** Whose act it was; null for a clock. */
  byId: string | null;
  /** Whom the entry names, where it says so itself; null where the rules say who is told. */
  whom: string[] | null;
  /** Why the glass was broken, in the words of whoever did. */
  reason: string | null;
  /** Until when what was let through holds, and until when it must be judged. */
  until: Date | null;
  judgeBy: Date | null;
};

const time = z.iso.datetime().transform((text) => new Date(text));
const factsSchema = z
  .object({ whom: z.array(z.object({ id: z.string() })), reason: z.string(), until: time, judgeBy: time })
  .partial();

/** Entries that say themselves whom they concern. */
const NAMING: ReadonlySet<MessageEvent> = new Set(["escalated", "glass", "overdue", "asked", "answered"]);

/** Reads what an entry tells; null when it tells nothing. */
export function readHappening(entry: Pick<LogEntry, "kind" | "humanId" | "facts">): Happening | null {
  const event = EVENT_OF[entry.kind];
  if (!event) return null;
  const facts = factsSchema.safeParse(entry.facts).data ?? {};
  const named = NAMING.has(event);
  return {
    event,
    byId: entry.humanId ?? null,
    whom: named ? (facts.whom ?? []).map(({ id }) => id) : null,
    reason: event === "glass" ? (facts.reason ?? null) : null,
    until: facts.until ?? null,
    judgeBy: facts.judgeBy ?? null,
  };
}
