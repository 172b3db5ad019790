/** A transaction that its client left open may hold rows and the log's tail for this long, in milliseconds. */
const IDLE_IN_TRANSACTION = 30_000;

/**
 * Adds to a database address that a transaction left idle for 30 s is ended, unless the address says otherwise: a
 * client that hangs must not keep a revocation waiting.
 */
export function withSessionLimits(url: string): string {
  const limited = new URL(url);
  const name = "idle_in_transaction_session_timeout";
  if (!limited.searchParams.has(name)) limited.searchParams.set(name, String(IDLE_IN_TRANSACTION));
  return limited.toString();
}
