import { sayAs, sayVerb } from "../approvals/index";
import {
  type ApprovalKind,
  type ApprovalState,
  type Asked,
  approvalKindSchema,
  approvalStateSchema,
  askedSchema,
  type SentencePart,
} from "../approvals/schema";
import { db, type Tx } from "../db/index";
import { type ActionClass, classSchema, reasonSchema, type Tell, tellSchema } from "../policy/schema";

import type { MessageEvent } from "./schema";

/** An approval as messages speak of it. No arguments, no results: whoever may read those reads them on the page. */
export type Occasion = {
  approvalId: string;
  kind: ApprovalKind;
  state: ApprovalState;
  taskId: string;
  agent: { id: string; name: string };
  /** Who answered for the agent when it was asked. */
  requesterId: string | null;
  owner: { id: string; name: string };
  verb: SentencePart[];
  as: SentencePart[];
  class: ActionClass;
  /** Why it is asked, in one sentence. */
  why: string;
  digest: string;
  tell: Tell;
  decideBy: Date;
  createdAt: Date;
  decidedAt: Date | null;
  decidedBy: { id: string; name: string } | null;
  /** The database's time when this was read. */
  now: Date;
};

/** Whether a message about this event asks for a decision. */
export const asksSomebody = (event: MessageEvent): boolean => event === "pending" || event === "escalated";

/** Whether a message about this event is of no use once the approval is decided. */
export const isForDeciding = (event: MessageEvent): boolean =>
  asksSomebody(event) || event === "asked" || event === "answered";

/** Whether it can still be answered. */
export const isOpen = ({ state, decideBy, now }: Pick<Occasion, "state" | "decideBy" | "now">): boolean =>
  state === "pending" && decideBy > now;

type Row = {
  kind: string;
  state: string;
  taskId: string;
  purpose: string;
  agentId: string;
  agentName: string;
  requesterId: string | null;
  ownerId: string;
  ownerName: string;
  asked: unknown;
  reasons: unknown;
  class: string;
  digest: string;
  tell: unknown;
  decideBy: Date;
  createdAt: Date;
  decidedAt: Date | null;
  decidedById: string | null;
  decidedByName: string | null;
  now: Date;
};

/** Reads what there is to say about an approval; null when there is none. */
export async function readOccasion(approvalId: string, tx: Tx = db()): Promise<Occasion | null> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT a.kind, a.state, a.task_id::text AS "taskId", c.purpose, ag.id::text AS "agentId", ag.name AS "agentName", a.requester_id::text AS "requesterId",
      o.id::text AS "ownerId", o.name AS "ownerName", a.asked, a.reasons, a.class, a.digest, a.tell,
      a.decide_by AS "decideBy", a.created_at AS "createdAt", a.decided_at AS "decidedAt",
      d.id::text AS "decidedById", d.name AS "decidedByName", clock_timestamp() AS now
    FROM approval a JOIN task t ON t.id = a.task_id JOIN charter c ON c.id = t.charter_id
      JOIN agent ag ON ag.id = a.agent_id JOIN human o ON o.id = ag.owner_id LEFT JOIN human d ON d.id = a.decided_by
    WHERE a.id = ${approvalId}::uuid`;
  return row ? toOccasion(approvalId, row) : null;
}

function toOccasion(approvalId: string, row: Row): Occasion {
  const kind = approvalKindSchema.parse(row.kind);
  const asked: Asked = askedSchema.parse(row.asked);
  const saying = { kind, asked, purpose: row.purpose, agent: row.agentName, owner: row.ownerName };
  const { taskId, requesterId, digest, decideBy, createdAt, decidedAt, now } = row;
  return {
    approvalId,
    kind,
    state: approvalStateSchema.parse(row.state),
    taskId,
    requesterId,
    agent: { id: row.agentId, name: row.agentName },
    owner: { id: row.ownerId, name: row.ownerName },
    verb: sayVerb(saying),
    as: sayAs(saying),
    class: classSchema.parse(row.class),
    why: reasonSchema.array().parse(row.reasons)[0]?.sentence ?? "",
    digest,
    tell: tellSchema.parse(row.tell),
    decideBy,
    createdAt,
    decidedAt,
    decidedBy: row.decidedById && row.decidedByName ? { id: row.decidedById, name: row.decidedByName } : null,
    now,
  };
}
