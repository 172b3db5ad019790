import { record } from "../audit/index";
import { AppError } from "../base/index";
import { inTransaction } from "../db/index";
import { listRules } from "../policy/index";
import { channelTold } from "../policy/schema";
import { deleteChannel, lockChannel } from "./store";

/**
 * Removes a channel with its secrets and what is known of its deliveries. The log keeps that there was one. The caller
 * has checked that the person may (`manage_channels`).
 *
 * @throws NOT_FOUND; CONFIG_OWNED; INVALID_INPUT when a rule tells it, and would then tell nobody without a word.
 */
export async function removeChannel(human: { id: string }, id: string): Promise<void> {
  await inTransaction(async (tx) => {
    const { name, source } = await lockChannel(tx, id);
    if (source === "config")
      throw new AppError("CONFIG_OWNED", `The configuration file declares the channel ${name}; remove it there.`);
    const telling = (await listRules()).filter(({ tell }) => tell.some((told) => channelTold(told) === name));
    if (telling.length > 0) {
      const rules = telling.map((rule) => rule.name).join(", ");
      throw new AppError(
        "INVALID_INPUT",
        `${telling.length === 1 ? "Rule" : "Rules"} ${rules} tell it. Change that first.`,
      );
    }
    await deleteChannel(tx, id);
    await record(tx, { kind: "channel.removed", humanId: human.id, facts: { name } });
  });
}
