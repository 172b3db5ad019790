import { record } from "../audit/index";
import { AppError, newId } from "../base/index";
import { inTransaction, isDuplicate, type Tx } from "../db/index";
import { holdActiveAgent } from "../identity/index";
import { passLockGate } from "./lock-gate";
import { saveCharter } from "./save-charter";
import type { CharterBody } from "./schema";
import { findTask, type TaskView } from "./store";

export type Opening = {
  agentId: string;
  /** The charter as asked for, or null for the agent's default. */
  charter: CharterBody | null;
  run: string;
  /** Who asks, as the workload proved itself. */
  workload: string;
  /** How long a task that never calls stays open, in seconds. */
  requestedSeconds: number;
};

/**
 * Finds the open task of this agent, charter and run, or opens it as `requested`. Opening grants nothing.
 *
 * @throws AGENT_DISABLED; NOT_FOUND when the agent sends no charter and has no default one.
 * @throws COOLING_DOWN when the last task of this charter was revoked or denied a short while ago; the message says why.
 */
export async function openTask(opening: Opening): Promise<TaskView> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const id = await inTransaction((tx) => findOrOpen(tx, opening));
      const task = await findTask(id);
      if (task) return task;
      throw new AppError("NOT_FOUND", "The task is gone.");
    } catch (error) {
      // Two first tokens at the same moment: the unique index lets one open it, the other finds it.
      if (!isDuplicate(error) || attempt >= 3) throw error;
    }
  }
}

async function findOrOpen(tx: Tx, opening: Opening): Promise<string> {
  await passLockGate(tx);
  // Until the end of this transaction: an agent that is disabled at this moment must not keep a task of it.
  await holdActiveAgent(tx, opening.agentId);
  const charter = opening.charter
    ? await saveCharter(tx, opening.agentId, opening.charter)
    : await defaultCharter(tx, opening.agentId);
  const key = { agentId: opening.agentId, charterId: charter.id, run: opening.run };
  const open = await tx.task.findFirst({
    where: { ...key, state: { in: ["requested", "running", "paused"] } },
    select: { id: true },
  });
  if (open) return open.id;
  // Whatever its run was called: a new name for the run does not undo how the last one ended.
  const last = await tx.task.findFirst({
    where: { agentId: opening.agentId, charterId: charter.id, endedAt: { not: null }, endReason: { not: null } },
    orderBy: [{ endedAt: "desc" }, { id: "desc" }],
  });
  await refuseWhileCooling(tx, last);
  const id = newId();
  await tx.$executeRaw`
    INSERT INTO task (id, agent_id, charter_id, run, state, requested_until, always_asks, previous_id)
    VALUES (${id}::uuid, ${opening.agentId}::uuid, ${charter.id}::uuid, ${opening.run}, 'requested',
      clock_timestamp() + make_interval(secs => ${opening.requestedSeconds}::int), ${ENDED_BADLY.has(last?.state ?? "")}, ${last?.id ?? null}::uuid)`;
  await record(tx, {
    kind: "task.requested",
    taskId: id,
    agentId: opening.agentId,
    epoch: 1,
    facts: {
      purpose: charter.purpose,
      run: opening.run,
      charter: charter.digest,
      workload: opening.workload,
      previous: last?.id ?? null,
    },
  });
  return id;
}

/** After these ends a person is asked, whatever a rule says. (A task that never called expires without a reason and does not count.) */
const ENDED_BADLY = new Set(["revoked", "denied", "expired"]);

async function refuseWhileCooling(
  tx: Tx,
  last: { id: string; state: string; coolUntil: Date | null; endReason: string | null } | null,
): Promise<void> {
  if (!last?.coolUntil) return;
  const [clock] = await tx.$queryRaw<
    { seconds: number }[]
  >`SELECT EXTRACT(EPOCH FROM ${last.coolUntil}::timestamptz - clock_timestamp())::float8 AS seconds`;
  const seconds = Math.ceil(clock?.seconds ?? 0);
  if (seconds <= 0) return;
  const why = last.endReason ? `: ${last.endReason}` : "";
  throw new AppError(
    "COOLING_DOWN",
    `The last task of this charter was ${last.state}${why}. It can be asked for again in ${seconds} s.`,
    {
      retryAfterSeconds: seconds,
    },
  );
}

async function defaultCharter(tx: Tx, agentId: string): Promise<{ id: string; digest: string; purpose: string }> {
  const row = await tx.defaultCharter.findUnique({ where: { agentId } });
  const charter = row && (await tx.charter.findUnique({ where: { id: row.charterId } }));
  if (!charter)
    throw new AppError(
      "NOT_FOUND",
      "This agent has no default charter and sent none: say in authorization_details what the task is for.",
    );
  return charter;
}
