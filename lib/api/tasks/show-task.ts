import { AppError } from "../../base/index";
import { db } from "../../db/index";
import { findTask, nextTaskState, type TaskEvent, type TaskView } from "../../tasks/index";
import { readApprovalItems } from "../approvals/read-approval-items";
import { databaseNow } from "../database-now";
import type { Handler } from "../handler";
import { readContext } from "./read-context";
import { readGrant } from "./read-grant";
import { readHolds } from "./read-holds";
import { readInFlight } from "./read-in-flight";
import { readLife, readMarks } from "./read-life";
import { readPatterns } from "./read-patterns";
import { readTaskRow } from "./read-task-row";
import type { TaskDetail } from "./schema";

/** Shows one task. */
export const showTask: Handler<"task"> = async ({ id }, person) => {
  const task = await findTask(id);
  if (!task) throw new AppError("NOT_FOUND", "There is no such task.");
  const [row, grant, approvals, holds, patterns, inFlight, life, marks, context, now] = await Promise.all([
    readTaskRow(id),
    readGrant(task),
    readPending(id).then((ids) => readApprovalItems(person, ids)),
    readHolds(id),
    readPatterns(id),
    readInFlight([id]),
    readLife(id),
    readMarks(id),
    readContext(task),
    databaseNow(),
  ]);
  return {
    ...row,
    charter: task.charter,
    grant,
    approvals,
    holds,
    patterns,
    inFlight: inFlight.length,
    life,
    marks,
    context,
    quiet: quietOf(task, now),
    coolUntil: task.coolUntil?.toISOString() ?? null,
    previousId: task.previousId,
    acts: ACTS.filter((act) => can(task, act)),
    now: now.toISOString(),
  };
};

const ACTS = ["pause", "narrow", "revoke"] as const satisfies readonly TaskEvent[];

function can(task: TaskView, act: (typeof ACTS)[number]): boolean {
  if (act === "narrow" && !task.grant) return false;
  try {
    nextTaskState(task.state, act);
    return true;
  } catch {
    return false; // the table of the task's life has no such move
  }
}

function quietOf({ state, askAfter, askNote }: TaskView, now: Date): TaskDetail["quiet"] {
  if (state !== "paused" || !askAfter || askAfter <= now) return null;
  return { until: askAfter.toISOString(), note: askNote };
}

async function readPending(taskId: string): Promise<string[]> {
  const rows = await db().approval.findMany({
    where: { taskId, state: "pending" },
    orderBy: [{ decideBy: "asc" }, { id: "asc" }],
    take: 50,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}
