import { newId } from "../base/index";
import type { Tx } from "../db/index";
import type { Clocks, Scope, Terms } from "../policy/schema";
import { setClocks } from "./clocks";
import { refuseLockedAgent } from "./lock-agent";
import { moveTask } from "./move-task";
import type { CallerContext } from "./schema";
import type { LockedTask } from "./store";
import { takeContext } from "./take-context";

/** The authority that an approval or a rule gives. */
export type Giving = {
  scope: Scope;
  terms: Terms;
  clocks: Clocks;
  calls: number | null;
  /** No call goes before this moment. */
  notBefore?: Date | null;
};

export type GrantBy = {
  approvalId?: string;
  humanId?: string;
  because: string;
  /** Who called while it was asked for: for the fingerprint of the context. */
  callers: readonly CallerContext[];
};

/**
 * Gives a requested or paused task its grant: a new epoch, fresh clocks, and the absolute end it always had.
 * The caller has locked the task and has shown the authority to be what was asked, or less.
 *
 * @throws TASK_CANNOT_MOVE when the task is neither requested nor paused; LOCKED when its agent is locked.
 */
export async function grantTask(
  tx: Tx,
  task: LockedTask,
  giving: Giving,
  by: GrantBy,
): Promise<{ epoch: number; grantId: string }> {
  await refuseLockedAgent(tx, task.agentId);
  // What a person once put off stays so: a resume does not let it begin sooner.
  const deadlines = setClocks(giving.clocks, task.now, task.endAt, later(task.notBefore, giving.notBefore ?? null));
  const grantId = newId();
  await tx.grant.create({
    data: {
      id: grantId,
      taskId: task.id,
      epoch: task.epoch + 1,
      scope: giving.scope,
      terms: giving.terms,
      clocks: giving.clocks,
      calls: giving.calls,
      context: await takeContext(tx, giving.scope, by.callers),
      approvalId: by.approvalId,
    },
  });
  const { epoch } = await moveTask(tx, task, {
    event: task.state === "requested" ? "start" : "resume",
    humanId: by.humanId,
    approvalId: by.approvalId,
    because: by.because,
    facts: {
      scope: giving.scope,
      clocks: {
        idleAt: iso(deadlines.idleAt),
        leaseAt: iso(deadlines.leaseAt),
        endAt: iso(deadlines.endAt),
        ...(deadlines.notBefore && { notBefore: iso(deadlines.notBefore) }),
        ...numbers(giving.clocks),
      },
      calls: giving.calls,
      approvalId: by.approvalId ?? null,
    },
    set: {
      ...deadlines,
      grantId,
      idleSeconds: giving.clocks.idleSeconds,
      stallSeconds: giving.clocks.stallSeconds,
      callsLeft: callsLeft(task, giving.calls),
      lastAt: task.now,
      pausedFor: null,
      pausedAt: null,
      pauseNote: null,
      askAfter: null,
      askNote: null,
    },
  });
  return { epoch, grantId };
}

const outOfCalls = ({ pausedFor, callsLeft }: LockedTask): boolean => pausedFor === "limit_reached" && callsLeft === 0;

/** A resume does not refill a budget, unless the budget is what the task paused for. */
function callsLeft(task: LockedTask, calls: number | null): number | null {
  if (calls === null) return null;
  if (task.state === "requested" || outOfCalls(task) || task.callsLeft === null) return calls;
  return Math.min(task.callsLeft, calls);
}

const later = (a: Date | null, b: Date | null): Date | null => (a === null || b === null ? (a ?? b) : a > b ? a : b);
const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
const numbers = ({ idleSeconds, leaseSeconds, endSeconds, stallSeconds }: Clocks) => ({
  idleSeconds,
  leaseSeconds,
  endSeconds,
  stallSeconds,
});
