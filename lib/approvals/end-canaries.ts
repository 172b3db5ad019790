import { record } from "../audit/index";
import { db, inTransaction, type Tx } from "../db/index";
import type { Moved } from "../tasks/index";

type Ended = { id: string; digest: string; state: string };

/** Ends canaries that nobody answered in time, as soon as the questions that they look like would end. */
export async function endDueCanaries(): Promise<void> {
  // There is hardly ever one: no transaction is opened to find that out.
  const [row] = await db().$queryRaw<{ due: boolean }[]>`
    SELECT EXISTS (SELECT FROM canary WHERE state = 'pending' AND decide_by <= clock_timestamp()) AS due`;
  if (!row?.due) return;
  await inTransaction(async (tx) => {
    const ended = await tx.$queryRaw<Ended[]>`
      UPDATE canary SET decided_at = clock_timestamp(), state = 'expired'
      WHERE state = 'pending' AND decide_by <= clock_timestamp() RETURNING id::text, digest, state`;
    await note(tx, ended);
  });
}

/** Ends canaries of tasks that have moved on, in the same transaction: what they look like counts no more either. */
export async function endCanariesOf(tx: Tx, moved: readonly Moved[]): Promise<void> {
  const ids = moved.map(({ taskId }) => taskId);
  const ended = await tx.$queryRaw<Ended[]>`
    UPDATE canary SET decided_at = clock_timestamp(), state = 'withdrawn'
    WHERE state = 'pending' AND task_id = ANY(${ids}::uuid[]) RETURNING id::text, digest, state`;
  await note(tx, ended);
}

async function note(tx: Tx, ended: readonly Ended[]): Promise<void> {
  const entries = ended.map(({ id, digest, state }) => {
    return { kind: "canary.ended", approvalId: id, digest, facts: { state } } as const;
  });
  await record(tx, ...entries);
}
