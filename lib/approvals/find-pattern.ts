import { digestOf, type Json } from "../base/index";
import { db } from "../db/index";
import { type ActionClass, type ArgumentPattern, argumentPatternSchema, misfitOf } from "../policy/schema";

/** A pattern under which a call may go, as it was found; using it proves that it still stands. */
export type FoundPattern = {
  id: string;
  approvalId: string;
  taskId: string;
  epoch: number;
  serverId: string;
  arguments: ArgumentPattern;
  /** Who approved it last, by name. */
  by: string | null;
};

/** A call of a running task that its rule would hold. */
export type LikeCall = {
  taskId: string;
  epoch: number;
  serverId: string;
  tool: string;
  toolDigest: string;
  class: ActionClass;
  arguments: { [name: string]: Json };
};

/** Finds a pattern that a person approved for this task and that a call fits; null when there is none. */
export async function findPattern(call: LikeCall): Promise<FoundPattern | null> {
  const rows = await db().$queryRaw<(Omit<FoundPattern, "arguments"> & { arguments: unknown })[]>`
    SELECT p.id::text, p.approval_id::text AS "approvalId", p.task_id::text AS "taskId", p.epoch, p.server_id::text AS "serverId",
      p.arguments, h.name AS by
    FROM call_pattern p JOIN approval a ON a.id = p.approval_id LEFT JOIN human h ON h.id = a.decided_by
    WHERE p.task_id = ${call.taskId}::uuid AND p.ended_at IS NULL AND p.epoch = ${call.epoch}::int AND p.until > clock_timestamp()
      AND p.server_id = ${call.serverId}::uuid AND p.tool = ${call.tool} AND p.tool_digest = ${call.toolDigest}
      AND p.class = ${call.class} AND (p.calls_left IS NULL OR p.calls_left > 0)
    ORDER BY p.created_at, p.id`;
  const found = rows.map((row) => ({ ...row, arguments: argumentPatternSchema.parse(row.arguments) }));
  return found.find((pattern) => misfitOf(pattern.arguments, call.arguments, digestOf) === null) ?? null;
}
