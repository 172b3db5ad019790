import { readExcluded } from "../approvals/index";
import type { Tx } from "../db/index";
import { readVoters, type Standing } from "../identity/index";
import { ALL_APPROVERS, channelTold, groupTold, isMoreSevere, type Tell } from "../policy/schema";
import { readChoices, unchosen } from "./choices";
import type { Happening } from "./happening";
import { asksSomebody, type Occasion } from "./occasion";
import type { MessageEvent, ToldEvent } from "./schema";
import type { ChannelRow } from "./store";

/** Where one message goes: to a person through an e-mail channel, or to a room. */
export type Recipient = { channelId: string; humanId: string | null };

type Asking = { occasion: Occasion; happening: Happening; channels: readonly ChannelRow[] };

/** By which wish somebody is told of an event; null: whatever they wish, because everybody named must hear of it. */
const WISH: Readonly<Record<MessageEvent, ToldEvent | null>> = {
  pending: "pending",
  escalated: "pending",
  decided: "decided",
  ended: "ended",
  glass: null,
  overdue: null,
  asked: "pending",
  answered: "pending",
};

/**
 * Says where an event is told: to the people whom the rules or the entry itself name, in the places that each of them
 * chose, and to the rooms that a rule names or that are told of approvals of this class. Each place once.
 */
export async function recipientsOf(tx: Tx, asking: Asking): Promise<Recipient[]> {
  const people = await concernedBy(tx, asking);
  const chosen = await readChoices(people, tx);
  const others = unchosen(asking.channels);
  const wish = WISH[asking.happening.event];
  const found = new Map<string, Recipient>();
  const add = (recipient: Recipient) => found.set(`${recipient.channelId} ${recipient.humanId}`, recipient);
  for (const id of people) {
    const { channelIds, events } = chosen.get(id) ?? others;
    if (wish !== null && !events.includes(wish)) continue;
    for (const { kind, id: channelId } of asking.channels)
      if (channelIds.includes(channelId)) add({ channelId, humanId: kind === "email" ? id : null });
  }
  for (const { id } of asking.channels.filter((channel) => hearsByItself(channel, asking, wish)))
    add({ channelId: id, humanId: null });
  return [...found.values()];
}

/** Whether a room is told of this, whatever people chose: a rule names it, or it hears of all approvals of the class. */
function hearsByItself(
  { name, settings }: ChannelRow,
  { occasion, happening }: Asking,
  wish: ToldEvent | null,
): boolean {
  // Questions and answers are between those whom they name.
  if (happening.event === "asked" || happening.event === "answered") return false;
  if (settings.kind === "email" || (wish !== null && !settings.events.includes(wish))) return false;
  const named = occasion.tell.some((told) => channelTold(told) === name);
  return named || (settings.from !== null && !isMoreSevere(settings.from, occasion.class));
}

/**
 * The people whom an event concerns. That something waits: those whom the rules name and who may answer. What came of
 * it: the same, and the agent's owner, but not whoever decided. Where the entry names people, those who are still here.
 */
async function concernedBy(tx: Tx, { occasion, happening }: Asking): Promise<string[]> {
  const { event, whom, byId } = happening;
  if (whom && !asksSomebody(event)) return stillHere(tx, whom);
  const voters = await readVoters(tx);
  const excluded = await readExcluded({ agentId: occasion.agent.id, requesterId: occasion.requesterId }, tx);
  const named = voters.filter((voter) => (whom ? whom.includes(voter.id) : false));
  const told = whom ? named : await toldBy(tx, occasion.tell, voters);
  const asked = told.filter(({ person }) => !excluded.has(person)).map(({ id }) => id);
  if (asksSomebody(event)) return asked;
  const all = [...asked, ...(await stillHere(tx, [occasion.owner.id]))];
  return [...new Set(all)].filter((id) => id !== (byId ?? occasion.decidedBy?.id));
}

/** Those whom the rules name, of the people whose vote could count now. Whoever stands for somebody hears in their place. */
async function toldBy(tx: Tx, tell: Tell, voters: readonly Standing[]): Promise<Standing[]> {
  if (tell.includes(ALL_APPROVERS)) return [...voters];
  const rows = await tx.human.findMany({ where: { email: { in: tell } }, select: { id: true } });
  const ids = new Set(rows.map(({ id }) => id));
  const groups = new Set(tell.flatMap((told) => groupTold(told) ?? []));
  const isIn = (names: readonly string[]) => names.some((name) => groups.has(name));
  return voters.filter(
    ({ id, groups: own, standsFor }) => ids.has(id) || isIn(own) || standsFor.some((seat) => isIn(seat.groups)),
  );
}

async function stillHere(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.human.findMany({ where: { id: { in: [...ids] }, state: "active" }, select: { id: true } });
  return rows.map(({ id }) => id);
}
