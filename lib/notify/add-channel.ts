import { record } from "../audit/index";
import { AppError, newId } from "../base/index";
import { inTransaction, isDuplicate, type Tx } from "../db/index";
import { readFields } from "./channel-fields";
import { type ChannelView, channelNameSchema, type NewChannel, newChannelSchema } from "./schema";
import { sealSecrets } from "./secrets";
import { insertChannel, lockChannel, viewOf } from "./store";

/** Whose act it is: a signed-in person's, or null for the configuration file. */
export type HumanOrFile = { id: string } | null;

/** A channel that was just made; the signing secret of a webhook is told this once. */
export type AddedChannel = { channel: ChannelView; secret: string | null };

/**
 * Adds a channel. Nothing is sent by it. The caller has checked that the person may (`manage_channels`).
 *
 * @throws INVALID_INPUT; ADDRESS_REFUSED when nothing may be sent there; NAME_TAKEN.
 */
export async function addChannel(
  human: HumanOrFile,
  { name, settings }: { name: string; settings: NewChannel },
): Promise<AddedChannel> {
  const named = channelNameSchema.safeParse(name);
  if (!named.success) throw new AppError("INVALID_INPUT", named.error.issues[0]?.message, { field: "name" });
  const parsed = newChannelSchema.safeParse(settings);
  // The issues of zod name the field and the rule, never the value.
  if (!parsed.success) throw new AppError("INVALID_INPUT", parsed.error.issues[0]?.message);
  try {
    return await inTransaction((tx) => add(tx, human, { name, given: parsed.data }));
  } catch (error) {
    if (isDuplicate(error))
      throw new AppError("NAME_TAKEN", `There is a channel named ${name} already.`, { field: "name" });
    throw error;
  }
}

type Adding = { name: string; given: NewChannel };

async function add(tx: Tx, human: HumanOrFile, { name, given }: Adding): Promise<AddedChannel> {
  const id = newId();
  const { settings, secrets } = readFields(given);
  const source = human ? "page" : "config";
  await insertChannel(tx, { id, name, settings, sealed: sealSecrets(id, secrets), source });
  await record(tx, { kind: "channel.added", humanId: human?.id, facts: { name, kind: settings.kind } });
  return { channel: viewOf(await lockChannel(tx, id)), secret: secrets.secret ?? null };
}
