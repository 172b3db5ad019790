const MINUTE = 60;
const HOUR = 3600;

/**
 * How long after each failed attempt the next one follows, in seconds. After the last there is none.
 * Source: Standard Webhooks, "Deliverability": retries over several days, with growing waits.
 */
export const RETRY_SECONDS = [
  5,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
] as const;

/** However long a receiver asks us to wait, it is no longer than this, in seconds. */
const LONGEST_ASKED = 24 * HOUR;
/** A part of the wait that differs from message to message, so that a receiver which comes back is not run over. */
const JITTER = 0.1;

/**
 * How many seconds after a failed attempt the next one follows; null when that was the last.
 *
 * @param attempts How many there have been, this one included.
 * @param asked What the receiver asked for (Retry-After); it lengthens the wait, never shortens it.
 * @param random From 0 to 1.
 */
export function waitAfter(attempts: number, asked: number | null = null, random = Math.random()): number | null {
  const planned = RETRY_SECONDS[attempts - 1];
  if (planned === undefined) return null;
  const wait = planned * (1 + JITTER * random);
  return Math.ceil(asked === null ? wait : Math.max(wait, Math.min(asked, LONGEST_ASKED)));
}

/** Reads Retry-After, seconds or a date, as seconds from now; null when it says nothing that can be used. */
export function readRetryAfter(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text);
  // A date of HTTP begins with its weekday; Date.parse would make something of "-5" as well.
  const at = /^[A-Z][a-z]{2}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now.getTime()) / 1000));
}
