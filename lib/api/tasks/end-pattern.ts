import { endPattern as end } from "../../approvals/index";
import { DONE } from "../atoms";
import type { Handler } from "../handler";

/** Ends that calls of a task go by a pattern: the next one like it is asked about. */
export const endPattern: Handler<"endPattern"> = async ({ id, reason }, person) => {
  await end(person, id, reason);
  return DONE;
};
