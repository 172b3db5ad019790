/** A browser's clock may be wrong; what is left on a clock is the server's to say. */
let ahead = 0;

/** Below this, in milliseconds, the `Date` header (whole seconds) cannot tell a wrong clock from a slow answer. */
const NOTICEABLE = 3000;

/** Learns from an answer's `Date` header how far this browser's clock is off. */
export function learnServerTime(
  header: string | null,
  { sentAt, receivedAt }: { sentAt: number; receivedAt: number },
): void {
  const said = header === null ? Number.NaN : Date.parse(header);
  if (Number.isNaN(said)) {
    return;
  }
  // The header is cut to the second: on average it is half a second behind.
  const difference = said + 500 - (sentAt + receivedAt) / 2;
  ahead = Math.abs(difference) < NOTICEABLE + (receivedAt - sentAt) / 2 ? 0 : difference;
}

/** Now by the server's clock, in milliseconds since 1970. */
export const serverNow = (): number => Date.now() + ahead;
