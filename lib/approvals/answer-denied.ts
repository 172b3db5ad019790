import type { Tx } from "../db/index";
import { clocksSchema, DEFAULT_RULE } from "../policy/schema";
import { denyLocked, type LockedTask, pauseLocked, revokeLocked, startIdleClock } from "../tasks/index";
import type { Answering } from "./answer-approved";
import { endHold } from "./end-hold";
import { lockDenied } from "./lock-denied";
import { lockHolds } from "./store";

/**
 * Does what a denial means: a start ends its task, a resume leaves it paused and quiet for the cool-down, a call is
 * answered with the reason, and pauses its task when that is asked. "Deny and revoke" ends the task whatever was asked.
 * "Deny and lock" locks the agent or the tool besides.
 */
export async function answerDenied(tx: Tx, answering: Answering): Promise<void> {
  await stopTask(tx, answering);
  await lockDenied(tx, answering);
}

async function stopTask(tx: Tx, { person, approval, task, input }: Answering): Promise<void> {
  const reason = input.reason ?? "";
  const by = { humanId: person.human.id, approvalId: approval.id };
  const said = `${person.human.name} denied it: ${reason}`;
  for (const hold of (await lockHolds(tx, task.id)).filter((candidate) => candidate.approvalId === approval.id))
    await endHold(tx, hold, "deny", said);
  if (input.revoke) return revokeLocked(tx, by, { tasks: [task], reason });
  if (approval.kind === "start") return denyLocked(tx, by, task, reason);
  if (approval.kind === "resume") return quiet(tx, task, `A resume was denied: ${reason}`);
  if (input.pause) return pauseLocked(tx, [task], { pausedFor: "operator", note: `${said}`, humanId: person.human.id });
  await startIdleClock(tx, task.id);
}

/** Refuses the calls of a paused task, with the reason, until its cool-down is over; then it may ask again. */
export async function quiet(tx: Tx, task: LockedTask, note: string): Promise<void> {
  const grant = task.grantId
    ? await tx.grant.findUnique({ where: { id: task.grantId }, select: { clocks: true } })
    : null;
  const seconds = grant ? clocksSchema.parse(grant.clocks).coolDownSeconds : DEFAULT_RULE.coolDownSeconds;
  await tx.task.update({
    where: { id: task.id },
    data: { askAfter: new Date(task.now.getTime() + seconds * 1000), askNote: note },
  });
}
