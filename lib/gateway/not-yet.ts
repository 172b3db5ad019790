import { sayDuration } from "../base/schema";
import { toolText } from "../mcp/index";
import type { TaskView } from "../tasks/index";
import type { Passage } from "./passage";

/**
 * Says that a running task may make no calls yet, because whoever approved it let it begin later; null when it may. The
 * commit asks again by the database's clock.
 */
export function sayNotYet({ notBefore }: Pick<TaskView, "notBefore">): string | null {
  const seconds = notBefore === null ? 0 : Math.ceil((notBefore.getTime() - Date.now()) / 1000);
  if (notBefore === null || seconds <= 0) return null;
  return `This task may make no calls before ${notBefore.toISOString()}, in ${sayDuration(seconds, 2)}. Call again then.`;
}

/** Answers an approved call that comes too early, and says so. What was approved stays ready for the same call later. */
export function isEarly({ answer, call }: Passage, task: TaskView): boolean {
  const early = sayNotYet(task);
  if (early !== null) answer.finish(toolText(call, `Approved, not executed yet. ${early}`, true));
  return early !== null;
}
