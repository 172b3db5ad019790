import type { HoldRow, SettleRelease } from "../approvals/index";
import type { Deciding } from "./passage";

const AGAIN_MILLISECONDS = 500;

/**
 * Finds out what became of a release whose acknowledgement was lost, as soon as the database can be asked, and closes
 * its call when it was recorded: nothing was sent for it. When this process ends first, the sweeper closes it.
 */
export async function closeLostRelease(
  { passage, subject }: Deciding,
  hold: HoldRow,
  settle: SettleRelease,
): Promise<void> {
  const { committer, stopping } = passage.gateway;
  while (!stopping.aborted) {
    try {
      if (await settle()) break;
      return committer.forget(hold.callId);
    } catch {
      // the database is still away
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MILLISECONDS));
    }
  }
  if (stopping.aborted) return;
  const { taskId, callId, serverId, tool, epoch, approvalId } = hold;
  const note = "The database was lost while this call was released; nothing was sent.";
  const facts = { milliseconds: 0, result: null, note };
  const references = { taskId, callId, serverId, tool, epoch, approvalId, agentId: subject.task.agentId };
  await committer.recordOutcome({ kind: "call.not_sent", ...references, facts });
}
