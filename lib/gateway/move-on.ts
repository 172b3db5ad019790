import { pauseTask, runClocks } from "../tasks/index";
import { ifMoved } from "./if-moved";
import { readSubject } from "./subject";

/** Does what the commit found to be due: the end of the task's calls or of one of its clocks. */
export async function moveOn(taskId: string): Promise<void> {
  const task = (await readSubject(taskId))?.task;
  if (task?.state === "running" && task.callsLeft === 0)
    await pauseTask(taskId, {
      pausedFor: "limit_reached",
      note: `Its ${task.grant?.calls ?? 0} calls are used up.`,
    }).catch(ifMoved);
  else await runClocks(taskId);
}
