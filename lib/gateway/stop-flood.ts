import { because, type Reason, type Term } from "../policy/schema";
import { pauseTask } from "../tasks/index";
import { ifMoved } from "./if-moved";
import type { Subject } from "./subject";

/**
 * Stops a task that asks more often than people should be asked: a running one pauses, and while it is paused more
 * questions are denied.
 *
 * @returns "again" when the task was paused and is to be looked at anew; the reason of a denial.
 */
export async function stopFlood(
  { task }: Subject,
  asks: number,
  { asksPerMinute, rule }: Term,
): Promise<"again" | Reason> {
  const note = `It asked ${asks} times within a minute; rule ${rule.name} allows ${asksPerMinute}.`;
  if (task.state !== "running") return because("too_many_asks", `${note} Ask again in a minute.`);
  await pauseTask(task.id, { pausedFor: "limit_reached", note }).catch(ifMoved);
  return "again";
}
