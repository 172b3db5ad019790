import { record } from "../audit/index";
import { db, inTransaction, type Tx } from "../db/index";
import { readVoters } from "../identity/index";
import { type Escalation, sayWhom } from "../policy/schema";
import { lockTask } from "../tasks/index";
import { placeIn } from "./count-votes";
import { readExcluded } from "./excluded-people";
import { dueEscalations, nextEscalation } from "./next-escalation";
import { type ApprovalRow, lockApprovals } from "./store";

/**
 * Puts questions that nobody has decided to more people, once their time has come. From then on those people's votes
 * suffice where the rule says so. No vote is cast by it: a clock never approves. One instance at a time does it, under
 * a lease; whoever tells people follows the entry.
 *
 * @returns How many questions were looked at.
 */
export async function sweepEscalations(limit = 200): Promise<number> {
  const due = await db().$queryRaw<{ id: string; taskId: string }[]>`
    SELECT id::text, task_id::text AS "taskId" FROM approval
    WHERE state = 'pending' AND escalate_at <= clock_timestamp() ORDER BY escalate_at LIMIT ${limit}::int`;
  for (const { id, taskId } of due) await escalate(id, taskId);
  return due.length;
}

async function escalate(approvalId: string, taskId: string): Promise<void> {
  await inTransaction(async (tx) => {
    const task = await lockTask(tx, taskId);
    if (!task) return;
    const approval = (await lockApprovals(tx, taskId)).find(({ id }) => id === approvalId);
    // Its deadline ends it in the same second: nobody could answer any more.
    if (!approval || approval.decideBy <= task.now) return;
    const due = dueEscalations(approval).filter(({ at }) => at <= task.now);
    if (due.length === 0) return;
    const at = task.now.toISOString();
    const escalated = [...approval.escalated, ...due.map(({ need }) => ({ need, at }))];
    const escalateAt = nextEscalation({ ...approval, escalated });
    await tx.approval.update({ where: { id: approval.id }, data: { escalated, escalateAt } });
    for (const { need } of due) {
      const to = approval.asked.needs[need]?.escalate;
      if (to) await recordEscalation(tx, approval, to);
    }
  });
}

async function recordEscalation(tx: Tx, approval: ApprovalRow, to: Escalation): Promise<void> {
  const { role, group, approve } = to;
  await record(tx, {
    kind: "approval.escalated",
    taskId: approval.taskId,
    epoch: approval.epoch,
    agentId: approval.agentId,
    approvalId: approval.id,
    digest: approval.digest,
    facts: {
      to: sayWhom(to),
      role: role ?? null,
      group: group ?? null,
      approve,
      decideBy: approval.decideBy.toISOString(),
      whom: await asked(tx, approval, to),
    },
  });
}

/** Who can answer because of an escalation: members and admins who vote and are not kept from it, with those who stand for them. */
async function asked(
  tx: Tx,
  approval: ApprovalRow,
  { role, group }: Escalation,
): Promise<{ id: string; name: string }[]> {
  const excluded = new Set((await readExcluded(approval, tx)).keys());
  return (await readVoters(tx))
    .filter(({ person }) => !excluded.has(person))
    .filter((voter) => placeIn({ approve: 1, role, group }, { voter, reason: "" }, excluded).length > 0)
    .map(({ id, name }) => ({ id, name }));
}
