import type { Facts } from "./read-facts";
import type { InsightDay } from "./schema";

const DAY = 86_400_000;

/** What happened on each day of the period, in the calendar of a time zone. Days on which nothing did are there too. */
export function byDay({ from, to, answers, approvals }: Facts, zone: string): InsightDay[] {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  const dayOf = (at: Date) => format.format(at);
  const days = new Map<string, InsightDay>();
  // Half days are enough steps for every day to be met, also the one that is an hour shorter.
  for (let at = from.getTime(); at < to.getTime() + DAY / 2; at += DAY / 2) {
    const day = dayOf(new Date(Math.min(at, to.getTime())));
    days.set(day, { day, approved: 0, narrowed: 0, denied: 0, expired: 0 });
  }
  for (const { at, answer } of answers) {
    const day = days.get(dayOf(at));
    if (day) day[answer === "approve" ? "approved" : answer === "deny" ? "denied" : "narrowed"] += 1;
  }
  for (const { state, endedAt } of approvals) {
    const day = days.get(dayOf(endedAt));
    if (day && state === "expired") day.expired += 1;
  }
  return [...days.values()];
}
