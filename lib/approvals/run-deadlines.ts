import { db, inTransaction } from "../db/index";
import { expireLocked, lockTask, startIdleClock } from "../tasks/index";
import { quiet } from "./answer-denied";
import { endApproval } from "./end-approval";
import { endDueCanaries } from "./end-canaries";
import { endHold } from "./end-hold";
import { lockApprovals, lockHolds } from "./store";

const UNANSWERED = "Nobody answered in time, so it expired.";
const UNFETCHED = "It was approved, but the agent did not fetch it in time.";

/**
 * Ends what nobody answered and what nobody fetched. A start that expires ends its task, a resume leaves it paused and
 * quiet, a call is answered with the reason. One instance at a time does it, under a lease.
 *
 * @returns How many deadlines were met.
 */
export async function sweepDeadlines(limit = 200): Promise<number> {
  const due = await db().$queryRaw<{ taskId: string }[]>`
    SELECT DISTINCT task_id AS "taskId" FROM (
      SELECT task_id FROM approval WHERE state = 'pending' AND decide_by <= clock_timestamp()
      UNION ALL SELECT task_id FROM hold WHERE state = 'ready' AND ready_until <= clock_timestamp()) AS d LIMIT ${limit}::int`;
  for (const { taskId } of due) await runDeadlines(taskId);
  await endDueCanaries();
  // A kept answer that nobody came for is not kept for ever.
  await db()
    .$executeRaw`UPDATE hold SET result = NULL, result_until = NULL WHERE result IS NOT NULL AND result_until <= clock_timestamp()`;
  await db().$executeRaw`DELETE FROM signing WHERE expires_at < clock_timestamp() - interval '1 day'`;
  return due.length;
}

async function runDeadlines(taskId: string): Promise<void> {
  await inTransaction(async (tx) => {
    const task = await lockTask(tx, taskId);
    if (!task) return;
    const approvals = (await lockApprovals(tx, taskId)).filter((approval) => approval.decideBy <= task.now);
    const holds = await lockHolds(tx, taskId);
    for (const approval of approvals) {
      await endApproval(tx, approval, "expire", UNANSWERED);
      for (const hold of holds.filter((candidate) => candidate.approvalId === approval.id))
        await endHold(tx, hold, "expire", UNANSWERED);
      if (approval.kind === "start" && task.state === "requested")
        await expireLocked(tx, task, "Nobody approved its start in time.");
      if (approval.kind === "resume" && task.state === "paused")
        await quiet(tx, task, "Nobody answered its resume in time.");
    }
    for (const hold of holds) {
      if (hold.state === "ready" && hold.readyUntil && hold.readyUntil <= task.now)
        await endHold(tx, hold, "expire", UNFETCHED);
    }
    if ((await lockApprovals(tx, taskId)).length === 0) await startIdleClock(tx, taskId);
  });
}
