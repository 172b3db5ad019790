import { record } from "../audit/index";
import { inTransaction, type Tx } from "../db/index";
import type { HumanOrFile } from "./add-channel";
import type { ChannelView } from "./schema";
import { lockChannel, viewOf, writeState } from "./store";

/**
 * Switches a channel off: nothing is planned for it, and what waits is dropped. A channel of the configuration file may
 * be switched off too, and stays so. Doing it twice is harmless.
 *
 * @throws NOT_FOUND.
 */
export async function disableChannel(human: HumanOrFile, id: string, reason: string): Promise<ChannelView> {
  return inTransaction((tx) => switchTo(tx, human, { id, offReason: reason }));
}

/** Switches a channel on: it tells what happens from now on. @throws NOT_FOUND. */
export async function enableChannel(human: HumanOrFile, id: string): Promise<ChannelView> {
  return inTransaction((tx) => switchTo(tx, human, { id, offReason: null }));
}

/** Switches a channel off whose receiver says that it is gone for good. */
export async function switchOffGone(id: string, said: string): Promise<void> {
  await disableChannel(null, id, `Its receiver says that it is gone (${said}).`);
}

type Switching = { id: string; offReason: string | null };

async function switchTo(tx: Tx, human: HumanOrFile, { id, offReason }: Switching): Promise<ChannelView> {
  const { state, name } = await lockChannel(tx, id);
  if (state === (offReason === null ? "on" : "off")) return viewOf(await lockChannel(tx, id));
  await writeState(tx, id, offReason);
  const by = { humanId: human?.id };
  if (offReason === null) await record(tx, { kind: "channel.enabled", ...by, facts: { name } });
  else await record(tx, { kind: "channel.disabled", ...by, facts: { name, reason: offReason } });
  return viewOf(await lockChannel(tx, id));
}
