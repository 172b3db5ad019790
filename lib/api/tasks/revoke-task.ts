import { AppError } from "../../base/index";
import { revokeTasks as revoke } from "../../tasks/index";
import type { Handler } from "../handler";
import { readTaskRow } from "./read-task-row";

/** Revokes one task. */
export const revokeTask: Handler<"revokeTask"> = async ({ id, reason }, { human }) => {
  const revoked = await revoke({ humanId: human.id }, [id], reason);
  const row = await readTaskRow(id);
  if (revoked > 0) return row;
  const { by, at } = row.ended ?? { by: null, at: null };
  const who = by ? ` by ${by.name}` : "";
  throw new AppError("TASK_ENDED", `The task is ${row.state}${who} already.`, {
    state: row.state,
    by: by?.name ?? null,
    at,
  });
};
