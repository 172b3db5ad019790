import type { Tx } from "../db/index";
import { type Moved, startIdleClock } from "../tasks/index";
import { askAnew } from "./ask-anew";
import { endApprovals } from "./end-approval";
import { endCanariesOf } from "./end-canaries";
import { endHolds } from "./end-hold";
import { endPatternsOf, narrowPatterns } from "./end-pattern";
import { type ApprovalRow, type HoldRow, lockApprovals, lockHolds } from "./store";

/**
 * Does to the approvals and holds of tasks what a move of them means, in the same transaction. An approval counts only
 * for its epoch: all that are open end with it. Two things are carried on: what the answer under way is about (its own
 * approval and holds, which the review settles itself), and, over a narrowing, the held calls and the patterns whose
 * tools are still in scope.
 */
export async function followTask(tx: Tx, moved: readonly Moved[]): Promise<void> {
  await endCanariesOf(tx, moved);
  for (const one of moved) if (one.event === "narrow") await followNarrowing(tx, one);
  const others = moved.filter(({ event }) => event !== "narrow");
  await endAll(tx, others, await readOpen(tx, others));
  await endPatternsOf(tx, others);
  await startIdleClock(tx, ...others.flatMap(({ to, taskId }) => (to === "running" ? [taskId] : [])));
}

async function followNarrowing(tx: Tx, moved: Moved): Promise<void> {
  const { approvals, holds } = await readOpen(tx, [moved]);
  const carried = await carry(tx, moved, approvals, holds);
  const left = <Row extends { id: string }>(rows: Row[]) => rows.filter(({ id }) => !carried.has(id));
  await endAll(tx, [moved], { approvals: left(approvals), holds: left(holds) });
  await narrowPatterns(tx, moved, await toolsInScope(tx, moved.taskId));
  if (moved.to === "running" && carried.size === 0) await startIdleClock(tx, moved.taskId);
}

type Open = { approvals: ApprovalRow[]; holds: HoldRow[] };

/** What of these tasks is open, other than what is being answered. */
async function readOpen(tx: Tx, moved: readonly Moved[]): Promise<Open> {
  const answered = new Set(moved.map(({ approvalId }) => approvalId));
  const ids = moved.map(({ taskId }) => taskId);
  const approvals = (await lockApprovals(tx, ...ids)).filter(({ id }) => !answered.has(id));
  const holds = (await lockHolds(tx, ...ids)).filter(({ approvalId }) => !answered.has(approvalId));
  return { approvals, holds };
}

async function endAll(tx: Tx, moved: readonly Moved[], { approvals, holds }: Open): Promise<void> {
  const moves = new Map(moved.map((one) => [one.taskId, one]));
  const endOf = ({ taskId }: { taskId: string }) => {
    const move = moves.get(taskId);
    const withdrawn = move?.event === "complete" || move?.event === "withdraw";
    return { event: withdrawn ? "withdraw" : "supersede", because: move?.because ?? "" } as const;
  };
  await endApprovals(
    tx,
    approvals.map((approval) => ({ approval, ...endOf(approval) })),
  );
  const holdings = holds.map((hold) => {
    const { event, because } = endOf(hold);
    return { hold, event, reason: because };
  });
  await endHolds(tx, holdings);
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
