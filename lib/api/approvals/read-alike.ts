import type { ApprovalRow } from "../../approvals/index";
import { type Asked, approvalKindSchema, approvalStateSchema, askedSchema } from "../../approvals/schema";
import { db } from "../../db/index";
import { readOutcomes } from "../log/call-outcomes";
import type { ApprovalDetail } from "./schema";

const DAYS = 30;
const LOOKED_AT = 300;
const SHOWN = 3;

type Earlier = {
  id: string;
  kind: string;
  state: string;
  taskId: string;
  purpose: string;
  asked: unknown;
  at: Date;
  byId: string | null;
  byName: string | null;
  reason: string | null;
};

/**
 * Reads what was decided about the same before: for a call the same agent's calls of that tool, for a start or resume
 * the agent's starts or resumes; of the last 30 days, at most 300 of which are looked at.
 */
export async function readAlike(approval: ApprovalRow): Promise<ApprovalDetail["alike"]> {
  const rows = (await readEarlier(approval)).map((row) => ({ ...row, asked: askedSchema.parse(row.asked) }));
  const alike = rows.filter((row) => approval.kind !== "call" || sameTool(row.asked, approval.asked));
  const shown = alike.slice(0, SHOWN);
  const outcomes = await readOutcomes(
    shown.flatMap(({ asked }) => (asked.calls.length === 1 ? (asked.calls[0]?.callId ?? []) : [])),
  );
  return {
    items: shown.map((row) => ({
      id: row.id,
      kind: approvalKindSchema.parse(row.kind),
      state: approvalStateSchema.parse(row.state),
      task: { id: row.taskId, purpose: row.purpose },
      by: row.byId && row.byName ? { id: row.byId, name: row.byName } : null,
      at: row.at.toISOString(),
      reason: row.reason ?? "",
      outcome: outcomes.get(row.asked.calls[0]?.callId ?? "") ?? null,
    })),
    approved: alike.filter((row) => row.state === "approved").length,
    total: alike.length,
    days: DAYS,
  };
}

async function readEarlier(approval: ApprovalRow): Promise<Earlier[]> {
  return db().$queryRaw<Earlier[]>`
    SELECT a.id::text, a.kind, a.state, a.task_id::text AS "taskId", c.purpose, a.asked, a.decided_at AS at,
      a.decided_by::text AS "byId", h.name AS "byName", a.reason
    FROM approval a JOIN task t ON t.id = a.task_id JOIN charter c ON c.id = t.charter_id LEFT JOIN human h ON h.id = a.decided_by
    WHERE a.decided_at > clock_timestamp() - make_interval(days => ${DAYS}::int) AND a.agent_id = ${approval.agentId}::uuid
      AND a.kind = ${approval.kind} AND a.state IN ('approved', 'denied', 'expired') AND a.id <> ${approval.id}::uuid
      AND a.created_at <= ${approval.createdAt}::timestamptz
    ORDER BY a.decided_at DESC, a.id DESC LIMIT ${LOOKED_AT}::int`;
}

function sameTool(earlier: Asked, now: Asked): boolean {
  const tools = new Set(now.calls.map((call) => `${call.server}/${call.tool}`));
  return earlier.calls.some((call) => tools.has(`${call.server}/${call.tool}`));
}
