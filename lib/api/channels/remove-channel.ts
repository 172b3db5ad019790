import { removeChannel as remove } from "../../notify/index";
import { DONE } from "../atoms";
import type { Handler } from "../handler";

/** Removes a channel. */
export const removeChannel: Handler<"removeChannel"> = async ({ id }, { human }) => {
  await remove(human, id);
  return DONE;
};
