import { record } from "../audit/index";
import { AppError } from "../base/index";
import { inTransaction, type Tx } from "../db/index";
import type { Person } from "../identity/schema";
import { lockTask, type Moved } from "../tasks/index";
import { whoIsLost } from "./end-unsigned";
import type { FoundPattern } from "./find-pattern";
import { findApproval } from "./store";

type Ended = { taskId: string; epoch: number; serverId: string; tool: string; approvalId: string };

/** Ends a pattern that has not ended, with its entry. Calls that went under it are as they are. @returns Whether it did. */
export async function endLivePattern(
  tx: Tx,
  id: string,
  { because, humanId }: { because: string; humanId?: string },
): Promise<boolean> {
  const [row] = await tx.$queryRaw<Ended[]>`
    UPDATE call_pattern SET ended_at = clock_timestamp(), ended_because = ${because} WHERE id = ${id}::uuid AND ended_at IS NULL
    RETURNING task_id::text AS "taskId", epoch, server_id::text AS "serverId", tool, approval_id::text AS "approvalId"`;
  if (row) await record(tx, { kind: "pattern.ended", ...row, humanId, facts: { id, reason: because } });
  return row !== undefined;
}

/**
 * Ends a pattern at a person's word: the next call like it is asked about again.
 *
 * @throws NOT_FOUND; TASK_CANNOT_MOVE when it has ended already.
 */
export async function endPattern(person: Person, id: string, reason: string): Promise<void> {
  await inTransaction(async (tx) => {
    const found = await tx.callPattern.findUnique({ where: { id }, select: { taskId: true } });
    if (!found) throw new AppError("NOT_FOUND", "There is no such pattern.");
    await lockTask(tx, found.taskId);
    const ended = await endLivePattern(tx, id, {
      because: `${person.human.name} ended it: ${reason}`,
      humanId: person.human.id,
    });
    if (!ended) throw new AppError("TASK_CANNOT_MOVE", "This pattern has ended already.");
  });
}

/** Ends a pattern that somebody approved who may do so no more. @returns Whether that was why it could not be used. */
export async function endUnsignedPattern({ id, taskId, approvalId }: FoundPattern): Promise<boolean> {
  return inTransaction(async (tx) => {
    await lockTask(tx, taskId);
    const approval = await findApproval(approvalId, tx);
    const lost = approval && (await whoIsLost(tx, approval));
    return lost ? endLivePattern(tx, id, { because: `${lost}, so calls like it are asked about again.` }) : false;
  });
}

/** Ends every pattern of tasks that moved, each with its entry. */
export async function endPatternsOf(tx: Tx, moved: readonly Moved[]): Promise<void> {
  const reasons = new Map(moved.map(({ taskId, because }) => [taskId, because]));
  const rows = await tx.$queryRaw<(Ended & { id: string })[]>`
    UPDATE call_pattern p SET ended_at = clock_timestamp(), ended_because = m.because
    FROM unnest(${[...reasons.keys()]}::uuid[], ${[...reasons.values()]}::text[]) AS m(task_id, because)
    WHERE p.task_id = m.task_id AND p.ended_at IS NULL
    RETURNING p.id::text, p.task_id::text AS "taskId", p.epoch, p.server_id::text AS "serverId", p.tool, p.approval_id::text AS "approvalId"`;
  const entries = rows.map(({ id, ...row }) => {
    const reason = reasons.get(row.taskId) ?? "";
    return { kind: "pattern.ended", ...row, facts: { id, reason } } as const;
  });
  await record(tx, ...entries);
}

/** A narrowing keeps the patterns of tools that stay in scope, and ends the others. */
export async function narrowPatterns(tx: Tx, moved: Moved, inScope: ReadonlySet<string>): Promise<void> {
  const rows = await tx.$queryRaw<{ id: string; tool: string }[]>`
    SELECT p.id::text, s.name || '/' || p.tool AS tool FROM call_pattern p JOIN server s ON s.id = p.server_id
    WHERE p.task_id = ${moved.taskId}::uuid AND p.ended_at IS NULL ORDER BY p.id FOR UPDATE OF p`;
  for (const { id, tool } of rows) {
    if (inScope.has(tool)) await tx.callPattern.update({ where: { id }, data: { epoch: moved.epoch } });
    else await endLivePattern(tx, id, { because: moved.because });
  }
}
