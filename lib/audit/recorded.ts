declare const brand: unique symbol;

/** How long a recorded allow may wait for its bytes to be written, on this instance's monotonic clock. */
export const ALLOW_GOOD_MILLISECONDS = 500;

/**
 * Evidence that an allow for exactly one call is durably in the log. Credentials are lent, and bytes sent, only
 * against one: the compiler keeps the order "recorded before forwarded".
 */
export type RecordedAllow = {
  readonly [brand]: "allow";
  readonly callId: string;
  readonly taskId: string;
  readonly serverId: string;
  readonly seq: bigint;
  /** performance.now() when its statement was sent: from here, not from the acknowledgement, its life is counted. */
  readonly askedAt: number;
};

/**
 * Evidence that a connection to a server is looked after: its tools are read for a person or the sweeper, or a session
 * is opened or ended for a task that runs. No tool runs by it.
 */
export type RecordedInventory = { readonly [brand]: "inventory"; readonly serverId: string };

/** Makes the evidence of an allow. Only whoever has just read the committed entry's number may call it. */
export function recordedAllow(of: {
  callId: string;
  taskId: string;
  serverId: string;
  seq: bigint;
  askedAt: number;
}): RecordedAllow {
  return of as RecordedAllow; // the brand exists for the compiler alone
}

/** Makes the evidence of an inventory. Only the acts that read a server's tools, and that open and end sessions, may call it. */
export function recordedInventory(serverId: string): RecordedInventory {
  return { serverId } as RecordedInventory; // the brand exists for the compiler alone
}

/**
 * Tells whether an allow may still be acted on. A process that was stopped between commit and send must find that it
 * may not: a revocation can have committed meanwhile.
 */
export function isStillGood(allow: RecordedAllow): boolean {
  return performance.now() - allow.askedAt < ALLOW_GOOD_MILLISECONDS;
}
