import { record } from "../audit/index";
import { newId } from "../base/index";
import type { Tx } from "../db/index";
import type { Person } from "../identity/schema";
import { type ApprovalRow, type HoldRow, lockHolds } from "./store";

/** Opens what a reviewer asked for beside a call: calls like it go from now on, under the task's present epoch. */
export async function openPattern(
  tx: Tx,
  { approval, person }: { approval: ApprovalRow; person: Person },
  epoch: number,
): Promise<void> {
  const { pattern, calls } = approval.asked;
  const [call] = calls;
  const hold = call && (await lockHolds(tx, approval.taskId)).find(({ id }) => id === call.holdId);
  if (!pattern || !call || !hold) return;
  const id = newId();
  const [row] = await tx.$queryRaw<{ until: Date }[]>`
    INSERT INTO call_pattern (id, approval_id, task_id, epoch, server_id, tool, tool_digest, class, arguments, calls_left, until)
    SELECT ${id}::uuid, ${approval.id}::uuid, id, ${epoch}::int, ${hold.serverId}::uuid, ${call.tool}, ${call.toolDigest}, ${call.class},
      ${JSON.stringify(pattern.arguments)}::jsonb, ${pattern.calls}::int,
      LEAST(clock_timestamp() + make_interval(secs => ${pattern.endsInSeconds}), lease_at, end_at)
    FROM task WHERE id = ${approval.taskId}::uuid RETURNING until`;
  await record(tx, {
    kind: "pattern.opened",
    ...referencesOf(hold, epoch),
    humanId: person.human.id,
    facts: { id, arguments: pattern.arguments, calls: pattern.calls, until: row?.until.toISOString() ?? "" },
  });
}

const referencesOf = ({ taskId, serverId, tool, approvalId }: HoldRow, epoch: number) => ({
  taskId,
  epoch,
  serverId,
  tool,
  approvalId,
});
