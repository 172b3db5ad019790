import { record } from "../audit/index";
import { AppError } from "../base/index";
import { inTransaction } from "../db/index";
import { readChoices, unchosen, writeChoice } from "./choices";
import type { ChannelKind, Choice } from "./schema";
import { readChannels } from "./store";

/** A channel as those see it who may choose it. */
export type OfferedChannel = { id: string; name: string; kind: ChannelKind; state: "on" | "off" };

/** What somebody is told and where; `chosen` is false while they have not said so themselves. */
export type Told = { chosen: boolean; choice: Choice; offered: OfferedChannel[] };

/** Tells where somebody is told, of what, and what there is to choose from. */
export async function readTold(humanId: string): Promise<Told> {
  const channels = await readChannels();
  const choice = (await readChoices([humanId])).get(humanId);
  const offered = channels.map(({ id, name, kind, state }) => ({ id, name, kind, state }));
  return { chosen: choice !== undefined, choice: choice ?? unchosen(channels), offered };
}

/**
 * Writes where somebody wants to be told, and of what. It decides nothing about who is told: that is the rules' to say.
 *
 * @throws INVALID_INPUT when one of the channels is not there.
 */
export async function choose(human: { id: string }, choice: Choice): Promise<Told> {
  await inTransaction(async (tx) => {
    const channels = await readChannels(tx);
    const chosen = channels.filter(({ id }) => choice.channelIds.includes(id));
    const wanted = new Set(choice.channelIds);
    if (chosen.length < wanted.size)
      throw new AppError("INVALID_INPUT", "One of these channels has been removed. Choose again.", {
        field: "channelIds",
      });
    const events = [...new Set(choice.events)];
    await writeChoice(tx, human.id, { ...choice, channelIds: [...wanted], events });
    const facts = { channels: chosen.map(({ name }) => name), events };
    await record(tx, { kind: "human.notifications_set", humanId: human.id, facts });
  });
  return readTold(human.id);
}
