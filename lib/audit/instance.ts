import { db, inTransaction } from "../db/index";
import { instanceId } from "./entry";
import { record } from "./record";

/** An instance that has not been seen for this long is dead: its open calls become `unknown`. */
export const INSTANCE_DEAD_SECONDS = 30;
const HEARTBEAT_SECONDS = 5;

/**
 * Registers this process and keeps its heartbeat.
 *
 * @param settledSeq Asked at every beat: the number up to which every allow of this instance has its outcome.
 * @param onDeclaredDead Called when others took this process for dead and closed its calls: it must not go on.
 * @returns Ends the heartbeat and records that the instance stopped in good order.
 */
export async function startInstance(
  about: { version: string; host: string },
  settledSeq: () => bigint | null,
  onDeclaredDead: () => void,
): Promise<() => Promise<void>> {
  const id = instanceId();
  await inTransaction(async (tx) => {
    await tx.instance.create({ data: { id, ...about } });
    await record(tx, { kind: "instance.started", facts: about });
  });
  const timer = setInterval(() => {
    // A beat that is missed is seen by the others; what matters is being told that they saw it.
    beat(id, settledSeq()).then(
      (settled) => settled && onDeclaredDead(),
      () => {},
    );
  }, HEARTBEAT_SECONDS * 1000);
  return async () => {
    clearInterval(timer);
    await inTransaction(async (tx) => {
      await tx.$executeRaw`UPDATE instance SET stopped_at = clock_timestamp() WHERE id = ${id}::uuid`;
      await record(tx, { kind: "instance.stopped", facts: {} });
    });
  };
}

/** True when this instance has been declared dead. */
async function beat(id: string, settled: bigint | null): Promise<boolean> {
  const rows = await db().$queryRaw<{ settled: boolean }[]>`
    UPDATE instance SET seen_at = clock_timestamp(), settled_seq = GREATEST(settled_seq, ${settled ?? 0n}) WHERE id = ${id}::uuid RETURNING settled`;
  return rows[0]?.settled ?? false;
}
