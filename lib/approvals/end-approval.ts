import { record } from "../audit/index";
import type { Tx } from "../db/index";
import type { ApprovalRow } from "./store";

/** Ends a locked pending approval without an answer: its time is over, or what it asked about has changed. */
export async function endApproval(
  tx: Tx,
  approval: ApprovalRow,
  event: "expire" | "supersede" | "withdraw",
  because: string,
): Promise<void> {
  const state = ({ expire: "expired", supersede: "superseded", withdraw: "withdrawn" } as const)[event];
  const count =
    await tx.$executeRaw`UPDATE approval SET state = ${state}, reason = ${because}, decided_at = clock_timestamp()
    WHERE id = ${approval.id}::uuid AND state = 'pending'`;
  if (count !== 1) return;
  const references = {
    taskId: approval.taskId,
    epoch: approval.epoch,
    agentId: approval.agentId,
    approvalId: approval.id,
    digest: approval.digest,
  };
  if (event === "supersede")
    await record(tx, { kind: "approval.superseded", ...references, facts: { reason: because } });
  else
    await record(tx, {
      kind: event === "expire" ? "approval.expired" : "approval.withdrawn",
      ...references,
      facts: {},
    });
}
