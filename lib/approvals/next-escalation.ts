import type { ApprovalRow } from "./store";

type Asking = Pick<ApprovalRow, "asked" | "decideBy" | "escalated">;

/** When each need goes to more people, and has not yet, by its place in the list. */
export function dueEscalations({ asked, decideBy, escalated }: Asking): { need: number; at: Date }[] {
  const done = new Set(escalated.map(({ need }) => need));
  return asked.needs.flatMap(({ escalate }, need) =>
    escalate && !done.has(need) ? [{ need, at: new Date(decideBy.getTime() - escalate.beforeSeconds * 1000) }] : [],
  );
}

/** When a question goes to more people next; null when to nobody else. */
export function nextEscalation(asking: Asking): Date | null {
  const times = dueEscalations(asking).map(({ at }) => at.getTime());
  return times.length === 0 ? null : new Date(Math.min(...times));
}
