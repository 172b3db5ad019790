import { record } from "../audit/index";
import { AppError, canonicalJson, type Json } from "../base/index";
import { inTransaction, type Tx } from "../db/index";
import type { AddedChannel, HumanOrFile } from "./add-channel";
import { type ChannelFields, readFields } from "./channel-fields";
import { type ChannelChange, channelChangeSchema } from "./schema";
import { openSecrets, type SecretName, sealSecrets, secretNames } from "./secrets";
import { type ChannelRow, lockChannel, updateChannel, viewOf } from "./store";

/** A channel as it is now, and whether anything of it changed. */
export type ChangedChannel = AddedChannel & { changed: boolean };

/**
 * Changes a channel: everything of it but its name and kind. A secret that is not given stays as it is; what waits goes
 * out by the channel as it is then. The caller has checked that the person may (`manage_channels`).
 *
 * @returns The channel, and the signing secret of a webhook when it is a new one.
 * @throws NOT_FOUND; CONFIG_OWNED; INVALID_INPUT, also when a password would go to another server; ADDRESS_REFUSED.
 */
export async function changeChannel(human: HumanOrFile, id: string, given: ChannelChange): Promise<ChangedChannel> {
  const parsed = channelChangeSchema.safeParse(given);
  if (!parsed.success) throw new AppError("INVALID_INPUT", parsed.error.issues[0]?.message);
  return inTransaction((tx) => change(tx, human, { id, given: parsed.data }));
}

type Changing = { id: string; given: ChannelChange };

async function change(tx: Tx, human: HumanOrFile, { id, given }: Changing): Promise<ChangedChannel> {
  const row = await lockChannel(tx, id);
  if (human && row.source === "config")
    throw new AppError("CONFIG_OWNED", `The configuration file declares the channel ${row.name}; change it there.`);
  if (given.kind !== row.kind) throw new AppError("INVALID_INPUT", "A channel stays of its kind. Add another one.");
  const before = fieldsOf(row);
  const after = readFields(given, before);
  const { settings } = after;
  const source = human ? "page" : "config";
  const changed = differences(before, after);
  if (!changed && row.source === source) return { channel: viewOf(row), secret: null, changed: false };
  await updateChannel(tx, id, { settings, sealed: sealSecrets(id, after.secrets), source });
  if (changed) await record(tx, { kind: "channel.changed", humanId: human?.id, facts: { name: row.name, ...changed } });
  const secret = after.secrets.secret === before.secrets.secret ? null : (after.secrets.secret ?? null);
  return { channel: viewOf(await lockChannel(tx, id)), secret, changed: changed !== null };
}

/** A secret that can no longer be opened counts as none: then it has to be given again. */
function fieldsOf({ id, settings, sealed }: ChannelRow): ChannelFields {
  try {
    return { settings, secrets: openSecrets(id, sealed) };
  } catch {
    return { settings, secrets: {} };
  }
}

/** What differs, for the log: settings as they were and are, secrets only by name. Null when nothing does. */
function differences(before: ChannelFields, after: ChannelFields) {
  const names = [...new Set([...secretNames(before.secrets), ...secretNames(after.secrets)])];
  const replaced = names.filter((name: SecretName) => before.secrets[name] !== after.secrets[name]);
  const same = canonicalJson(before.settings as Json) === canonicalJson(after.settings as Json); // plain JSON of our schema
  if (same && replaced.length === 0) return null;
  return { before: { ...before.settings }, after: { ...after.settings, secrets: replaced } };
}
