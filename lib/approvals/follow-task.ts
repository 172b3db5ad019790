import type { Tx } from "../db/index";
import { type Moved, startIdleClock } from "../tasks/index";
import { askAnew } from "./ask-anew";
import { endApproval } from "./end-approval";
import { endHold } from "./end-hold";
import { followPatterns } from "./end-pattern";
import { type ApprovalRow, type HoldRow, lockApprovals, lockHolds } from "./store";

/**
 * Does to a task's approvals and holds what a move of the task means for them, in the same transaction. An approval
 * counts only for its epoch: all that are open end with it. Two things are carried on: what the answer under way is
 * about (its own approval and holds, which the review settles itself), and, over a narrowing, the held calls and the
 * patterns whose tools are still in scope.
 */
export async function followTask(tx: Tx, moved: Moved): Promise<void> {
  const approvals = (await lockApprovals(tx, moved.taskId)).filter((approval) => approval.id !== moved.approvalId);
  const holds = (await lockHolds(tx, moved.taskId)).filter((hold) => hold.approvalId !== moved.approvalId);
  const carried = moved.event === "narrow" ? await carry(tx, moved, approvals, holds) : new Set<string>();
  const withdrawn = moved.event === "complete" || moved.event === "withdraw";
  for (const approval of approvals) {
    if (!carried.has(approval.id)) await endApproval(tx, approval, withdrawn ? "withdraw" : "supersede", moved.because);
  }
  for (const hold of holds) {
    if (!carried.has(hold.id)) await endHold(tx, hold, withdrawn ? "withdraw" : "supersede", moved.because);
  }
  await followPatterns(tx, moved, moved.event === "narrow" ? await toolsInScope(tx, moved.taskId) : new Set());
  if (moved.to === "running" && carried.size === 0) await startIdleClock(tx, moved.taskId);
}

/** Takes held calls that are still in scope, and the questions about them, into the epoch that a narrowing begins. */
async function carry(tx: Tx, moved: Moved, approvals: ApprovalRow[], holds: HoldRow[]): Promise<Set<string>> {
  const inScope = await toolsInScope(tx, moved.taskId);
  const carried = new Set<string>();
  for (const approval of approvals) {
    const tools = approval.asked.calls.map((call) => `${call.server}/${call.tool}`);
    if (approval.kind !== "call" || !tools.every((tool) => inScope.has(tool))) continue;
    await askAnew(tx, approval, { asked: approval.asked, epoch: moved.epoch, because: moved.because });
    carried.add(approval.id);
  }
  for (const hold of holds) {
    const approval = approvals.find((candidate) => candidate.id === hold.approvalId);
    const stays = approval ? carried.has(approval.id) : await isReadyAndInScope(tx, hold, inScope);
    if (!stays) continue;
    await tx.hold.update({ where: { id: hold.id }, data: { epoch: moved.epoch } });
    carried.add(hold.id);
  }
  return carried;
}

/** A hold whose approval is decided already: it stays ready when its tool is still in scope. */
async function isReadyAndInScope(tx: Tx, hold: HoldRow, inScope: Set<string>): Promise<boolean> {
  const approval = await tx.approval.findUnique({ where: { id: hold.approvalId }, select: { asked: true } });
  const calls = (approval?.asked as ApprovalRow["asked"] | undefined)?.calls ?? []; // our own stored JSON
  const call = calls.find((candidate) => candidate.holdId === hold.id);
  return hold.state === "ready" && call !== undefined && inScope.has(`${call.server}/${call.tool}`);
}

async function toolsInScope(tx: Tx, taskId: string): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ tool: string }[]>`
    SELECT part->>'server' || '/' || tool AS tool FROM task JOIN "grant" g ON g.id = task.grant_id,
      jsonb_array_elements(g.scope) AS part, jsonb_array_elements_text(part->'tools') AS tool WHERE task.id = ${taskId}::uuid`;
  return new Set(rows.map((row) => row.tool));
}
