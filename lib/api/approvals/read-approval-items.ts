import { pinnedSchema, sayAs, sayVerb } from "../../approvals/index";
import {
  type Asked,
  type AskedCall,
  approvalKindSchema,
  approvalStateSchema,
  askedSchema,
  type Escalated,
  escalatedSchema,
  holdStateSchema,
  type Voided,
  voidedSchema,
} from "../../approvals/schema";
import type { Json } from "../../base/index";
import { db } from "../../db/index";
import { may, type Person } from "../../identity/schema";
import { classSchema, reasonSchema, signSchema } from "../../policy/schema";
import { declaredArguments, maskValues } from "../../rendering/schema";
import { taskStateSchema } from "../../tasks/schema";
import { readOutcomes } from "../log/call-outcomes";
import { mayBeShown, waitsForAnswer, whyNotMine } from "./may-answer";
import { type Counted, readCounted } from "./read-quorum";
import { readSiblingGroups } from "./read-sibling-groups";
import type { ApprovalItem, CallOutcome } from "./schema";

type Stored = {
  id: string;
  kind: string;
  state: string;
  taskId: string;
  taskState: string;
  epoch: number;
  run: string;
  purpose: string;
  agentId: string;
  agentName: string;
  ownerId: string;
  ownerName: string;
  asked: unknown;
  reasons: unknown;
  class: string;
  digest: string;
  reviewBy: string;
  sign: string;
  decideBy: Date;
  createdAt: Date;
  decidedAt: Date | null;
  decidedById: string | null;
  decidedByName: string | null;
  reason: string | null;
  via: string | null;
  voided: unknown;
  escalated: unknown;
  requesterId: string | null;
  canary: boolean;
  questions: number;
  answered: number;
  toAnswer: boolean;
};
type Row = Omit<Stored, "asked" | "voided" | "escalated"> & { asked: Asked; voided: Voided; escalated: Escalated };
const toRow = (row: Stored): Row => ({
  ...row,
  asked: askedSchema.parse(row.asked),
  voided: voidedSchema.parse(row.voided),
  escalated: escalatedSchema.parse(row.escalated),
});

type Hold = { approvalId: string; state: string; readyUntil: Date | null; reason: string | null };

/** The longest arguments that stand in a list, in bytes; longer ones are on the approval itself. */
const LISTED_BYTES = 4096;

/**
 * Reads approvals as they stand in a list, in the order of the ids; those that are not there are left out.
 *
 * @param bytes The longest arguments that come with them, for those who may see them.
 */
export async function readApprovalItems(
  person: Person,
  ids: readonly string[],
  bytes: number = LISTED_BYTES,
): Promise<ApprovalItem[]> {
  if (ids.length === 0) return [];
  const rows = (await readStored(person, ids)).map(toRow);
  const only = rows.flatMap(({ asked }) => onlyCall(asked) ?? []);
  const single = only.map(({ callId }) => callId);
  const [counted, holds, outcomes, bodies, siblings] = await Promise.all([
    readAllCounted(person, rows),
    readHolds(ids),
    readOutcomes(single),
    may(person, "see_bodies") ? readShort(only, bytes) : new Map<string, Short>(),
    readSiblingGroups(person, rows),
  ]);
  const items = new Map(
    rows.map((row) => [row.id, toItem(person, row, { counted, holds, outcomes, bodies, siblings })]),
  );
  return ids.flatMap((id) => items.get(id) ?? []);
}

/** The votes of those that are pending. */
async function readAllCounted(person: Person, rows: readonly Row[]): Promise<Map<string, Counted>> {
  const pending = rows.filter(({ state }) => state === "pending");
  const counted = await Promise.all(pending.map(async (row) => [row.id, await readCounted(person, row)] as const));
  return new Map(counted);
}

const onlyCall = ({ calls }: Asked) => (calls.length === 1 ? calls[0] : undefined);

async function readStored(person: Person, ids: readonly string[]): Promise<Stored[]> {
  return db().$queryRaw<Stored[]>`
    SELECT a.id::text, a.kind, a.state, a.task_id::text AS "taskId", t.state AS "taskState", a.epoch, t.run, c.purpose,
      ag.id::text AS "agentId", ag.name AS "agentName", o.id::text AS "ownerId", o.name AS "ownerName", a.asked, a.reasons,
      a.class, a.digest, a.review_by AS "reviewBy", a.sign, a.decide_by AS "decideBy", a.created_at AS "createdAt",
      a.decided_at AS "decidedAt", a.decided_by::text AS "decidedById", a.voided, a.escalated, a.requester_id::text AS "requesterId", a.canary, d.name AS "decidedByName", a.reason,
      (SELECT via FROM review r WHERE r.approval_id = a.id ORDER BY r.created_at DESC LIMIT 1) AS via, q.questions, q.answered,
      a.state = 'pending' AND ${waitsForAnswer(person)} AS "toAnswer"
    FROM shown_approval a JOIN task t ON t.id = a.task_id JOIN charter c ON c.id = t.charter_id JOIN agent ag ON ag.id = a.agent_id
      JOIN human o ON o.id = ag.owner_id LEFT JOIN human d ON d.id = a.decided_by
      CROSS JOIN LATERAL (SELECT count(*)::int AS questions, count(n.answer)::int AS answered FROM question n WHERE n.approval_id = a.id) AS q
    WHERE a.id = ANY(${ids}::uuid[]) AND ${mayBeShown(person)}`;
}

