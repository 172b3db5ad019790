import { enableAgent as enable } from "../../tokens/index";
import type { Handler } from "../handler";
import { readAgentRow } from "./read-agent-rows";

/** Lets a disabled agent come again. */
export const enableAgent: Handler<"enableAgent"> = async ({ id }, person) => {
  await enable(person, id);
  return readAgentRow(id);
};
