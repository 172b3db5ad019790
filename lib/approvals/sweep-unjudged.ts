import { record } from "../audit/index";
import { inTransaction } from "../db/index";
import { whoToTell } from "./who-to-tell";

/**
 * Raises the alarm about every broken glass that nobody has judged in time, once each. One instance at a time does it,
 * under a lease. Nobody breaks the glass meanwhile, whether or not this ran: the act looks by itself.
 *
 * @returns How many there were.
 */
export async function sweepUnjudged(limit = 100): Promise<number> {
  return inTransaction(async (tx) => {
    const due = await tx.$queryRaw<
      {
        id: string;
        taskId: string;
        agentId: string;
        approvalId: string;
        humanId: string;
        name: string;
        judgeBy: Date;
      }[]
    >`
      SELECT b.id::text, b.task_id::text AS "taskId", b.agent_id::text AS "agentId", b.approval_id::text AS "approvalId",
        b.human_id::text AS "humanId", h.name, b.judge_by AS "judgeBy"
      FROM broken_glass b JOIN human h ON h.id = b.human_id
      WHERE b.judgement IS NULL AND b.alarmed_at IS NULL AND b.judge_by <= clock_timestamp()
      ORDER BY b.judge_by LIMIT ${limit}::int FOR UPDATE OF b SKIP LOCKED`;
    for (const { id, humanId, name, judgeBy, ...references } of due) {
      await tx.$executeRaw`UPDATE broken_glass SET alarmed_at = clock_timestamp() WHERE id = ${id}::uuid`;
      const facts = { glassId: id, judgeBy: judgeBy.toISOString(), by: { id: humanId, name } };
      await record(tx, {
        kind: "approval.glass_overdue",
        ...references,
        facts: { ...facts, whom: await whoToTell(tx, humanId) },
      });
    }
    return due.length;
  });
}
