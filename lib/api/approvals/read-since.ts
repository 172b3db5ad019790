import type { ApprovalRow } from "../../approvals/index";
import { type ApprovalKind, approvalKindSchema } from "../../approvals/schema";
import { db } from "../../db/index";
import type { Person } from "../../identity/schema";
import type { TaskView } from "../../tasks/index";
import { readInFlight } from "../tasks/read-in-flight";
import { type Compared, changedAuthority, merge } from "./changed-authority";
import { changedCall } from "./changed-call";
import { changedSurroundings } from "./changed-surroundings";
import { type HeldGrant, readHeldBefore } from "./read-grants";
import type { ApprovalDetail } from "./schema";

/** What a question is compared with: the moment the task last got authority from a person, or from a rule. */
type Base = { approvalId: string | null; kind: ApprovalKind | null; by: { id: string; name: string } | null; at: Date };
type Row = { approvalId: string; kind: string; byId: string | null; byName: string | null; at: Date };
type Calls = { allowed: number; held: number; denied: number };

/**
 * Says what changed since a task was last given something: calls made, time gone by, and what is asked against what is
 * held. Of a question that is over, as it was then: what its own answer gave is no part of it. Null when the task had
 * never been given anything.
 */
export async function readSince(
  person: Person,
  { approval, task, now }: { approval: ApprovalRow; task: TaskView; now: Date },
): Promise<ApprovalDetail["since"]> {
  const held = await readHeldBefore(approval);
  const base = await readBase(approval, held);
  if (!base) return null;
  const until = approval.decidedAt ?? now;
  const over = approval.state !== "pending";
  const [calls, inFlight, call] = await Promise.all([
    countCalls(task.id, base.at, until),
    over ? [] : readInFlight([task.id]),
    changedCall(person, { approval, task }),
  ]);
  const compared: Compared = merge(
    changedAuthority(approval.asked.authority, held),
    await changedSurroundings(approval, held),
    call,
  );
  return {
    approvalId: base.approvalId,
    kind: base.kind,
    by: base.by,
    at: base.at.toISOString(),
    seconds: Math.max(0, Math.round((until.getTime() - base.at.getTime()) / 1000)),
    calls: { ...calls, inFlight: inFlight.length },
    // How many calls were left then is not kept.
    used: over ? null : usedOf(task),
    ...compared,
  };
}

function usedOf({ grant, callsLeft }: TaskView): { calls: number; of: number } | null {
  if (!grant || grant.calls === null || callsLeft === null) return null;
  return { calls: Math.max(0, grant.calls - callsLeft), of: grant.calls };
}

async function readBase(approval: ApprovalRow, held: HeldGrant | null): Promise<Base | null> {
  const [row] = await db().$queryRaw<Row[]>`
    SELECT a.id::text AS "approvalId", a.kind, a.decided_by::text AS "byId", h.name AS "byName", a.decided_at AS at
    FROM approval a LEFT JOIN human h ON h.id = a.decided_by
    WHERE a.task_id = ${approval.taskId}::uuid AND a.state = 'approved' AND a.id <> ${approval.id}::uuid
      AND a.decided_at <= ${approval.decidedAt ?? new Date(8.64e15)}::timestamptz
    ORDER BY a.decided_at DESC LIMIT 1`;
  if (row) {
    const by = row.byId && row.byName ? { id: row.byId, name: row.byName } : null;
    return { approvalId: row.approvalId, kind: approvalKindSchema.parse(row.kind), by, at: row.at };
  }
  // A rule started it without a person.
  return held && { approvalId: null, kind: null, by: null, at: held.createdAt };
}

async function countCalls(taskId: string, from: Date, to: Date): Promise<Calls> {
  const [row] = await db().$queryRaw<Calls[]>`
    SELECT count(*) FILTER (WHERE kind = 'call.allowed')::int AS allowed, count(*) FILTER (WHERE kind = 'call.held')::int AS held,
      count(*) FILTER (WHERE kind = 'call.denied')::int AS denied
    FROM entry WHERE task_id = ${taskId}::uuid AND at > ${from}::timestamptz AND at <= ${to}::timestamptz
      AND kind IN ('call.allowed', 'call.held', 'call.denied')`;
  return row ?? { allowed: 0, held: 0, denied: 0 };
}
