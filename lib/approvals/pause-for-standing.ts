import type { Tx } from "../db/index";
import { lockTasks, pauseLocked } from "../tasks/index";

/**
 * Pauses the running tasks that live on the word of a person who can approve no longer, where their rules watch that.
 * In the transaction in which the person loses it: no call goes on it afterwards.
 *
 * @param sentence Why, as each task's card will say.
 */
export async function pauseForStanding(
  tx: Tx,
  { humanId, sentence }: { humanId: string; sentence: string },
): Promise<void> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT t.id::text FROM task t JOIN "grant" g ON g.id = t.grant_id JOIN signer s ON s.approval_id = g.approval_id
    WHERE t.state = 'running' AND s.human_id = ${humanId}::uuid
      AND g.terms @> '[{"context": ["approver"]}]'`;
  const tasks = await lockTasks(
    tx,
    rows.map(({ id }) => id),
  );
  const running = tasks.filter(({ state }) => state === "running");
  await pauseLocked(tx, running, { pausedFor: "context_changed", note: sentence });
}
