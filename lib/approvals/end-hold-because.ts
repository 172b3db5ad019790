import { inTransaction } from "../db/index";
import { lockTask } from "../tasks/index";
import { endHold } from "./end-hold";
import { type HoldRow, lockHolds } from "./store";

/**
 * Denies a ready hold at its release: what was approved is no longer allowed, or no longer what was shown.
 *
 * @returns false when it has ended or was used meanwhile.
 */
export async function endHoldBecause(hold: HoldRow, reason: string): Promise<boolean> {
  return inTransaction(async (tx) => {
    await lockTask(tx, hold.taskId);
    const locked = (await lockHolds(tx, hold.taskId)).find((candidate) => candidate.id === hold.id);
    if (locked) await endHold(tx, locked, "deny", reason);
    return locked !== undefined;
  });
}