async function readHolds(ids: readonly string[]): Promise<Map<string, Hold>> {
  const rows = await db().$queryRaw<Hold[]>`
    SELECT approval_id::text AS "approvalId", state, ready_until AS "readyUntil", reason FROM hold
    WHERE approval_id = ANY(${ids}::uuid[])
    UNION ALL SELECT id::text, 'waiting', NULL, NULL FROM canary WHERE id = ANY(${ids}::uuid[]) AND state = 'pending'`;
  return new Map(rows.map((row) => [row.approvalId, row]));
}

/** Arguments without their secrets, and what of them the tool's definition declares. */
type Short = { value: Json; declared: unknown };

async function readShort(calls: readonly AskedCall[], bytes: number): Promise<Map<string, Short>> {
  if (calls.length === 0) return new Map();
  const named = new Map(calls.map((call) => [call.edited?.id ?? call.callId, call]));
  const rows = await db().$queryRaw<{ id: string; content: string }[]>`
    SELECT call_id::text AS id, content FROM body
    WHERE call_id = ANY(${[...named.keys()]}::uuid[]) AND kind = 'arguments' AND content IS NOT NULL AND octet_length(content) <= ${bytes}::int`;
  const read = rows.flatMap(({ id, content }) => {
    const call = named.get(id);
    return call ? [readOne(call, content)] : [];
  });
  return new Map(await Promise.all(read));
}

async function readOne(call: AskedCall, content: string): Promise<[callId: string, Short]> {
  const { value } = maskValues(JSON.parse(content) as Json, call.mask); // canonical JSON that we stored
  return [call.callId, { value, declared: declaredArguments(value, await pinnedSchema(call)) }];
}

type Beside = {
  counted: Map<string, Counted>;
  holds: Map<string, Hold>;
  outcomes: Map<string, CallOutcome>;
  bodies: Map<string, Short>;
  siblings: Map<string, NonNullable<ApprovalItem["siblings"]>>;
};

function toItem(person: Person, row: Row, { counted, holds, outcomes, bodies, siblings }: Beside): ApprovalItem {
  const kind = approvalKindSchema.parse(row.kind);
  const call = onlyCall(row.asked);
  const hold = call && holds.get(row.id);
  const body = call && bodies.get(call.callId);
  const votes = counted.get(row.id) ?? null;
  const notMine = whyNotMine(person, row, votes);
  const saying = {
    kind,
    asked: row.asked,
    purpose: row.purpose,
    agent: row.agentName,
    owner: row.ownerName,
    arguments: body?.declared,
  };
  return {
    id: row.id,
    kind,
    state: approvalStateSchema.parse(row.state),
    task: {
      id: row.taskId,
      state: taskStateSchema.parse(row.taskState),
      epoch: row.epoch,
      run: row.run,
      purpose: row.purpose,
    },
    agent: { id: row.agentId, name: row.agentName, owner: { id: row.ownerId, name: row.ownerName } },
    ...(call && { server: call.server, tool: call.tool }),
    ...(body && { arguments: body.value }),
    calls: row.asked.calls.length,
    verb: sayVerb(saying),
    as: sayAs(saying),
    class: classSchema.parse(row.class),
    digest: row.digest,
    reasons: reasonSchema.array().parse(row.reasons),
    reviewBy: row.reviewBy === "any" ? "any" : "page",
    sign: signSchema.parse(row.sign),
    decideBy: row.decideBy.toISOString(),
    createdAt: row.createdAt.toISOString(),
    siblings: siblings.get(row.id) ?? null,
    votes: votes && { have: votes.count.have, need: votes.count.need },
    questions: { open: row.questions - row.answered, answered: row.answered },
    mine: notMine === null,
    toAnswer: row.toAnswer,
    notMine,
    decided: decidedOf(row),
    hold: hold
      ? {
          state: holdStateSchema.parse(hold.state),
          readyUntil: hold.readyUntil?.toISOString() ?? null,
          reason: hold.reason,
        }
      : null,
    outcome: (call && outcomes.get(call.callId)) ?? null,
    wasCanary: row.canary && row.state !== "pending",
  };
}

function decidedOf(row: Stored): ApprovalItem["decided"] {
  if (!row.decidedAt) return null;
  return {
    at: row.decidedAt.toISOString(),
    by: row.decidedById && row.decidedByName ? { id: row.decidedById, name: row.decidedByName } : null,
    reason: row.reason ?? "",
    via: row.via === "page" || row.via === "token" ? row.via : null,
  };
}
