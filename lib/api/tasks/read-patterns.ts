import { db } from "../../db/index";
import { argumentPatternSchema, sayPattern } from "../../policy/schema";
import type { TaskPattern } from "./schema";

type Row = Omit<TaskPattern, "says" | "by" | "until" | "ended"> & {
  arguments: unknown;
  byId: string | null;
  byName: string | null;
  until: Date;
  endedAt: Date | null;
  endedBecause: string | null;
};

const SHOWN = 20;

/** Reads the patterns under which calls of a task go, and those that ended, newest first. */
export async function readPatterns(taskId: string): Promise<TaskPattern[]> {
  const rows = await db().$queryRaw<Row[]>`
    SELECT p.id::text, p.approval_id::text AS "approvalId", s.name AS server, p.tool, p.arguments, p.until,
      p.calls_used AS "callsUsed", p.calls_left AS "callsLeft", p.ended_at AS "endedAt", p.ended_because AS "endedBecause",
      a.decided_by::text AS "byId", h.name AS "byName"
    FROM call_pattern p JOIN server s ON s.id = p.server_id JOIN approval a ON a.id = p.approval_id
      LEFT JOIN human h ON h.id = a.decided_by
    WHERE p.task_id = ${taskId}::uuid ORDER BY p.ended_at IS NOT NULL, p.created_at DESC, p.id LIMIT ${SHOWN}::int`;
  return rows.map(({ arguments: pattern, byId, byName, until, endedAt, endedBecause, ...row }) => ({
    ...row,
    says: sayPattern(argumentPatternSchema.parse(pattern)),
    by: byId !== null && byName !== null ? { id: byId, name: byName } : null,
    until: until.toISOString(),
    ended: endedAt && { at: endedAt.toISOString(), because: endedBecause ?? "" },
  }));
}
