import { db, inTransaction } from "../db/index";
import { INSTANCE_DEAD_SECONDS } from "./instance";
import { record } from "./record";

type Open = {
  callId: string;
  taskId: string | null;
  agentId: string | null;
  serverId: string | null;
  tool: string | null;
  epoch: number | null;
};

/**
 * Records `call.unknown` for every allow without an outcome that a dead instance left behind: it may have run or not,
 * and is never sent again. The allows of a living instance are its own. One instance at a time does it, under a lease.
 *
 * @returns How many calls were closed.
 */
export async function settleUnknown(): Promise<number> {
  const dead = await db().$queryRaw<{ id: string; settledSeq: bigint }[]>`
    SELECT id, settled_seq AS "settledSeq" FROM instance
    WHERE NOT settled AND (stopped_at IS NOT NULL OR seen_at < clock_timestamp() - make_interval(secs => ${INSTANCE_DEAD_SECONDS}::int))`;
  let closed = 0;
  for (const instance of dead) closed += await settleInstance(instance.id, instance.settledSeq);
  return closed;
}

async function settleInstance(id: string, settledSeq: bigint): Promise<number> {
  return inTransaction(async (tx) => {
    const open = await tx.$queryRaw<Open[]>`
      SELECT a.call_id AS "callId", a.task_id AS "taskId", a.agent_id AS "agentId", a.server_id AS "serverId", a.tool, a.epoch
      FROM entry a WHERE a.instance_id = ${id}::uuid AND a.kind = 'call.allowed' AND a.seq > ${settledSeq}
        AND NOT EXISTS (SELECT FROM entry o WHERE o.call_id = a.call_id AND o.kind IN
          ('call.succeeded', 'call.failed', 'call.timed_out', 'call.aborted', 'call.not_sent', 'call.unknown'))`;
    const reason = "The instance that sent this call ended before its outcome was known; it may have run.";
    await record(
      tx,
      ...open.map((call) => ({
        kind: "call.unknown" as const,
        callId: call.callId,
        taskId: call.taskId ?? undefined,
        agentId: call.agentId ?? undefined,
        serverId: call.serverId ?? undefined,
        tool: call.tool ?? undefined,
        epoch: call.epoch ?? undefined,
        facts: { reason },
      })),
    );
    await tx.$executeRaw`UPDATE instance SET settled = true WHERE id = ${id}::uuid`;
    return open.length;
  });
}
