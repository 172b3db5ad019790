import { db } from "../db/index";

/** How long it is kept when somebody saw a card, in days. Insights look back 90 days; it is staff data, and nothing else needs it. */
const KEPT_DAYS = 180;

/** Forgets when people saw cards, once that is half a year ago. */
export async function sweepSights(): Promise<void> {
  await db().$executeRaw`DELETE FROM sight WHERE at < clock_timestamp() - make_interval(days => ${KEPT_DAYS}::int)`;
}
