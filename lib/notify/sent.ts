/** What came of one attempt to send. */
export type Sent = {
  ok: boolean;
  /** What the receiver answered, or why it did not. Partly its own words. */
  said: string;
  /** Whether trying again can help; without it, it can. */
  final?: true;
  /** The receiver says that it is gone for good: the channel is switched off. */
  gone?: true;
  /** So many seconds it asks us to wait. */
  retryAfter?: number | null;
};

/** How much of a receiver's words is kept. */
const KEPT = 300;

/**
 * What a receiver said, short and without the secrets it was sent: one that repeats its own address or the password
 * must not put them onto a page.
 *
 * @param secrets What must not stand in it.
 */
export function quote(text: string, secrets: readonly (string | undefined)[]): string {
  const blanked = secrets
    .filter((secret) => secret !== undefined)
    .flatMap(formsOf)
    .reduce((left, form) => left.replaceAll(form, "[removed]"), text);
  const line = blanked.replace(/\s+/g, " ").trim();
  return line.length <= KEPT ? line : `${line.slice(0, KEPT)}…`;
}

/** Shorter ones would be found where they are none. */
const SHORTEST = 6;

/** A secret whole, and the path of one that is an address: servers like to repeat that. */
function formsOf(secret: string): string[] {
  const path = URL.canParse(secret) ? new URL(secret).pathname : "";
  return [secret, Buffer.from(secret).toString("base64"), path].filter((form) => form.length >= SHORTEST);
}
