import { findChannel, listChannels, readStandings } from "../../notify/index";
import type { ChannelView } from "../../notify/schema";
import type { ChannelRow } from "./schema";

/** Reads all channels by name, each with how it has fared. */
export async function readChannelRows(): Promise<ChannelRow[]> {
  const [channels, standings] = await Promise.all([listChannels(), readStandings()]);
  return channels.map((channel) => toRow(channel, standings));
}

/** Reads one channel as a row. @throws NOT_FOUND. */
export async function readChannelRow(id: string): Promise<ChannelRow> {
  return toRow(await findChannel(id), await readStandings());
}

function toRow(channel: ChannelView, standings: Awaited<ReturnType<typeof readStandings>>): ChannelRow {
  const { lastAt = null, lastState = null, lastNote = null, waiting = 0, failed = 0 } = standings.get(channel.id) ?? {};
  return {
    ...channel,
    createdAt: channel.createdAt.toISOString(),
    updatedAt: channel.updatedAt.toISOString(),
    last: lastAt && lastState ? { at: lastAt.toISOString(), state: lastState, note: lastNote } : null,
    waiting,
    failed,
  };
}
