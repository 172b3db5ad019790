import { deleteRule as remove } from "../../policy/index";
import { DONE } from "../atoms";
import type { Handler } from "../handler";

/** Deletes a rule. Its versions stay, and so do the grants that name them. */
export const deleteRule: Handler<"deleteRule"> = async ({ id, expectedVersion }, { human }) => {
  await remove(human, { id, expectedVersion });
  return DONE;
};
