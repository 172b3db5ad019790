import { AppError } from "../../base/index";
import { readTaskRows } from "./read-task-rows";
import type { TaskRow } from "./schema";

/** Reads one task as a row of a list. @throws NOT_FOUND. */
export async function readTaskRow(id: string): Promise<TaskRow> {
  const [row] = await readTaskRows([id]);
  if (!row) throw new AppError("NOT_FOUND", "There is no such task.");
  return row;
}
