import type { Tx } from "../db/index";
import { ALL_APPROVERS, channelTold, isMoreSevere } from "../policy/schema";
import { readChoices, unchosen } from "./choices";
import type { Occasion } from "./occasion";
import type { ToldEvent } from "./schema";
import type { ChannelRow } from "./store";

/** Somebody whom an event concerns. */
type Concerned = { id: string; isOwner: boolean };

/** Where one message goes: to a person through an e-mail channel, or to a room. */
export type Recipient = { channelId: string; humanId: string | null };

type Asking = { occasion: Occasion; event: ToldEvent; channels: readonly ChannelRow[] };

/**
 * Says where an event is told: to the people whom the rules name, in the places that each of them chose, and to the
 * rooms that a rule names or that are told of approvals of this class. Each place once.
 */
export async function recipientsOf(tx: Tx, asking: Asking): Promise<Recipient[]> {
  const people = await concernedBy(tx, asking);
  const chosen = await readChoices(
    people.map(({ id }) => id),
    tx,
  );
  const others = unchosen(asking.channels);
  const found = new Map<string, Recipient>();
  const add = (recipient: Recipient) => found.set(`${recipient.channelId} ${recipient.humanId}`, recipient);
  for (const { id } of people) {
    const { channelIds, events } = chosen.get(id) ?? others;
    if (!events.includes(asking.event)) continue;
    for (const { kind, id: channelId } of asking.channels)
      if (channelIds.includes(channelId)) add({ channelId, humanId: kind === "email" ? id : null });
  }
  for (const { id } of asking.channels.filter((channel) => hearsByItself(channel, asking)))
    add({ channelId: id, humanId: null });
  return [...found.values()];
}

/** Whether a room is told of this, whatever people chose: a rule names it, or it hears of all approvals of the class. */
export function hearsByItself({ name, settings }: ChannelRow, { occasion, event }: Omit<Asking, "channels">): boolean {
  if (settings.kind === "email" || !settings.events.includes(event)) return false;
  const named = occasion.tell.some((told) => channelTold(told) === name);
  return named || (settings.from !== null && !isMoreSevere(settings.from, occasion.class));
}

/**
 * The people whom an event concerns. That something waits: those whom the rules name and who may answer. What came of
 * it: the same, and the agent's owner, but not whoever decided.
 */
async function concernedBy(tx: Tx, { occasion, event }: Asking): Promise<Concerned[]> {
  const everybody = occasion.tell.includes(ALL_APPROVERS);
  const rows = await tx.$queryRaw<Concerned[]>`
    SELECT id::text, id = ${occasion.owner.id}::uuid AS "isOwner" FROM human
    WHERE state = 'active' AND (id = ${occasion.owner.id}::uuid
      OR ('approver' = ANY(roles) AND (${everybody} OR email = ANY(${occasion.tell}::text[]))))
    ORDER BY id`;
  if (event === "pending") return rows.filter(({ isOwner }) => !isOwner);
  return rows.filter(({ id }) => id !== occasion.decidedBy?.id);
}
