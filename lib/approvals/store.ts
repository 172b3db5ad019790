import type { Approval, Hold } from "../../generated/prisma/client";
import { db, type Tx } from "../db/index";
import {
  type ActionClass,
  classSchema,
  type Reason,
  reasonSchema,
  type Sign,
  signSchema,
  type Tell,
  tellSchema,
} from "../policy/schema";
import {
  type ApprovalKind,
  type ApprovalState,
  type Asked,
  approvalKindSchema,
  approvalStateSchema,
  askedSchema,
  type Escalated,
  escalatedSchema,
  type HoldState,
  holdStateSchema,
  type Voided,
  voidedSchema,
} from "./schema";

export type ApprovalRow = Omit<
  Approval,
  "kind" | "state" | "asked" | "reasons" | "sign" | "tell" | "voided" | "escalated"
> & {
  kind: ApprovalKind;
  state: ApprovalState;
  asked: Asked;
  reasons: Reason[];
  /** How an answer that gives something must be signed; frozen when it was asked, only ever stricter since. */
  sign: Sign;
  tell: Tell;
  voided: Voided;
  escalated: Escalated;
};
export type HoldRow = Omit<Hold, "state" | "class"> & { state: HoldState; class: ActionClass };

export function toApproval(row: Approval): ApprovalRow {
  return {
    ...row,
    kind: approvalKindSchema.parse(row.kind),
    state: approvalStateSchema.parse(row.state),
    asked: askedSchema.parse(row.asked),
    reasons: reasonSchema.array().parse(row.reasons),
    sign: signSchema.parse(row.sign),
    tell: tellSchema.parse(row.tell),
    voided: voidedSchema.parse(row.voided),
    escalated: escalatedSchema.parse(row.escalated),
  };
}

export function toHold(row: Hold): HoldRow {
  return { ...row, class: classSchema.parse(row.class), state: holdStateSchema.parse(row.state) };
}

/** Reads an approval without locking it; null when there is none. */
export async function findApproval(id: string, tx?: Tx): Promise<ApprovalRow | null> {
  const row = await (tx ?? db()).approval.findUnique({ where: { id } });
  return row && toApproval(row);
}

/** Locks approvals of tasks in id order. The tasks' own rows must be locked already: tasks come first. */
export async function lockApprovals(tx: Tx, ...taskIds: readonly string[]): Promise<ApprovalRow[]> {
  const locked = await tx.$queryRaw<Id[]>`
    SELECT id::text FROM approval WHERE task_id = ANY(${taskIds}::uuid[]) AND state = 'pending' ORDER BY id FOR UPDATE`;
  return inParts(locked, async (ids) => {
    const rows = await tx.approval.findMany({ where: { id: { in: ids }, state: "pending" }, orderBy: { id: "asc" } });
    return rows.map(toApproval);
  });
}

/** Locks the holds of tasks that are waiting or ready, in id order, after their approvals. */
export async function lockHolds(tx: Tx, ...taskIds: readonly string[]): Promise<HoldRow[]> {
  const locked = await tx.$queryRaw<Id[]>`
    SELECT id::text FROM hold WHERE task_id = ANY(${taskIds}::uuid[]) AND state IN ('waiting', 'ready') ORDER BY id FOR UPDATE`;
  return inParts(locked, async (ids) => {
    const where = { id: { in: ids }, state: { in: ["waiting", "ready"] } };
    return (await tx.hold.findMany({ where, orderBy: { id: "asc" } })).map(toHold);
  });
}

type Id = { id: string };
/** So many are read at once: a statement takes no more than 32 767 parameters. */
const READ = 5_000;

async function inParts<Row>(locked: readonly Id[], read: (ids: string[]) => Promise<Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for (let at = 0; at < locked.length; at += READ)
    rows.push(...(await read(locked.slice(at, at + READ).map(({ id }) => id))));
  return rows;
}

/** The hold of this key that is waiting or ready; null when there is none. */
export async function findLiveHold(key: string, tx?: Tx): Promise<HoldRow | null> {
  const row = await (tx ?? db()).hold.findFirst({ where: { key, state: { in: ["waiting", "ready"] } } });
  return row && toHold(row);
}

/** Reads a hold; null when there is none. */
export async function findHold(id: string): Promise<HoldRow | null> {
  const row = await db().hold.findUnique({ where: { id } });
  return row && toHold(row);
}
