import { randomInt } from "node:crypto";
import { db, inTransaction, isDuplicate } from "../db/index";
import { seedCanary } from "./seed-canary";

/** How often this is called, in seconds: the chance of a canary is divided by it. */
export const CANARY_SECONDS = 60;
const WEEK_SECONDS = 604_800;

type Draw = (below: number) => number;

/**
 * Seeds a canary by chance, so many a week as an admin has said; none where nobody has. At most one waits at a time. One
 * instance at a time does it, under a lease.
 *
 * @param draw Gives a whole number from 0 to below its argument.
 * @returns The id of the canary that was seeded; null for none.
 */
export async function sweepCanaries(draw: Draw = randomInt): Promise<string | null> {
  const perWeek = (await db().canaryPlan.findFirst({ select: { perWeek: true } }))?.perWeek ?? 0;
  if (draw(WEEK_SECONDS) >= perWeek * CANARY_SECONDS) return null;
  try {
    return await inTransaction((tx) => seedCanary(tx, draw));
  } catch (error) {
    if (isDuplicate(error)) return null; // one waits already
    throw error;
  }
}
