import { db } from "../../db/index";
import { clocksSchema, scopeSchema } from "../../policy/schema";
import { isFinal } from "../../tasks/index";
import { pauseSchema, taskStateSchema } from "../../tasks/schema";
import type { TaskRow } from "./schema";

type Stored = {
  id: string;
  state: string;
  epoch: number;
  run: string;
  purpose: string;
  pausedFor: string | null;
  pausedAt: Date | null;
  pauseNote: string | null;
  agentId: string;
  agentName: string;
  ownerId: string;
  ownerName: string;
  asked: unknown;
  held: unknown;
  clocks: unknown;
  callsMax: number | null;
  callsLeft: number | null;
  allowed: number;
  heldCalls: number;
  denied: number;
  notBefore: Date | null;
  idleAt: Date | null;
  leaseAt: Date | null;
  endAt: Date | null;
  requestedAt: Date;
  lastAt: Date | null;
  endedAt: Date | null;
  endedById: string | null;
  endedByName: string | null;
  endReason: string | null;
};
type Waiting = { taskId: string; id: string; decideBy: Date; count: number };

/** Reads tasks as rows of a list, in the order of the ids; those that are not there are left out. */
export async function readTaskRows(ids: readonly string[]): Promise<TaskRow[]> {
  if (ids.length === 0) return [];
  const [rows, waiting] = await Promise.all([readStored(ids), readWaiting(ids)]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const waitingOf = new Map(waiting.map((row) => [row.taskId, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row ? [toTaskRow(row, waitingOf.get(id))] : [];
  });
}

async function readStored(ids: readonly string[]): Promise<Stored[]> {
  return db().$queryRaw<Stored[]>`
    SELECT t.id::text, t.state, t.epoch, t.run, c.purpose, t.paused_for AS "pausedFor", t.paused_at AS "pausedAt",
      t.pause_note AS "pauseNote", a.id::text AS "agentId", a.name AS "agentName", o.id::text AS "ownerId", o.name AS "ownerName",
      c.body->'scope' AS asked, g.scope AS held, g.clocks, g.calls AS "callsMax", t.calls_left AS "callsLeft",
      t.calls_allowed AS allowed, t.calls_held AS "heldCalls", t.calls_denied AS denied, t.not_before AS "notBefore",
      t.idle_at AS "idleAt", t.lease_at AS "leaseAt", t.end_at AS "endAt", t.requested_at AS "requestedAt", t.last_at AS "lastAt",
      t.ended_at AS "endedAt", t.ended_by::text AS "endedById", e.name AS "endedByName", t.end_reason AS "endReason"
    FROM task t JOIN charter c ON c.id = t.charter_id JOIN agent a ON a.id = t.agent_id JOIN human o ON o.id = a.owner_id
      LEFT JOIN "grant" g ON g.id = t.grant_id LEFT JOIN human e ON e.id = t.ended_by
    WHERE t.id = ANY(${ids}::uuid[])`;
}

/** The most urgent approval of each task that waits, and how many there are. */
async function readWaiting(ids: readonly string[]): Promise<Waiting[]> {
  return db().$queryRaw<Waiting[]>`
    SELECT DISTINCT ON (task_id) task_id::text AS "taskId", id::text, decide_by AS "decideBy",
      (count(*) OVER (PARTITION BY task_id))::int AS count
    FROM approval WHERE task_id = ANY(${ids}::uuid[]) AND state = 'pending' ORDER BY task_id, decide_by, id`;
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

function toTaskRow(row: Stored, waiting: Waiting | undefined): TaskRow {
  const state = taskStateSchema.parse(row.state);
  return {
    id: row.id,
    state,
    ...(row.pausedFor !== null && state === "paused" && { pausedFor: pauseSchema.parse(row.pausedFor) }),
    pausedAt: iso(row.pausedAt),
    pauseNote: row.pauseNote,
    agent: { id: row.agentId, name: row.agentName, owner: { id: row.ownerId, name: row.ownerName } },
    purpose: row.purpose,
    run: row.run,
    scope: scopeSchema.parse(row.held ?? row.asked),
    epoch: row.epoch,
    clocks: clocksOf(row, { ended: isFinal(state), decideBy: waiting?.decideBy ?? null }),
    calls: {
      allowed: row.allowed,
      held: row.heldCalls,
      denied: row.denied,
      left: row.callsLeft,
      max: row.callsMax,
    },
    waiting: { count: waiting?.count ?? 0, approvalId: waiting?.id ?? null },
    requestedAt: row.requestedAt.toISOString(),
    lastAt: iso(row.lastAt),
    ended: row.endedAt && {
      at: row.endedAt.toISOString(),
      by: row.endedById && row.endedByName ? { id: row.endedById, name: row.endedByName } : null,
      reason: row.endReason,
    },
  };
}

function clocksOf(row: Stored, { ended, decideBy }: { ended: boolean; decideBy: Date | null }): TaskRow["clocks"] {
  const clocks = row.clocks === null ? null : clocksSchema.parse(row.clocks);
  const runs = (at: Date | null) => (ended ? null : iso(at));
  return {
    decideBy: iso(decideBy),
    notBefore: runs(row.notBefore),
    idleAt: runs(row.idleAt),
    leaseAt: runs(row.leaseAt),
    endAt: runs(row.endAt),
    idleSeconds: clocks?.idleSeconds ?? null,
    leaseSeconds: clocks?.leaseSeconds ?? null,
    endSeconds: clocks?.endSeconds ?? null,
    stallSeconds: clocks?.stallSeconds ?? null,
  };
}
