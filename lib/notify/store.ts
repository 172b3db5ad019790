import { z } from "zod";
import type { Channel } from "../../generated/prisma/client";
import { AppError, isId } from "../base/index";
import { db, type Tx } from "../db/index";
import { type ChannelSettings, type ChannelView, channelKindSchema, channelSettingsSchema } from "./schema";
import { type Secrets, secretNames } from "./secrets";

const sealedSchema = z.object({ password: z.string(), url: z.string(), secret: z.string() }).partial();

/** A stored channel, its secrets sealed. */
export type ChannelRow = Omit<ChannelView, "secrets"> & { sealed: Secrets };

function toChannel(row: Channel): ChannelRow {
  return {
    ...row,
    kind: channelKindSchema.parse(row.kind),
    state: row.state === "on" ? "on" : "off",
    settings: channelSettingsSchema.parse(row.settings),
    sealed: sealedSchema.parse(row.sealed),
    source: row.source === "config" ? "config" : "page",
  };
}

/** A channel without anything that is secret. */
export function viewOf(row: ChannelRow): ChannelView {
  const { sealed, ...seen } = row;
  return { ...seen, secrets: secretNames(sealed) };
}

/** Reads every channel by name, those that are off too. */
export async function readChannels(tx: Tx = db()): Promise<ChannelRow[]> {
  return (await tx.channel.findMany({ orderBy: { name: "asc" } })).map(toChannel);
}

/** Reads one channel; null when there is none. */
export async function readChannel(id: string, tx: Tx = db()): Promise<ChannelRow | null> {
  const row = isId(id) ? await tx.channel.findUnique({ where: { id } }) : null;
  return row && toChannel(row);
}

/** Locks a channel to the end of the transaction. @throws NOT_FOUND. */
export async function lockChannel(tx: Tx, id: string): Promise<ChannelRow> {
  if (isId(id)) await tx.$queryRaw`SELECT id FROM channel WHERE id = ${id}::uuid FOR UPDATE`;
  const row = await readChannel(id, tx);
  if (!row) throw new AppError("NOT_FOUND", "There is no such channel.");
  return row;
}

export type StoredChannel = { settings: ChannelSettings; sealed: Secrets; source: "page" | "config" };

/** Stores a new channel. Fails as a duplicate when the name is taken. */
export async function insertChannel(tx: Tx, channel: StoredChannel & { id: string; name: string }): Promise<void> {
  await tx.channel.create({ data: { ...channel, kind: channel.settings.kind } });
}

/** Writes what a channel is now. */
export async function updateChannel(tx: Tx, id: string, channel: StoredChannel): Promise<void> {
  const [settings, sealed] = [JSON.stringify(channel.settings), JSON.stringify(channel.sealed)];
  await tx.$executeRaw`UPDATE channel SET settings = ${settings}::jsonb, sealed = ${sealed}::jsonb,
    source = ${channel.source}, updated_at = clock_timestamp() WHERE id = ${id}::uuid`;
}

/** Says who a channel belongs to. */
export async function writeSource(tx: Tx, id: string, source: "page" | "config"): Promise<void> {
  await tx.channel.update({ where: { id }, data: { source } });
}

/** Switches a channel on, or off with the reason. */
export async function writeState(tx: Tx, id: string, offReason: string | null): Promise<void> {
  await tx.$executeRaw`UPDATE channel SET state = ${offReason === null ? "on" : "off"}, off_reason = ${offReason},
    updated_at = clock_timestamp() WHERE id = ${id}::uuid`;
}

/** Deletes a channel with its deliveries, and takes it out of everybody's choices. */
export async function deleteChannel(tx: Tx, id: string): Promise<void> {
  await tx.$executeRaw`UPDATE tell_choice SET channel_ids = array_remove(channel_ids, ${id}::uuid)
    WHERE ${id}::uuid = ANY(channel_ids)`;
  await tx.$executeRaw`DELETE FROM channel WHERE id = ${id}::uuid`;
}
