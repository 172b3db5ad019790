import { z } from "zod";
import type { Canary } from "../../generated/prisma/client";
import { db, type Tx } from "../db/index";
import { reasonSchema, ruleRefSchema } from "../policy/schema";
import { askedSchema } from "./schema";
import { type ApprovalRow, findApproval } from "./store";

/** What the card of a held call says of it beside what is asked: the same as its entry would. */
export const heldFactsSchema = z.object({
  reasons: z.array(reasonSchema),
  rule: ruleRefSchema.nullable(),
  workload: z.string(),
  client: z.string().optional(),
});

export const CANARY_STATES = ["pending", "caught", "missed", "expired", "withdrawn"] as const;
const canaryStateSchema = z.enum(CANARY_STATES);
export type CanaryState = z.infer<typeof canaryStateSchema>;

export type CanaryRow = Omit<Canary, "state" | "asked" | "reasons" | "held"> & {
  state: CanaryState;
  asked: z.infer<typeof askedSchema>;
  reasons: z.infer<typeof reasonSchema>[];
  held: z.infer<typeof heldFactsSchema>;
};

const toCanary = (row: Canary): CanaryRow => ({
  ...row,
  state: canaryStateSchema.parse(row.state),
  asked: askedSchema.parse(row.asked),
  reasons: reasonSchema.array().parse(row.reasons),
  held: heldFactsSchema.parse(row.held),
});

/** Reads a canary without locking it; null when there is none of this id. */
export async function findCanary(id: string, tx: Tx = db()): Promise<CanaryRow | null> {
  const row = await tx.canary.findUnique({ where: { id } });
  return row && toCanary(row);
}

/** Reads what is shown under an id, an approval or a canary; only for showing. Null when there is neither. */
export async function findShown(id: string): Promise<ApprovalRow | null> {
  const canary = await findCanary(id);
  return canary ? shownAsApproval(canary) : findApproval(id);
}

/** Locks a canary and reads it; null when there is none of this id. */
export async function lockCanary(tx: Tx, id: string): Promise<CanaryRow | null> {
  await tx.$queryRaw`SELECT id FROM canary WHERE id = ${id}::uuid FOR UPDATE`;
  return findCanary(id, tx);
}

const SHOWN = {
  pending: "pending",
  caught: "denied",
  missed: "approved",
  expired: "expired",
  // As the question would that it looks like.
  withdrawn: "superseded",
} as const;

/** A canary as an approval would be shown. It is none: nothing that locks, decides or releases approvals finds it. */
export function shownAsApproval(canary: CanaryRow): ApprovalRow {
  const {
    id,
    state,
    taskId,
    agentId,
    epoch,
    reasons,
    asked,
    digest,
    class: of,
    reviewBy,
    ruleId,
    ruleVersion,
  } = canary;
  const { decideBy, createdAt, decidedAt, decidedBy, reason, requesterId, glassSeconds } = canary;
  return {
    ...{ id, kind: "call", state: SHOWN[state], taskId, agentId, epoch, reasons, asked, digest, class: of, reviewBy },
    ...{ sign: "none", tell: [], ruleId, ruleVersion, decideBy, createdAt, decidedAt, decidedBy, reason, requesterId },
    ...{ voided: [], glassSeconds, escalateAt: null, escalated: [] },
  };
}
