import { AppError } from "../base/index";
import type { ChannelView } from "./schema";
import { readChannel, readChannels, viewOf } from "./store";

/** Lists every channel by name, those that are off too, without anything that is secret. */
export async function listChannels(): Promise<ChannelView[]> {
  return (await readChannels()).map(viewOf);
}

/** Finds one channel. @throws NOT_FOUND. */
export async function findChannel(id: string): Promise<ChannelView> {
  const row = await readChannel(id);
  if (!row) throw new AppError("NOT_FOUND", "There is no such channel.");
  return viewOf(row);
}
