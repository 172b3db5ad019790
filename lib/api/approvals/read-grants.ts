import type { ApprovalRow } from "../../approvals/index";
import { db } from "../../db/index";
import { clocksSchema, scopeSchema, termsSchema } from "../../policy/schema";
import { type Context, contextSchema } from "../../tasks/schema";
import type { Held } from "./changed-authority";

/** What a task was given at one time: more may have been asked, and less be held since. */
export type HeldGrant = Held & { context: Context | null; createdAt: Date };

type Row = { scope: unknown; terms: unknown; clocks: unknown; context: unknown; createdAt: Date };

/** Reads what a question's task held while it was asked: never what its answer gave. Null when that was nothing. */
export async function readHeldBefore({ taskId, epoch }: ApprovalRow): Promise<HeldGrant | null> {
  const where = { taskId, epoch: { lte: epoch } };
  return toHeld(await db().grant.findFirst({ where, orderBy: { epoch: "desc" } }));
}

/** Reads what an approval gave, as it was before anything narrowed it. Null when it gave nothing. */
export async function readGivenBy({ id, taskId }: { id: string; taskId: string }): Promise<HeldGrant | null> {
  return toHeld(await db().grant.findFirst({ where: { taskId, approvalId: id }, orderBy: { epoch: "asc" } }));
}

function toHeld(row: Row | null): HeldGrant | null {
  if (!row) return null;
  return {
    scope: scopeSchema.parse(row.scope),
    terms: termsSchema.parse(row.terms),
    clocks: clocksSchema.parse(row.clocks),
    context: row.context === null ? null : contextSchema.parse(row.context),
    createdAt: row.createdAt,
  };
}
