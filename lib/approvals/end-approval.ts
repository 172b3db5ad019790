import { type AuditEvent, record } from "../audit/index";
import type { Tx } from "../db/index";
import type { ApprovalRow } from "./store";

const ENDS = { expire: "expired", supersede: "superseded", withdraw: "withdrawn" } as const;
type End = keyof typeof ENDS;

/** Ends a locked pending approval without an answer: its time is over, or what it asked about has changed. */
export async function endApproval(tx: Tx, approval: ApprovalRow, event: End, because: string): Promise<void> {
  await endApprovals(tx, [{ approval, event, because }]);
}

export type EndingApproval = { approval: ApprovalRow; event: End; because: string };

/** The same for any number of them, in a few statements. */
export async function endApprovals(tx: Tx, endings: readonly EndingApproval[]): Promise<void> {
  if (endings.length === 0) return;
  const rows = endings.map(({ approval: { id }, event, because }) => ({ id, state: ENDS[event], because }));
  const ended = await tx.$queryRaw<{ id: string }[]>`
    UPDATE approval SET state = e.state, reason = e.because, decided_at = clock_timestamp()
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS e(id uuid, state text, because text)
    WHERE approval.id = e.id AND approval.state = 'pending' RETURNING approval.id::text`;
  const done = new Set(ended.map(({ id }) => id));
  await record(tx, ...endings.filter(({ approval }) => done.has(approval.id)).map(entryOf));
}

function entryOf({ approval, event, because }: EndingApproval): AuditEvent {
  const { taskId, epoch, agentId, id: approvalId, digest } = approval;
  const references = { taskId, epoch, agentId, approvalId, digest };
  if (event === "supersede") return { kind: "approval.superseded", ...references, facts: { reason: because } };
  return { kind: event === "expire" ? "approval.expired" : "approval.withdrawn", ...references, facts: {} };
}
