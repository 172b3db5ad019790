import { AppError } from "../base/index";
import type { Message } from "./compose-message";
import { post } from "./post";
import { openSecrets, type Secrets } from "./secrets";
import { sendMail } from "./send-mail";
import type { Sent } from "./sent";
import { notifySettings } from "./settings";
import { signWebhook } from "./sign-webhook";
import type { ChannelRow } from "./store";
import { toMail } from "./to-mail";
import { toSlack } from "./to-slack";
import { toTeams } from "./to-teams";
import type { WebhookPayload } from "./to-webhook";

/** What is to be sent, before a channel gives it its form. */
export type Letter = {
  /** The same in every attempt. */
  id: string;
  message: Message;
  payload: WebhookPayload;
  /** Whom an e-mail is for. */
  to: { name: string; address: string } | null;
  thread: string | null;
};

/** Sends a letter through a channel, once. Never throws: whatever goes wrong is said. */
export async function send(channel: ChannelRow, letter: Letter): Promise<Sent> {
  try {
    return await sendOpened(channel, letter, openSecrets(channel.id, channel.sealed));
  } catch (error) {
    if (error instanceof AppError) return { ok: false, said: error.message };
    throw error;
  }
}

async function sendOpened({ settings }: ChannelRow, letter: Letter, secrets: Secrets): Promise<Sent> {
  const { id, message, payload, to, thread } = letter;
  if (settings.kind === "email") {
    if (!to) throw new Error("a mail is for nobody");
    const host = new URL(notifySettings().publicUrl).hostname.replace(/^\[|\]$/g, "");
    return sendMail({ settings, password: secrets.password, to, mail: toMail(message), id, thread, host });
  }
  const { url = "", secret = "" } = secrets;
  if (settings.kind === "webhook") {
    const body = JSON.stringify(payload);
    const headers = signWebhook({ id, sentAt: new Date(), body, secret });
    return post({ url, headers, body, secrets: [url, secret] });
  }
  const card = settings.kind === "slack" ? toSlack(message) : toTeams(message);
  return post({ url, headers: {}, body: JSON.stringify(card), secrets: [url] });
}
