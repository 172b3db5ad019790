import { AppError } from "../base/index";
import type { Tx } from "../db/index";
import type { Person } from "../identity/schema";
import { grantTask, type LockedTask, narrowLocked, startIdleClock, toolsOf } from "../tasks/index";
import { endHold, readyHold } from "./end-hold";
import { narrowAuthority, refuseNeverBegins } from "./narrow-authority";
import { openPattern } from "./open-pattern";
import type { ReviewInput } from "./schema";
import { type ApprovalRow, lockHolds } from "./store";

export type Answering = {
  person: Person;
  approval: ApprovalRow;
  task: LockedTask;
  input: ReviewInput;
  /** Who approved, as a sentence begins; absent: only `person`. */
  names?: string;
};

/** Gives what was approved: authority for a start or resume, and readiness for the held calls that it showed. */
export async function answerApproved(tx: Tx, answering: Answering): Promise<void> {
  if (answering.approval.kind === "call") await approveCall(tx, answering);
  else await approveAuthority(tx, answering);
}

async function approveAuthority(tx: Tx, { person, approval, task, input, names }: Answering): Promise<void> {
  if (!approval.asked.authority) throw new AppError("NOT_FOUND", "The approval asks for nothing.");
  const authority = narrowAuthority(approval.asked.authority, input);
  const notBefore = input.notBefore === undefined ? null : new Date(input.notBefore);
  // Several may each have left a part that was not empty, and together leave nothing.
  refuseNeverBegins(authority, input.notBefore, task);
  const verb = approval.kind === "start" ? "started" : "resumed";
  const { epoch } = await grantTask(
    tx,
    task,
    { ...authority, notBefore },
    {
      approvalId: approval.id,
      humanId: person.human.id,
      because: `${names ?? person.human.name} ${verb} the task.`,
      callers: approval.asked.calls.map((call) => call.caller),
    },
  );
  const given = toolsOf(authority.scope);
  const shown = new Map(approval.asked.calls.map((call) => [call.holdId, `${call.server}/${call.tool}`]));
  // What the card showed is carried into the new epoch; a tool that was narrowed away takes its calls with it.
  for (const hold of await holdsOf(tx, approval)) {
    if (given.has(shown.get(hold.id) ?? "")) await readyHold(tx, hold, epoch);
    else
      await endHold(
        tx,
        hold,
        "deny",
        `${hold.tool} was taken out of the task's scope: ${input.reason || "the reviewer narrowed it."}`,
      );
  }
}

async function approveCall(tx: Tx, { person, approval, task, input }: Answering): Promise<void> {
  let epoch = task.epoch;
  for (const hold of await holdsOf(tx, approval)) await readyHold(tx, hold, epoch);
  if (input.answer === "narrow") {
    // The call goes, and the task keeps less afterwards. The ready hold is carried along while its tool stays.
    const { scope, endsInSeconds, calls } = input;
    const reason = input.reason || `narrowed with the approval of ${approval.asked.calls[0]?.tool ?? "a call"}`;
    ({ epoch } = await narrowLocked(tx, person.human.id, task, { reason, scope, endsInSeconds, calls }));
  }
  await openPattern(tx, { person, approval }, epoch);
  await startIdleClock(tx, task.id);
}

async function holdsOf(tx: Tx, approval: ApprovalRow) {
  return (await lockHolds(tx, approval.taskId)).filter((hold) => hold.approvalId === approval.id);
}
