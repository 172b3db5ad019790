import { AppError } from "../base/index";

/** Lets pass that a task could not be moved: somebody else has moved it, and it is looked at again. */
export function ifMoved(error: unknown): void {
  if (!(error instanceof AppError && error.code === "TASK_CANNOT_MOVE")) throw error;
}
