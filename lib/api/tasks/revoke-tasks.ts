import { revokeTasks as revoke } from "../../tasks/index";
import type { Handler } from "../handler";

/** Revokes a selection of tasks in one transaction. Those that have ended stay as they are. */
export const revokeTasks: Handler<"revokeTasks"> = async ({ tasks, reason }, { human }) => {
  const ids = [...new Set(tasks)];
  const revoked = await revoke({ humanId: human.id }, ids, reason);
  return { revoked, ended: ids.length - revoked };
};
