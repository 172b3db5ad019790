import { AppError } from "../base/index";
import type { Tx } from "../db/index";
import { readStanding } from "../identity/index";
import type { Person } from "../identity/schema";
import { exampleOf, type Need, sayNeeds, type Threshold } from "../policy/schema";
import { placeIn, type VoterStanding, waysOf } from "./count-votes";
import { type Escalated, gives, type ReviewInput } from "./schema";
import type { ApprovalRow } from "./store";

type Voting = { person: Person; approval: ApprovalRow; input: ReviewInput; excluded: ReadonlySet<string> };

/**
 * Refuses an approval that would count for nothing: whoever gives it would think that they had done their part. A
 * denial always counts, and everybody who may answer may ask.
 *
 * @throws FORBIDDEN with whose approval it takes, or what the reason must name.
 */
export async function refuseIdleVote(tx: Tx, { person, approval, input, excluded }: Voting): Promise<void> {
  if (!gives(input)) return;
  const { needs } = approval.asked;
  const voter = (await readStanding([person.human.id], tx)).get(person.human.id);
  const voting = { voter, reason: input.reason ?? "", excluded };
  if (voter && countsIn({ needs, escalated: approval.escalated }, { ...voting, voter })) return;
  const pattern = voter ? patternFor(needs, approval.escalated, voter) : null;
  if (pattern !== null) throw new AppError("FORBIDDEN", sayPattern(pattern), { reasonPattern: pattern });
  throw new AppError("FORBIDDEN", `Your approval would count for nothing here: it takes ${sayNeeds(needs)}.`);
}

/** Whether somebody's approval with this reason fills a place in any way of any need. */
export function countsIn(
  { needs, escalated }: { needs: readonly Need[]; escalated: Escalated },
  { voter, reason, excluded }: { voter: VoterStanding; reason: string; excluded: ReadonlySet<string> },
): boolean {
  const ways = needs.flatMap((need, at) => waysOf(need, at, escalated));
  return ways.some((way) => placeIn(way, { voter, reason }, excluded).length > 0);
}

/** What somebody's reason must name for their approval to count; null when it counts without, or not at all. */
export function patternFor(needs: readonly Need[], escalated: Escalated, voter: VoterStanding): string | null {
  const ways = needs.flatMap((need, at) => waysOf(need, at, escalated));
  const fits = (way: Threshold) => placeIn({ ...way, reason: undefined }, { voter, reason: "" }, new Set()).length > 0;
  const mine = ways.filter(fits);
  if (mine.some(({ reason }) => reason === undefined)) return null;
  return mine[0]?.reason ?? null;
}

const sayPattern = (pattern: string): string =>
  `Your approval counts only when the reason names ${pattern}, such as ${exampleOf(pattern)}.`;
