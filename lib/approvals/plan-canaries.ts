import { record } from "../audit/index";
import { inTransaction } from "../db/index";

/**
 * Says how many canaries there are to be in a week, with its entry. None: one that waits is answered or ends by itself.
 * The caller has checked that the person may (`manage_canaries`).
 *
 * @param perWeek From 0 to 50.
 */
export async function planCanaries(human: { id: string }, perWeek: number): Promise<void> {
  await inTransaction(async (tx) => {
    await tx.$executeRaw`SELECT one FROM canary_plan FOR UPDATE`;
    const before = (await tx.canaryPlan.findFirst({ select: { perWeek: true } }))?.perWeek ?? 0;
    if (before === perWeek) return;
    await tx.$executeRaw`INSERT INTO canary_plan (per_week, changed_by) VALUES (${perWeek}::int, ${human.id}::uuid)
      ON CONFLICT (one) DO UPDATE SET per_week = excluded.per_week, changed_by = excluded.changed_by, changed_at = clock_timestamp()`;
    await record(tx, { kind: "canary.planned", humanId: human.id, facts: { before, after: perWeek } });
  });
}
