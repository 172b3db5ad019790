import type { Tx } from "../db/index";

/** The advisory lock between opening tasks and locking a tool. */
const LOCK_GATE = 72_707_372;

/** Taken by whoever opens a task, before anything else: none comes while a tool is being locked. */
export async function passLockGate(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(${LOCK_GATE})`;
}

/**
 * Closes the gate to the end of the transaction, once the tasks that are there are dealt with: those that were being
 * opened are committed then and can be found, later ones are opened after the lock and see it.
 */
export async function closeLockGate(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK_GATE})`;
}
