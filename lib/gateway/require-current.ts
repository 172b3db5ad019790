import { AppError } from "../base/index";
import type { Caller } from "./caller";
import { readSubject, type Subject } from "./subject";

/**
 * Sends an agent whose token is of an earlier epoch to fetch a new one. A token of a later epoch means that our memory
 * is old. An agent key names no epoch.
 *
 * @throws TOKEN_STALE; TOKEN_INVALID when the task is another agent's.
 */
export function requireCurrent(caller: Caller, subject: Subject | null): Promise<void> | undefined {
  if (subject && subject.task.agentId !== caller.agentId)
    throw new AppError("TOKEN_INVALID", "The token names a task of another agent.");
  if (caller.via === "key" || caller.epoch === subject?.task.epoch) return undefined;
  return requireEpoch(caller, caller.epoch, subject?.task.epoch ?? 0);
}

async function requireEpoch({ taskId }: Caller, claimed: number, known: number): Promise<void> {
  const epoch = claimed > known ? ((await readSubject(taskId))?.task.epoch ?? 0) : known;
  if (claimed < epoch)
    throw new AppError("TOKEN_STALE", "The task has moved on since this token was issued; fetch a new one.");
}
