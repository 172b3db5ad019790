import type { QueryName } from "@/lib/api/schema";

/** The answers that an act on a task makes old. */
export const TASK_ANSWERS = [
  "task",
  "taskTimeline",
  "listTasks",
  "listApprovals",
  "approval",
  "me",
] as const satisfies readonly QueryName[];
