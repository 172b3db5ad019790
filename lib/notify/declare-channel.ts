import { record } from "../audit/index";
import { AppError } from "../base/index";
import { inTransaction } from "../db/index";
import { addChannel } from "./add-channel";
import { changeChannel } from "./change-channel";
import { readFields } from "./channel-fields";
import { type NewChannel, newChannelSchema } from "./schema";
import { lockChannel, readChannels, writeSource, writeState } from "./store";
import { enableChannel } from "./switch-channel";

/**
 * Checks what a file says of a channel, without the database.
 *
 * @throws INVALID_INPUT, ADDRESS_REFUSED; the sentences repeat no secret.
 */
export function checkChannel(given: NewChannel): void {
  const parsed = newChannelSchema.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new AppError("INVALID_INPUT", issue?.message, { field: `settings.${issue?.path.join(".")}` });
  }
  readFields(parsed.data);
}

/** What declaring a channel did; null when it was all so already. */
export type Declared = "added" | "changed" | "adopted" | "enabled" | null;

/**
 * Makes a channel what the configuration file says. One that a person switched off stays off; one that the file itself
 * had dropped is switched on again.
 *
 * @param droppedBy How the reason begins with which the file switches channels off that it no longer declares.
 * @throws INVALID_INPUT when there is a channel of another kind under this name.
 */
export async function declareChannel(name: string, given: NewChannel, droppedBy: string): Promise<Declared> {
  const before = (await readChannels()).find((channel) => channel.name === name);
  if (!before) {
    await addChannel(null, { name, settings: given });
    return "added";
  }
  const { changed } = await changeChannel(null, before.id, withoutGaps(given));
  if (before.source === "page" && before.offReason?.startsWith(droppedBy)) {
    await enableChannel(null, before.id);
    return "enabled";
  }
  if (before.source === "page") return "adopted";
  return changed ? "changed" : null;
}

/** A password that the file does not name is none: what it stops saying does not stay. */
const withoutGaps = (given: NewChannel) =>
  given.kind === "email" ? { ...given, password: given.password ?? null } : given;

/** Switches a channel off that the file no longer declares, and gives it to the pages. */
export async function undeclareChannel(id: string, reason: string): Promise<void> {
  await inTransaction(async (tx) => {
    const { name, state } = await lockChannel(tx, id);
    await writeSource(tx, id, "page");
    if (state === "off") return;
    await writeState(tx, id, reason);
    await record(tx, { kind: "channel.disabled", facts: { name, reason } });
  });
}
