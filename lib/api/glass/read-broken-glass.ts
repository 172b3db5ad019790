import { Prisma } from "../../../generated/prisma/client";
import { judgementSchema } from "../../approvals/schema";
import { db } from "../../db/index";
import { may, type Person } from "../../identity/schema";
import { taskStateSchema } from "../../tasks/schema";
import type { BrokenGlass } from "./schema";

const LISTED = 200;

type Row = {
  id: string;
  approvalId: string;
  taskId: string;
  purpose: string;
  taskState: string;
  agentId: string;
  agentName: string;
  ownerId: string;
  ownerName: string;
  byId: string;
  byName: string;
  reason: string;
  at: Date;
  until: Date;
  judgeBy: Date;
  active: boolean;
  overdue: boolean;
  own: boolean;
  judgement: string | null;
  words: string | null;
  judgedAt: Date | null;
  judgeId: string | null;
  judgeName: string | null;
};

type Which = { id?: string; approvalId?: string; open?: true };

/**
 * Reads uses of the right to break the glass: all, one, that of an approval, or those that are open: they give authority now, or
 * wait for a judgement.
 */
export async function readBrokenGlass(person: Person, which: Which = {}): Promise<BrokenGlass[]> {
  const rows = await db().$queryRaw<Row[]>`
    SELECT * FROM (
      SELECT b.id::text, b.approval_id::text AS "approvalId", b.task_id::text AS "taskId", c.purpose, t.state AS "taskState",
        ag.id::text AS "agentId", ag.name AS "agentName", o.id::text AS "ownerId", o.name AS "ownerName",
        h.id::text AS "byId", h.name AS "byName", b.reason, b.at, b.until, b.judge_by AS "judgeBy",
        b.until > clock_timestamp() AND t.state IN ('running', 'paused') AS active,
        b.judgement IS NULL AND b.judge_by <= clock_timestamp() AS overdue,
        COALESCE(h.same_person_as, h.id) = (SELECT COALESCE(same_person_as, id) FROM human WHERE id = ${person.human.id}::uuid) AS own,
        b.judgement, b.words, b.judged_at AS "judgedAt", j.id::text AS "judgeId", j.name AS "judgeName"
      FROM broken_glass b JOIN task t ON t.id = b.task_id JOIN charter c ON c.id = t.charter_id JOIN agent ag ON ag.id = b.agent_id
        JOIN human o ON o.id = ag.owner_id JOIN human h ON h.id = b.human_id LEFT JOIN human j ON j.id = b.judged_by
      WHERE ${conditionOf(which)}) AS g
    WHERE NOT ${which.open ?? false} OR g.active OR g.judgement IS NULL
    ORDER BY g.judgement IS NULL DESC, g.at DESC, g.id LIMIT ${LISTED}::int`;
  const judges = may(person, "judge_broken_glass");
  return rows.map((row) => toBrokenGlass(row, judges));
}

function conditionOf({ id, approvalId }: Which): Prisma.Sql {
  if (id !== undefined) return Prisma.sql`b.id = ${id}::uuid`;
  return approvalId === undefined ? Prisma.sql`true` : Prisma.sql`b.approval_id = ${approvalId}::uuid`;
}

function toBrokenGlass(row: Row, judges: boolean): BrokenGlass {
  const judgement = judgementSchema.safeParse(row.judgement).data;
  const { id, approvalId, reason, active, overdue, judgedAt, judgeId, judgeName } = row;
  return {
    id,
    approvalId,
    task: { id: row.taskId, purpose: row.purpose, state: taskStateSchema.parse(row.taskState) },
    agent: { id: row.agentId, name: row.agentName, owner: { id: row.ownerId, name: row.ownerName } },
    by: { id: row.byId, name: row.byName },
    reason,
    at: row.at.toISOString(),
    until: row.until.toISOString(),
    judgeBy: row.judgeBy.toISOString(),
    active,
    overdue,
    judged:
      judgement && judgedAt && judgeId
        ? { judgement, words: row.words ?? "", at: judgedAt.toISOString(), by: { id: judgeId, name: judgeName ?? "" } }
        : null,
    mine: judges && !row.own && row.judgement === null,
  };
}
