import { pauseTask as pause } from "../../tasks/index";
import type { Handler } from "../handler";
import { readTaskRow } from "./read-task-row";

/** Pauses a running task by hand. */
export const pauseTask: Handler<"pauseTask"> = async ({ id, reason, stopNow }, { human }) => {
  await pause(id, { pausedFor: "operator", note: `${human.name} paused it: ${reason}`, humanId: human.id, stopNow });
  return readTaskRow(id);
};
