import { db } from "../../db/index";
import { beyondCanaries, shareOf } from "./measure";
import { PEOPLE_LEAST } from "./metrics";
import type { Facts } from "./read-facts";
import type { Insights, Share } from "./schema";

/** A canary that is over. Those that wait are in no number: it would tell that one does. */
export type CanaryFact = { human: { id: string; name: string } | null; state: string };

/** Reads the canaries that ended in a period. */
export async function readCanaries({ from, to }: Pick<Facts, "from" | "to">): Promise<CanaryFact[]> {
  const rows = await db().$queryRaw<{ id: string | null; name: string | null; state: string }[]>`
    SELECT h.id::text, h.name, c.state FROM canary c LEFT JOIN human i ON i.id = c.decided_by
      LEFT JOIN human h ON h.id = COALESCE(i.same_person_as, i.id)
    WHERE c.decided_at > ${from}::timestamptz AND c.decided_at <= ${to}::timestamptz AND c.state IN ('caught', 'missed', 'expired')`;
  return rows.map(({ id, name, state }) => ({ human: id !== null && name !== null ? { id, name } : null, state }));
}

const answered = (canaries: readonly CanaryFact[]) => canaries.filter(({ human }) => human !== null);
const isCaught = ({ state }: CanaryFact) => state === "caught";

/** How many of the canaries that somebody answered they caught. */
export const caughtBy = (canaries: readonly CanaryFact[], humanId: string): Share =>
  shareOf(
    canaries.filter(({ human }) => human?.id === humanId),
    isCaught,
  );

/** How many were caught by all together; left out where it would tell about each of fewer than three people. */
export function canariesOf(
  canaries: readonly CanaryFact[],
  perWeek: number,
  seesPeople: boolean,
): Insights["canaries"] {
  const all = answered(canaries);
  const people = new Set(all.map(({ human }) => human?.id)).size;
  const told = seesPeople || people >= PEOPLE_LEAST || people === 0;
  return {
    perWeek,
    caught: told ? shareOf(all, isCaught) : null,
    expired: canaries.length - all.length,
    beyond: told ? beyondCanaries(shareOf(all, isCaught)) : [],
  };
}

/** How many there are to be in a week; 0 where nobody has said. */
export async function readPerWeek(): Promise<number> {
  return (await db().canaryPlan.findFirst({ select: { perWeek: true } }))?.perWeek ?? 0;
}
