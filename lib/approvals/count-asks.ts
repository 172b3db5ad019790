import type { Tx } from "../db/index";

/**
 * How many questions a task has raised within the last minute: calls that are held, each once.
 *
 * @param tx Holds the lock of the task: of calls that come together, each must see those before it.
 */
export async function countAsks(tx: Tx, taskId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ asks: number }[]>`
    SELECT count(*)::int AS asks FROM hold
    WHERE task_id = ${taskId}::uuid AND created_at > clock_timestamp() - interval '1 minute'`;
  return row?.asks ?? 0;
}
