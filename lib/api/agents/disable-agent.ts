import { db } from "../../db/index";
import { tasksOfAgent } from "../../tasks/index";
import { disableAgent as disable } from "../../tokens/index";
import type { Handler } from "../handler";
import { previewStop } from "../tasks/preview-stop";
import { readAgentRow } from "./read-agent-rows";

/** Disables an agent and revokes its tasks. */
export const disableAgent: Handler<"disableAgent"> = async ({ id, reason }, person) => {
  await disable(person, id, reason);
  return readAgentRow(id);
};

/** Tells what that would stop. */
export const previewDisabling: Handler<"previewDisabling"> = async ({ id }) => {
  await readAgentRow(id);
  return previewStop(await tasksOfAgent(db(), id));
};
