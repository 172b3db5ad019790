import { createHmac, randomBytes } from "node:crypto";

/** How far the time of a message may lie from the receiver's own, in seconds: what we tell receivers to check. */
export const REPLAY_WINDOW_SECONDS = 300;

/**
 * The headers by which a receiver knows that a message is ours, whole, and not an old one sent again.
 *
 * @param id Stays the same in every attempt, so that the receiver can drop a second one.
 * @param sentAt When this attempt is sent.
 * @param secret `whsec_` and the key in base64.
 * Source: Standard Webhooks 1.0, "Signature scheme" (HMAC-SHA256 over id.timestamp.body, `v1,` and base64).
 */
export function signWebhook({
  id,
  sentAt,
  body,
  secret,
}: {
  id: string;
  sentAt: Date;
  body: string;
  secret: string;
}): Record<string, string> {
  const timestamp = Math.floor(sentAt.getTime() / 1000).toString();
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`, "utf8").digest("base64");
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
}

/** Makes a signing secret of 32 random bytes. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString("base64")}`;
