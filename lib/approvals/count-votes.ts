import { addedBy, type Need, reasonNames, type Threshold } from "../policy/schema";
import type { Escalated, GivenLess } from "./schema";

/** Somebody's own place, or that of a person who is away and for whom they stand. */
export type Place = { id: string; name: string; person: string; groups: readonly string[] };

/** What a voter is at this moment, as far as their vote depends on it. */
export type VoterStanding = {
  id: string;
  name: string;
  /** The same for all accounts of one person. */
  person: string;
  /** Active, and an approver. */
  votes: boolean;
  admin: boolean;
  groups: readonly string[];
  standsFor: readonly Place[];
};

/** One person's answer to what is asked now. */
export type Vote = {
  id: string;
  voter: VoterStanding;
  answer: "approve" | "narrow" | "edit" | "pattern" | "deny";
  reason: string;
  given: GivenLess | null;
  at: Date;
};

/** A place that a vote fills in a threshold. */
export type Filled = { vote: Vote; seat: { id: string; name: string } };
export type ThresholdCount = { threshold: Threshold; filled: Filled[]; met: boolean };
export type NeedCount = { ways: ThresholdCount[]; met: ThresholdCount | null };

export type VoteCount = {
  needs: NeedCount[];
  /** The approving votes that count, oldest first. What is given is what all of them leave. */
  approving: Vote[];
  denying: Vote[];
  /** How many denials end it. */
  denials: number;
  outcome: "approved" | "denied" | null;
  /** How far it is: of each need, of its way that lacks least. */
  have: number;
  need: number;
};

type Counting = {
  needs: readonly Need[];
  escalated: Escalated;
  /** People who may not answer, by person: the agent's owner, who asked, and who stands for them. */
  excluded: ReadonlySet<string>;
};

/**
 * Counts votes, each bound to what is asked now. Of one person only the last vote counts, whatever account it came
 * from; one that has lost its standing counts for nothing. A place in a group is filled once: by its own person, or by
 * the one who stands for them while they are away. Every need must be met, each by any one of its ways.
 */
export function countVotes(votes: readonly Vote[], { needs, escalated, excluded }: Counting): VoteCount {
  const standing = lastOfEach(votes).filter(({ voter }) => voter.votes && !excluded.has(voter.person));
  const approving = standing.filter(({ answer }) => answer !== "deny");
  const denying = standing.filter(({ answer }) => answer === "deny");
  const counts = needs.map((need, at) => countNeed(waysOf(need, at, escalated), approving, excluded));
  const denials = Math.min(...needs.map((need) => need.denials));
  const approved = counts.length > 0 && counts.every(({ met }) => met !== null);
  const best = counts.map(({ ways }) => nearest(ways));
  return {
    needs: counts,
    approving,
    denying,
    denials,
    // Whoever stops comes first: votes that would decide both ways at once do not approve.
    outcome: denying.length >= denials ? "denied" : approved ? "approved" : null,
    have: sum(best.map(({ threshold, filled }) => Math.min(filled.length, threshold.approve))),
    need: sum(best.map(({ threshold }) => threshold.approve)),
  };
}

/** The ways in which a need can be met at this moment: with what an escalation added. */
export function waysOf(need: Need, at: number, escalated: Escalated): Threshold[] {
  const added = escalated.some((one) => one.need === at) ? addedBy(need) : null;
  return added ? [...need.any, added] : [...need.any];
}

/** Who carries an approval: for each need the votes of the way that was met, as many as it takes, oldest first. */
export function carriers({ needs }: VoteCount): { filled: Filled; threshold: Threshold }[] {
  return needs.flatMap(({ met }) =>
    met ? met.filled.slice(0, met.threshold.approve).map((filled) => ({ filled, threshold: met.threshold })) : [],
  );
}

/** The place that somebody fills in a threshold, were they to approve with this reason; null when their vote is not asked for there. */
export function placeIn(
  threshold: Threshold,
  { voter, reason }: Pick<Vote, "voter" | "reason">,
  excluded: ReadonlySet<string>,
): Place[] {
  if (threshold.reason !== undefined && !reasonNames(threshold.reason, reason)) return [];
  // The admins' place is not one that anybody fills for somebody else.
  if (threshold.role === "admin" && !voter.admin) return [];
  if (threshold.group === undefined) return [voter];
  const { group } = threshold;
  const others = voter.standsFor.filter(({ person, groups }) => groups.includes(group) && !excluded.has(person));
  return voter.groups.includes(group) ? [voter, ...others] : others;
}

function countNeed(ways: Threshold[], approving: readonly Vote[], excluded: ReadonlySet<string>): NeedCount {
  const counted = ways.map((threshold): ThresholdCount => {
    const filled = fill(threshold, approving, excluded);
    return { threshold, filled, met: filled.length >= threshold.approve };
  });
  return { ways: counted, met: counted.find(({ met }) => met) ?? null };
}

/** Gives each vote a place of its own: first everybody their own, then those who stand for others what is left. */
function fill(threshold: Threshold, approving: readonly Vote[], excluded: ReadonlySet<string>): Filled[] {
  const taken = new Set<string>();
  const filled: Filled[] = [];
  const places = approving.map((vote) => ({ vote, own: placeIn(threshold, vote, excluded) }));
  for (const { vote, own } of places) {
    if (own[0]?.id !== vote.voter.id) continue;
    taken.add(vote.voter.person);
    filled.push({ vote, seat: { id: vote.voter.id, name: vote.voter.name } });
  }
  for (const { vote, own } of places) {
    if (own[0]?.id === vote.voter.id) continue;
    const seat = own.find(({ person }) => !taken.has(person) && person !== vote.voter.person);
    if (!seat) continue;
    taken.add(seat.person);
    filled.push({ vote, seat: { id: seat.id, name: seat.name } });
  }
  return filled.sort((a, b) => byTime(a.vote, b.vote));
}

/** The last vote of each person, oldest first. */
function lastOfEach(votes: readonly Vote[]): Vote[] {
  const last = new Map<string, Vote>();
  for (const vote of [...votes].sort(byTime)) last.set(vote.voter.person, vote);
  return [...last.values()].sort(byTime);
}

const byTime = (a: Vote, b: Vote): number => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1);

/** Of several ways the one that lacks fewest people; the first of those that lack equally many. */
function nearest(ways: readonly ThresholdCount[]): ThresholdCount {
  const lacks = ({ threshold, filled }: ThresholdCount) => Math.max(0, threshold.approve - filled.length);
  return ways.reduce((best, way) => (lacks(way) < lacks(best) ? way : best));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
