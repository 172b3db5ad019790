import { db } from "../db/index";

/** How many questions a task has raised within the last minute: calls that are held, each once. */
export async function countAsks(taskId: string): Promise<number> {
  const [row] = await db().$queryRaw<{ asks: number }[]>`
    SELECT count(*)::int AS asks FROM hold
    WHERE task_id = ${taskId}::uuid AND created_at > clock_timestamp() - interval '1 minute'`;
  return row?.asks ?? 0;
}
