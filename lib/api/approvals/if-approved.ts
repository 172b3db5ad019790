import type { ApprovalRow } from "../../approvals/index";
import type { TaskView } from "../../tasks/index";
import { setClocks } from "../../tasks/index";
import type { ApprovalDetail } from "./schema";

const soonest = (...dates: (Date | null | undefined)[]): Date | null => {
  const present = dates.filter((date) => date instanceof Date);
  return present.length === 0 ? null : new Date(Math.min(...present.map((date) => date.getTime())));
};
const after = (at: Date, seconds: number): Date => new Date(at.getTime() + seconds * 1000);
const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/**
 * Says what approving would set in motion, if it were done now: the clocks as moments, and the calls that are left.
 *
 * @param readySeconds How long each approved call waits for its agent.
 */
export function ifApproved(
  approval: ApprovalRow,
  task: TaskView,
  { now, readySeconds }: { now: Date; readySeconds: number[] },
): ApprovalDetail["ifApproved"] {
  if (approval.state !== "pending") return null;
  const { authority } = approval.asked;
  const given = authority ? { clocks: authority.clocks, calls: authority.calls } : task.grant;
  if (!given) return null;
  const { clocks } = given;
  const deadlines = authority
    ? setClocks(clocks, now, task.endAt)
    : { idleAt: soonest(after(now, clocks.idleSeconds), task.endAt), leaseAt: task.leaseAt, endAt: task.endAt };
  const ready = readySeconds.length > 0 ? after(now, Math.min(...readySeconds)) : null;
  return {
    at: now.toISOString(),
    idleAt: iso(deadlines.idleAt),
    leaseAt: iso(deadlines.leaseAt),
    endAt: iso(deadlines.endAt),
    idleSeconds: clocks.idleSeconds,
    leaseSeconds: clocks.leaseSeconds,
    stallSeconds: clocks.stallSeconds,
    callsLeft: authority ? callsLeft(task, given.calls) : task.callsLeft,
    callsMax: given.calls,
    readyUntil: iso(ready && soonest(ready, deadlines.endAt)),
    epoch: authority ? task.epoch + 1 : task.epoch,
  };
}

/** A resume does not refill a budget, unless the budget is what the task paused for. */
function callsLeft(task: TaskView, calls: number | null): number | null {
  if (calls === null) return null;
  if (
    task.state === "requested" ||
    (task.pausedFor === "limit_reached" && task.callsLeft === 0) ||
    task.callsLeft === null
  )
    return calls;
  return Math.min(task.callsLeft, calls);
}
