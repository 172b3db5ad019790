import type { Tx } from "../db/index";
import { db } from "../db/index";

/** Stops the idle clock of a locked task: something of it waits for a person. */
export async function stopIdleClock(tx: Tx, taskId: string): Promise<void> {
  await tx.$executeRaw`UPDATE task SET idle_at = NULL WHERE id = ${taskId}::uuid AND state = 'running'`;
}

/** Starts the idle clocks of locked tasks anew: nothing of them waits any more. */
export async function startIdleClock(tx: Tx, ...taskIds: readonly string[]): Promise<void> {
  if (taskIds.length === 0) return;
  await tx.$executeRaw`
    UPDATE task SET idle_at = LEAST(end_at, GREATEST(clock_timestamp(), not_before) + make_interval(secs => idle_seconds))
    WHERE id = ANY(${taskIds}::uuid[]) AND state = 'running' AND idle_at IS NULL`;
}

/** What one instance knows of a task's calls since its last note. */
export type Activity = { taskId: string; allowed: number; held: number; denied: number; inFlight: boolean };

/**
 * Notes calls made, and winds the idle clock of tasks with work in flight: a call that takes longer than the idle limit
 * does not make its task idle. When this instance dies, the winding stops and idle runs from then.
 */
export async function noteActivity(activities: Activity[]): Promise<void> {
  if (activities.length === 0) return;
  await db().$executeRaw`
    WITH a AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(activities)}::jsonb)
        AS a("taskId" uuid, allowed int, held int, denied int, "inFlight" bool)),
      t AS MATERIALIZED (SELECT id FROM task WHERE id IN (SELECT "taskId" FROM a) ORDER BY id FOR NO KEY UPDATE)
    UPDATE task SET
      calls_allowed = calls_allowed + a.allowed, calls_held = calls_held + a.held, calls_denied = calls_denied + a.denied,
      last_at = CASE WHEN a."inFlight" OR a.allowed > 0 THEN clock_timestamp() ELSE last_at END,
      idle_at = CASE WHEN a."inFlight" AND state = 'running' AND idle_at IS NOT NULL
        THEN LEAST(end_at, clock_timestamp() + make_interval(secs => idle_seconds)) ELSE idle_at END
    FROM a JOIN t ON t.id = a."taskId" WHERE task.id = t.id`;
}
