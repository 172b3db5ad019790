import { db } from "../db/index";
import { because, type Reason } from "../policy/schema";

/** How long an identical call is denied by itself after a person denied it, in seconds. */
export const DENIED_AGAIN_SECONDS = 60;

/** What a person said to the same call of the same task before. */
export type EarlierDenial = {
  /** Whether that was so recently that nobody is asked again. */
  stands: boolean;
  reason: Reason;
};

/**
 * Finds the last time a person denied a call with this key. Within a minute the denial stands for the repetition too, so
 * that an agent cannot ask until somebody says yes; later the next question tells of it.
 */
export async function earlierDenial(key: string): Promise<EarlierDenial | null> {
  const [row] = await db().$queryRaw<{ name: string | null; said: string | null; seconds: number }[]>`
    SELECT h.name, a.reason AS said, EXTRACT(EPOCH FROM clock_timestamp() - a.decided_at)::float AS seconds
    FROM hold JOIN approval a ON a.id = hold.approval_id LEFT JOIN human h ON h.id = a.decided_by
    WHERE hold.key = ${key} AND hold.state = 'denied' AND a.state = 'denied' ORDER BY a.decided_at DESC LIMIT 1`;
  if (!row) return null;
  const sentence = `${row.name ?? "A person"} denied the same call ${sayAgo(row.seconds)}: ${row.said ?? ""}`;
  return { stands: row.seconds < DENIED_AGAIN_SECONDS, reason: because("denied_before", sentence) };
}

function sayAgo(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s ago`;
  return seconds < 3600 ? `${Math.round(seconds / 60)} min ago` : `${Math.round(seconds / 3600)} h ago`;
}
