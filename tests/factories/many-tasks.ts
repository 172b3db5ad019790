import { db } from "../../lib/db/index";

/**
 * Makes so many further tasks of the same agent and charter, which are as this one is: each holds what it holds, and
 * waits for the same answers.
 */
export async function cloneTasks(taskId: string, count: number): Promise<void> {
  const [approval] = await db().approval.findMany({ where: { taskId, state: "pending" }, select: { id: true } });
  await db().$executeRaw`
    WITH t AS (
      INSERT INTO task (id, agent_id, charter_id, run, state, epoch, grant_id, idle_seconds, idle_at, lease_at, end_at,
        stall_seconds, calls_left, requested_until, last_at)
      SELECT gen_random_uuid(), agent_id, charter_id, 'run-' || n, state, epoch, grant_id, idle_seconds, idle_at, lease_at, end_at,
        stall_seconds, calls_left, requested_until, last_at
      FROM task, generate_series(1, ${count}::int) AS n WHERE id = ${taskId}::uuid RETURNING id),
    a AS (
      INSERT INTO approval (id, kind, task_id, agent_id, epoch, reasons, asked, digest, class, decide_by)
      SELECT gen_random_uuid(), kind, t.id, agent_id, epoch, reasons, asked, digest, class, decide_by
      FROM approval, t WHERE approval.id = ${approval?.id ?? null}::uuid RETURNING id, task_id)
    INSERT INTO hold (id, key, approval_id, task_id, epoch, call_id, server_id, tool, tool_digest, class, arguments_digest)
    SELECT gen_random_uuid(), a.id::text, a.id, a.task_id, epoch, gen_random_uuid(), server_id, tool, tool_digest, class, arguments_digest
    FROM hold, a WHERE hold.approval_id = ${approval?.id ?? null}::uuid`;
}
