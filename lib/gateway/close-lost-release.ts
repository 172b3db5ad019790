import type { SettleRelease } from "../approvals/index";
import type { Gateway } from "./gateway";

/** A call whose release may or may not have been recorded. */
export type Released = {
  taskId: string;
  callId: string;
  serverId: string;
  tool: string;
  epoch: number;
  approvalId: string;
  agentId: string;
};

const AGAIN_MILLISECONDS = 500;

/**
 * Finds out what became of a release whose acknowledgement was lost, as soon as the database can be asked, and closes
 * its call when it was recorded: nothing was sent for it. When this process ends first, the sweeper closes it.
 */
export async function closeLostRelease(
  { committer, stopping }: Gateway,
  released: Released,
  settle: SettleRelease,
): Promise<void> {
  while (!stopping.aborted) {
    try {
      if (await settle()) break;
      return committer.forget(released.callId);
    } catch {
      // the database is still away
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MILLISECONDS));
    }
  }
  if (stopping.aborted) return;
  const note = "The database was lost while this call was released; nothing was sent.";
  const facts = { milliseconds: 0, result: null, note };
  await committer.recordOutcome({ kind: "call.not_sent", ...released, facts });
}
