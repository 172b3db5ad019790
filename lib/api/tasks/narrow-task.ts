import { narrowTask as narrow } from "../../tasks/index";
import type { Handler } from "../handler";
import { readTaskRow } from "./read-task-row";

/** Takes tools, time or calls away from a task. */
export const narrowTask: Handler<"narrowTask"> = async ({ id, ...narrowing }, { human }) => {
  await narrow(human.id, id, narrowing);
  return readTaskRow(id);
};
