import type { ApprovalRow } from "../../approvals/index";
import {
  countsIn,
  countVotes,
  type Excluded,
  type NeedCount,
  patternFor,
  placeIn,
  readExcluded,
  readVotes,
  type Vote,
  type VoteCount,
} from "../../approvals/index";
import { readStanding, readVoters, type Standing } from "../../identity/index";
import { may, type Person } from "../../identity/schema";
import {
  addedBy,
  exampleOf,
  type Need,
  sayEscalation,
  sayNeeds,
  sayThreshold,
  sayWhom,
  slotName,
} from "../../policy/schema";
import type { NeedView, Quorum, Way, Yours } from "./quorum-schema";

/** How many people are named beside a place that is open. */
const NAMED = 8;

type Asked = Pick<ApprovalRow, "id" | "digest" | "voided" | "asked" | "escalated" | "agentId" | "requesterId">;

/** The votes on a pending approval as they count at this moment, and what one more of somebody would do. */
export type Counted = {
  count: VoteCount;
  votes: Vote[];
  excluded: Excluded;
  /** The one who asks; null when they could not vote at all. */
  me: Standing | null;
};

/** Counts the votes on a pending approval for showing. The review counts again, from rows it has locked. */
export async function readCounted(person: Person, approval: Asked): Promise<Counted> {
  const [votes, excluded, standing] = await Promise.all([
    readVotes(approval),
    readExcluded(approval),
    readStanding([person.human.id]),
  ]);
  const mine = may(person, "review") ? standing.get(person.human.id) : undefined;
  return { count: countOf(approval, votes, excluded), votes, excluded, me: mine?.votes ? mine : null };
}

const countOf = ({ asked, escalated }: Asked, votes: readonly Vote[], excluded: Excluded): VoteCount =>
  countVotes(votes, { needs: asked.needs, escalated, excluded: new Set(excluded.keys()) });

/** What somebody answered to what is asked now; null when nothing that counts. */
export const answerOf = ({ votes, me }: Counted): Vote | null =>
  votes.findLast(({ voter }) => voter.person === me?.person) ?? null;

/** Whether an approval of the one who asks would fill a place, given the reason it takes. */
export function isAsked({ asked, escalated }: Asked, { me, excluded }: Counted): boolean {
  if (!me) return false;
  const people = new Set(excluded.keys());
  const reason = reasonFor(asked.needs, escalated, me);
  return countsIn({ needs: asked.needs, escalated }, { voter: me, reason, excluded: people });
}

function reasonFor(needs: readonly Need[], escalated: Asked["escalated"], me: Standing): string {
  const pattern = patternFor(needs, escalated, me);
  return pattern === null ? "" : exampleOf(pattern);
}

/** Everything a card shows of whose answers it takes. */
export async function readQuorum(approval: ApprovalRow, counted: Counted): Promise<Quorum> {
  const { count, excluded } = counted;
  const voters = await readVoters();
  const out = voters.filter(({ person }) => excluded.has(person));
  return {
    said: sayNeeds(approval.asked.needs),
    have: count.have,
    need: count.need,
    needs: count.needs.map((need, at) => toNeedView(need, at, { approval, counted, voters })),
    denials: { have: count.denying.length, need: count.denials },
    excluded: out.map(({ id, name, person }) => ({ id, name, because: sayWhy(excluded.get(person), name) })),
    yours: toYours(approval, counted),
  };
}

function sayWhy(why: { because: string; name: string } | undefined, own: string): string {
  const whose = why && why.name !== own ? `, as ${why.name}` : "";
  if (why?.because === "asked") return `owned the agent when it asked${whose}`;
  if (why?.because === "stands_for") return `stands for ${why.name}, who owns the agent`;
  return `owns the agent${whose}, cannot sign`;
}

type Around = { approval: ApprovalRow; counted: Counted; voters: readonly Standing[] };

function toNeedView({ ways, met }: NeedCount, at: number, around: Around): NeedView {
  const { approval } = around;
  const need = approval.asked.needs[at];
  const escalated = approval.escalated.find((one) => one.need === at);
  const added = escalated && need ? addedBy(need) : null;
  return {
    ways: ways.map((way, place) => toWay(way, added !== null && place === ways.length - 1, around)),
    met: met !== null,
    escalation: need?.escalate
      ? {
          said: sayEscalation(need.escalate),
          whom: sayWhom(need.escalate),
          at: escalated?.at ?? new Date(approval.decideBy.getTime() - need.escalate.beforeSeconds * 1000).toISOString(),
          done: escalated !== undefined,
          approve: need.escalate.approve,
        }
      : null,
  };
}

function toWay({ threshold, filled }: NeedCount["ways"][number], added: boolean, around: Around): Way {
  const { counted, voters } = around;
  const excluded = new Set(counted.excluded.keys());
  const voted = new Set(filled.map(({ vote }) => vote.voter.person));
  const reason = threshold.reason === undefined ? "" : exampleOf(threshold.reason);
  const open = voters.filter(
    (voter) =>
      !excluded.has(voter.person) &&
      !voted.has(voter.person) &&
      placeIn(threshold, { voter, reason }, excluded).length > 0,
  );
  return {
    said: sayThreshold(threshold),
    name: slotName(threshold),
    approve: threshold.approve,
    reason: threshold.reason ?? null,
    filled: filled.map(({ vote, seat }) => ({
      by: { id: vote.voter.id, name: vote.voter.name },
      for: seat.id === vote.voter.id ? null : seat,
      at: vote.at.toISOString(),
    })),
    open: { items: open.slice(0, NAMED).map(({ id, name }) => ({ id, name })), total: open.length },
    added,
  };
}

function toYours(approval: ApprovalRow, counted: Counted): Yours | null {
  const { me, excluded, votes } = counted;
  if (!me || excluded.has(me.person)) return null;
  const { asked, escalated } = approval;
  const pattern = patternFor(asked.needs, escalated, me);
  const counts = isAsked(approval, counted);
  const vote = (answer: "approve" | "deny"): Vote => ({
    id: "yours",
    voter: me,
    answer,
    reason: reasonFor(asked.needs, escalated, me),
    given: null,
    at: new Date(8.64e15),
  });
  const after = (answer: "approve" | "deny") => countOf(approval, [...votes, vote(answer)], excluded);
  const approved = after("approve");
  return {
    answered: answerOf(counted)?.answer ?? null,
    counts,
    decides: counts && approved.outcome === "approved",
    denialDecides: after("deny").outcome === "denied",
    reason: counts && pattern !== null ? { pattern, example: exampleOf(pattern) } : null,
    for: seatOf(approved),
  };
}

/** In whose place the vote would stand, where it is not one's own anywhere. */
function seatOf({ needs }: VoteCount): { id: string; name: string } | null {
  const seats = needs.flatMap(({ ways }) =>
    ways.flatMap(({ filled }) => filled.filter(({ vote }) => vote.id === "yours")),
  );
  if (seats.some(({ seat, vote }) => seat.id === vote.voter.id)) return null;
  return seats[0]?.seat ?? null;
}
