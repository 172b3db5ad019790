import { record } from "../audit/index";
import type { Tx } from "../db/index";
import { approvalDigest } from "./digests";
import type { Asked } from "./schema";
import type { ApprovalRow } from "./store";

/**
 * Makes a locked pending approval ask something else. Votes are bound to the digest, so those there are count no more;
 * they stay, with why. Every change of what is asked goes through here.
 *
 * @param because Why, in a sentence for whoever voted.
 * @returns The new digest.
 */
export async function askAnew(
  tx: Tx,
  approval: ApprovalRow,
  change: { asked: Asked; epoch: number; because: string },
): Promise<string> {
  const { asked, epoch, because } = change;
  const digest = approvalDigest(approval.kind, approval.taskId, epoch, asked);
  if (digest === approval.digest) return digest;
  const votes = await tx.review.count({ where: { approvalId: approval.id, digest: approval.digest } });
  const [clock] = await tx.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  const at = (clock?.now ?? new Date()).toISOString();
  const voided = [...approval.voided, { digest: approval.digest, because, at }];
  await tx.approval.update({
    where: { id: approval.id },
    data: { asked, epoch, digest, ...(votes > 0 && { voided }) },
  });
  if (votes === 0) return digest;
  await record(tx, {
    kind: "approval.reset",
    taskId: approval.taskId,
    epoch,
    agentId: approval.agentId,
    approvalId: approval.id,
    digest,
    facts: { reason: because, before: approval.digest, digest, votes },
  });
  return digest;
}
