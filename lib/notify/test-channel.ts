import { record } from "../audit/index";
import { AppError, newId } from "../base/index";
import { inTransaction } from "../db/index";
import { readChoices } from "./choices";
import { composeTest } from "./compose-message";
import { countDelivery } from "./count";
import type { Receipt } from "./schema";
import { send } from "./send";
import { notifySettings } from "./settings";
import { readChannel } from "./store";
import { toTestWebhook } from "./to-webhook";

/** Who presses the button: an e-mail channel is tested with a mail to them. */
type Tester = { id: string; name: string; email: string };

/**
 * Sends a message that says it is a test, now and once, also through a channel that is off. What the receiver answered is
 * given back as it is; a refusal of its is no error of ours. The caller has checked that the person may (`manage_channels`).
 *
 * @throws NOT_FOUND.
 */
export async function testChannel(tester: Tester, id: string): Promise<Receipt> {
  const channel = await readChannel(id);
  if (!channel) throw new AppError("NOT_FOUND", "There is no such channel.");
  const { settings, name } = channel;
  const own = (await readChoices([tester.id])).get(tester.id);
  const timeZone = settings.kind === "email" ? (own?.timeZone ?? "UTC") : settings.timeZone;
  const now = new Date();
  const startedAt = performance.now();
  const sent = await send(channel, {
    id: newId(),
    message: composeTest(tester.name, { publicUrl: notifySettings().publicUrl, timeZone }, now),
    payload: toTestWebhook(tester.name, now),
    to: { name: tester.name, address: tester.email },
    thread: null,
  });
  const milliseconds = Math.round(performance.now() - startedAt);
  countDelivery(channel.kind, sent.ok ? "sent" : "failed");
  await inTransaction((tx) => record(tx, { kind: "channel.tested", humanId: tester.id, facts: { name, ok: sent.ok } }));
  return { ok: sent.ok, said: sent.said, milliseconds };
}
