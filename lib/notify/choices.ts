import { z } from "zod";
import { db, type Tx } from "../db/index";
import { type Choice, toldEventSchema } from "./schema";
import type { ChannelRow } from "./store";

const eventsSchema = z.array(toldEventSchema);

/** What each of these people has chosen; whoever has not is missing. */
export async function readChoices(humanIds: readonly string[], tx: Tx = db()): Promise<Map<string, Choice>> {
  const rows = await tx.tellChoice.findMany({ where: { humanId: { in: [...humanIds] } } });
  return new Map(
    rows.map(({ humanId, channelIds, events, timeZone }) => [
      humanId,
      { channelIds, events: eventsSchema.parse(events), timeZone },
    ]),
  );
}

/** Writes what somebody has chosen over what they chose before. */
export async function writeChoice(tx: Tx, humanId: string, { channelIds, events, timeZone }: Choice): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO tell_choice (human_id, channel_ids, events, time_zone)
    VALUES (${humanId}::uuid, ${channelIds}::uuid[], ${events}::text[], ${timeZone})
    ON CONFLICT (human_id) DO UPDATE SET channel_ids = excluded.channel_ids, events = excluded.events,
      time_zone = excluded.time_zone, updated_at = clock_timestamp()`;
}

/**
 * What counts for somebody who has not chosen: they are told by the oldest e-mail channel that something waits for them,
 * and of nothing else.
 */
export function unchosen(channels: readonly ChannelRow[]): Choice {
  const mail = channels
    .filter(({ kind, state }) => kind === "email" && state === "on")
    .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())[0];
  return { channelIds: mail ? [mail.id] : [], events: ["pending"], timeZone: "UTC" };
}
