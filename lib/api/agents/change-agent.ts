import { changeAgent as change } from "../../tokens/index";
import type { Handler } from "../handler";
import { readAgentRow } from "./read-agent-rows";

/** Changes an agent's name, owner, note or default charter. */
export const changeAgent: Handler<"changeAgent"> = async ({ id, ...amendment }, person) => {
  await change(person, id, amendment);
  return readAgentRow(id);
};
