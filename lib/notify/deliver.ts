import { findEntry } from "../audit/index";
import { log } from "../base/index";
import { inTransaction } from "../db/index";
import { readChoices, unchosen } from "./choices";
import { composeMessage } from "./compose-message";
import { countDelivery } from "./count";
import { type Claimed, type Outcome, recordOutcome } from "./deliveries";
import { type Happening, readHappening } from "./happening";
import { isForDeciding, isOpen, type Occasion, readOccasion } from "./occasion";
import { recipientsOf } from "./recipients";
import { waitAfter } from "./retry-schedule";
import { send } from "./send";
import type { Sent } from "./sent";
import { notifySettings } from "./settings";
import { type ChannelRow, readChannel, readChannels } from "./store";
import { switchOffGone } from "./switch-channel";
import { toWebhook } from "./to-webhook";

/** Sends what was claimed, once, if it is still to be sent, and writes down what came of it. */
export async function deliver(claimed: Claimed): Promise<void> {
  const channel = await readChannel(claimed.channelId);
  if (!channel) return; // it was removed, and its deliveries with it
  const ready = await prepare(claimed, channel);
  if ("dropped" in ready) return finish(claimed, channel, { state: "dropped", note: ready.dropped });
  const sent = await send(channel, ready.letter);
  await finish(claimed, channel, outcomeOf(claimed, sent));
  if (sent.gone) await switchOffGone(channel.id, sent.said);
}

type Ready = { letter: Parameters<typeof send>[1] } | { dropped: string };

/** Looks once more whether it is to be sent: approvals are decided, people leave and choose anew while messages wait. */
async function prepare(claimed: Claimed, channel: ChannelRow): Promise<Ready> {
  const { id, approvalId, event, humanId, happenedAt } = claimed;
  const occasion = await readOccasion(approvalId);
  const entry = await findEntry(claimed.seq);
  const happening = entry && readHappening(entry);
  if (!occasion || !happening) return { dropped: "What it tells of is gone." };
  if (channel.state === "off") return { dropped: "The channel is switched off." };
  if (isForDeciding(event) && occasion.state !== "pending") return { dropped: `It is ${occasion.state} already.` };
  if (isForDeciding(event) && !isOpen(occasion)) return { dropped: "Its time is over." };
  const reader = await readerOf(claimed, channel, { occasion, happening });
  if (typeof reader === "string") return { dropped: reader };
  const { publicUrl } = notifySettings();
  const message = composeMessage(occasion, happening, { publicUrl, timeZone: reader.timeZone });
  const payload = toWebhook(occasion, { happening, happenedAt }, { publicUrl });
  const thread = `approval.${approvalId}`;
  return { letter: { id, message, payload, to: humanId === null ? null : reader.to, thread } };
}

type To = { name: string; address: string };

type About = { occasion: Occasion; happening: Happening };

/** Who reads it and in which time zone; or why nobody there is told any more. */
async function readerOf({ humanId }: Claimed, channel: ChannelRow, about: About) {
  return inTransaction(async (tx): Promise<{ to: To | null; timeZone: string } | string> => {
    const channels = (await readChannels(tx)).filter(({ state }) => state === "on");
    const recipients = await recipientsOf(tx, { ...about, channels });
    if (!recipients.some((one) => one.channelId === channel.id && one.humanId === humanId))
      return humanId === null ? "The room is no longer told of it." : "They are no longer told of it here.";
    if (humanId === null || channel.settings.kind !== "email")
      return { to: null, timeZone: channel.settings.kind === "email" ? "UTC" : channel.settings.timeZone };
    const human = await tx.human.findUniqueOrThrow({ where: { id: humanId }, select: { name: true, email: true } });
    const choice = (await readChoices([humanId], tx)).get(humanId) ?? unchosen(channels);
    return { to: { name: human.name, address: human.email }, timeZone: choice.timeZone };
  });
}

function outcomeOf({ attempts }: Claimed, sent: Sent): Outcome {
  if (sent.ok) return { state: "sent", note: sent.said };
  const wait = sent.final ? null : waitAfter(attempts, sent.retryAfter ?? null);
  return wait === null
    ? { state: "failed", note: sent.said }
    : { state: "waiting", note: sent.said, waitSeconds: wait };
}

/** How often the outcome is written before it is left to the end of the claim, and the pause before each time, in ms. */
const WRITES = [0, 500, 2000];

async function finish(claimed: Claimed, channel: ChannelRow, outcome: Outcome): Promise<void> {
  countDelivery(channel.kind, outcome.state === "waiting" ? "retried" : outcome.state);
  for (const [at, pause] of WRITES.entries()) {
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    try {
      await recordOutcome(claimed, outcome);
      return;
    } catch (error) {
      // Then it is sent a second time, under the same id, by which the receiver knows it.
      if (at === WRITES.length - 1)
        log().warn({ err: error, delivery: claimed.id }, "the outcome of a delivery was lost");
    }
  }
}
