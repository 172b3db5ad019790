import { randomInt } from "node:crypto";
import { record } from "../audit/index";
import { db, inTransaction, isDuplicate, type Tx } from "../db/index";
import { seedCanary } from "./seed-canary";

/** How often this is called, in seconds: the chance of a canary is divided by it. */
export const CANARY_SECONDS = 60;
const WEEK_SECONDS = 604_800;

type Draw = (below: number) => number;

/**
 * Ends canaries that nobody answered or whose task has moved on, and seeds a new one by chance, so many a week as an
 * admin has said; none where nobody has. At most one waits at a time. One instance at a time does it, under a lease.
 *
 * @param draw Gives a whole number from 0 to below its argument.
 * @returns The id of the canary that was seeded; null for none.
 */
export async function sweepCanaries(draw: Draw = randomInt): Promise<string | null> {
  await endCanaries();
  const perWeek = (await db().canaryPlan.findFirst({ select: { perWeek: true } }))?.perWeek ?? 0;
  if (draw(WEEK_SECONDS) >= perWeek * CANARY_SECONDS) return null;
  try {
    return await inTransaction((tx) => seedCanary(tx, draw));
  } catch (error) {
    if (isDuplicate(error)) return null; // one waits already
    throw error;
  }
}

/** A canary ends as the question that it looks like would: by its deadline, or with what its task does. */
async function endCanaries(): Promise<void> {
  await inTransaction(async (tx: Tx) => {
    const ended = await tx.$queryRaw<{ id: string; digest: string; state: string }[]>`
      UPDATE canary SET decided_at = clock_timestamp(),
        state = CASE WHEN decide_by <= clock_timestamp() THEN 'expired' ELSE 'withdrawn' END
      WHERE state = 'pending' AND (decide_by <= clock_timestamp() OR NOT EXISTS (SELECT FROM task t
        WHERE t.id = canary.task_id AND t.state = 'running' AND t.epoch = canary.epoch))
      RETURNING id::text, digest, state`;
    for (const { id, digest, state } of ended)
      await record(tx, { kind: "canary.ended", approvalId: id, digest, facts: { state } });
  });
}
