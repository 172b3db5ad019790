import { liftToolLock as lift, lockTool as lock } from "../../tasks/index";
import type { Handler } from "../handler";
import { readServerDetail } from "./show-server";

/** Locks a tool. */
export const lockTool: Handler<"lockTool"> = async ({ id, tool, reason }, person) => {
  await lock({ serverId: id, tool }, { person, reason });
  return readServerDetail(id);
};

/** Lifts a tool's lock. */
export const liftToolLock: Handler<"liftToolLock"> = async ({ id, tool, reason }, person) => {
  await lift(person, { serverId: id, tool }, reason);
  return readServerDetail(id);
};
