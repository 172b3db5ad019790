import { db } from "../db/index";

/** How long an answer that nobody received waits for the next identical call, in seconds. */
export const RESULT_KEPT_SECONDS = 600;

/** Keeps the answer of a held call whose agent was gone when it came. */
export async function keepResult(holdId: string, result: string): Promise<void> {
  await db()
    .$executeRaw`UPDATE hold SET result = ${result}, result_until = clock_timestamp() + make_interval(secs => ${RESULT_KEPT_SECONDS}::int)
    WHERE id = ${holdId}::uuid AND state = 'used'`;
}

/**
 * Takes a kept answer for an identical call of the same task, so that it does not run twice. Each is handed out once.
 *
 * @returns The answer, its hold and its call, or null when none is kept.
 */
export async function takeResult(key: string): Promise<{ result: string; holdId: string; callId: string } | null> {
  const rows = await db().$queryRaw<{ result: string; holdId: string; callId: string }[]>`
    WITH k AS MATERIALIZED (
      SELECT id, result, call_id FROM hold WHERE key = ${key} AND result IS NOT NULL AND result_until > clock_timestamp()
      ORDER BY result_until LIMIT 1 FOR UPDATE SKIP LOCKED),
    u AS (UPDATE hold SET result = NULL, result_until = NULL FROM k WHERE hold.id = k.id)
    SELECT result, id AS "holdId", call_id AS "callId" FROM k`;
  return rows[0] ?? null;
}
