import { AppError } from "../base/index";
import type { Caller } from "./caller";
import { readSubject, type Subject } from "./subject";

/**
 * Sends an agent whose token is of an earlier epoch to fetch a new one. A token of a later epoch means that our memory
 * is old. An agent key names no epoch.
 *
 * @throws TOKEN_STALE; TOKEN_INVALID when the task is another agent's.
 */
export async function requireCurrent(caller: Caller, subject: Subject | null): Promise<void> {
  if (subject && subject.task.agentId !== caller.agentId)
    throw new AppError("TOKEN_INVALID", "The token names a task of another agent.");
  if (caller.via === "key") return;
  let epoch = subject?.task.epoch ?? 0;
  if (caller.epoch > epoch) epoch = (await readSubject(caller.taskId))?.task.epoch ?? 0;
  if (caller.epoch < epoch)
    throw new AppError("TOKEN_STALE", "The task has moved on since this token was issued; fetch a new one.");
}
