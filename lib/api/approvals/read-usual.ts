import type { ApprovalRow } from "../../approvals/index";
import { askedSchema } from "../../approvals/schema";
import { db } from "../../db/index";
import { changedAuthority } from "./changed-authority";
import { readGivenBy } from "./read-grants";
import type { ApprovalDetail } from "./schema";

type Row = {
  id: string;
  taskId: string;
  purpose: string;
  asked: unknown;
  byId: string | null;
  byName: string | null;
  at: Date;
};

/** Says how a first approval differs from what its agent was approved for last; null when that is the first one. */
export async function readUsual(approval: ApprovalRow): Promise<ApprovalDetail["usual"]> {
  if (approval.kind !== "start") return null;
  const [row] = await db().$queryRaw<Row[]>`
    SELECT a.id::text, a.task_id::text AS "taskId", c.purpose, a.asked, a.decided_by::text AS "byId", h.name AS "byName",
      a.decided_at AS at
    FROM approval a JOIN task t ON t.id = a.task_id JOIN charter c ON c.id = t.charter_id LEFT JOIN human h ON h.id = a.decided_by
    WHERE a.agent_id = ${approval.agentId}::uuid AND a.kind = 'start' AND a.state = 'approved' AND a.id <> ${approval.id}::uuid
      AND a.decided_at < ${approval.createdAt}::timestamptz
    ORDER BY a.decided_at DESC, a.id DESC LIMIT 1`;
  if (!row) return null;
  // What was given, not what was asked: an answer may have left less of it.
  const given = (await readGivenBy(row)) ?? askedSchema.parse(row.asked).authority;
  return {
    approvalId: row.id,
    task: { id: row.taskId, purpose: row.purpose },
    by: row.byId && row.byName ? { id: row.byId, name: row.byName } : null,
    at: row.at.toISOString(),
    ...changedAuthority(approval.asked.authority, given),
  };
}
