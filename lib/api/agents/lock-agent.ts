import { liftAgentLock as lift, lockAgent as lock } from "../../tasks/index";
import type { Handler } from "../handler";
import { readAgentRow } from "./read-agent-rows";

/** Locks an agent. */
export const lockAgent: Handler<"lockAgent"> = async ({ id, reason }, person) => {
  await lock(id, { person, reason });
  return readAgentRow(id);
};

/** Lifts an agent's lock. */
export const liftAgentLock: Handler<"liftAgentLock"> = async ({ id, reason }, person) => {
  await lift(person, id, reason);
  return readAgentRow(id);
};
