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
 * @returns Ends the heartbeat and records that the instance stopped in good order.
 */
export async function startInstance(
  about: { version: string; host: string },
  settledSeq: () => bigint | null,
): Promise<() => Promise<void>> {
  const id = instanceId();
  await inTransaction(async (tx) => {
    await tx.instance.create({ data: { id, ...about } });
    await record(tx, { kind: "instance.started", facts: about });
  });
  const timer = setInterval(() => beat(id, settledSeq()).catch(() => {}), HEARTBEAT_SECONDS * 1000); // a missed beat is seen by the others
  return async () => {
    clearInterval(timer);
    await inTransaction(async (tx) => {
      await tx.$executeRaw`UPDATE instance SET stopped_at = clock_timestamp() WHERE id = ${id}::uuid`;
      await record(tx, { kind: "instance.stopped", facts: {} });
    });
  };
}

async function beat(id: string, settled: bigint | null): Promise<void> {
  await db()
    .$executeRaw`UPDATE instance SET seen_at = clock_timestamp(), settled_seq = GREATEST(settled_seq, ${settled ?? 0n}) WHERE id = ${id}::uuid`;
}
