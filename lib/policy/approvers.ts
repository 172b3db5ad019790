import { z } from "zod";
import { reasonPatternSchema } from "./reason-pattern";
import { nameSchema } from "./scope";

/** The most votes that a rule may ask for, and the most ways it may offer. */
export const VOTES_MAX = 10;
export const THRESHOLDS_MAX = 6;

const votes = z.number().int().min(1).max(VOTES_MAX);

/**
 * So many approvals by different people suffice. `role` and `group` say whose count: only approvers vote at all, these
 * ask for more. `reason` is what their reason must name.
 */
export const thresholdSchema = z.strictObject({
  approve: votes,
  role: z.literal("admin").optional(),
  group: nameSchema.optional(),
  reason: reasonPatternSchema.optional(),
});
export type Threshold = z.infer<typeof thresholdSchema>;

/** Any one of these suffices. */
export const thresholdsSchema = z
  .array(thresholdSchema)
  .min(1, "Somebody must approve: ask for at least one person")
  .max(THRESHOLDS_MAX);

/** How many denials by different people end it. */
export const denialsSchema = votes;

/** Who is asked as well when nobody has decided, how long before the deadline, and how many of them suffice from then on. */
export const escalationSchema = z
  .strictObject({
    beforeSeconds: z
      .number()
      .int()
      .min(1)
      .max(7 * 86_400),
    role: z.literal("admin").optional(),
    group: nameSchema.optional(),
    /** null: they are told, and their votes count as before. */
    approve: votes.nullable(),
  })
  .refine(({ role, group }) => (role === undefined) !== (group === undefined), {
    path: ["group"],
    message: "Name a group, or the admins",
  });
export type Escalation = z.infer<typeof escalationSchema>;

/** What one rule asks for. Frozen when a question is asked; of several, every one must be met. */
export const needSchema = z.object({
  any: thresholdsSchema,
  denials: denialsSchema,
  escalate: escalationSchema.nullable(),
});
export type Need = z.infer<typeof needSchema>;
export const needsSchema = z.array(needSchema).min(1);

/** One approver, as ever: what a rule says that says nothing. */
export const ONE_APPROVER: Need = { any: [{ approve: 1 }], denials: 1, escalate: null };

/** What an escalation adds to the ways that suffice; null when it only tells. */
export function addedBy({ escalate }: Need): Threshold | null {
  if (!escalate || escalate.approve === null) return null;
  const { approve, role, group } = escalate;
  return { approve, ...(role && { role }), ...(group !== undefined && { group }) };
}

/** The groups that a need names. */
export function groupsIn({ any, escalate }: Need): string[] {
  return [...new Set([...any.map(({ group }) => group), escalate?.group].filter((name) => name !== undefined))];
}

/** Whether whatever meets `a` meets `b` too: as many people at least, and each of them asked for as much. */
export function thresholdImplies(a: Threshold, b: Threshold): boolean {
  const asks = (field: "role" | "group" | "reason") => b[field] === undefined || b[field] === a[field];
  return a.approve >= b.approve && asks("role") && asks("group") && asks("reason");
}

/** Whether whatever approves under `a` approves under `b` too, and whatever is enough to deny under `b` is so under `a`. */
export function needImplies(a: Need, b: Need): boolean {
  const [mine, theirs] = [addedBy(a), addedBy(b)];
  const has = (one: Threshold) => b.any.some((other) => thresholdImplies(one, other));
  const later =
    mine !== null && theirs !== null && thresholdImplies(mine, theirs) && sooner(b.escalate) >= sooner(a.escalate);
  return a.denials <= b.denials && a.any.every(has) && (mine === null || has(mine) || later);
}

const sooner = (escalation: Escalation | null): number => escalation?.beforeSeconds ?? 0;

/** Whether meeting all of `a` means meeting all of `b`. */
export const needsImply = (a: readonly Need[], b: readonly Need[]): boolean =>
  b.every((need) => a.some((other) => needImplies(other, need)));

/**
 * Everything that several rules ask for, as a list of which each must be met; what another one asks for anyway is left
 * out. The result is met by nothing that does not meet every need given. Escalations of what is left out are kept with
 * none: who is merely told earlier by one rule is told by it alone.
 */
export function allNeeds(needs: readonly Need[]): Need[] {
  const kept: Need[] = [];
  for (const need of needs) {
    if (kept.some((other) => needImplies(other, need))) continue;
    const rest = kept.filter((other) => !needImplies(need, other));
    kept.splice(0, kept.length, ...rest, need);
  }
  return kept.length > 0 ? kept : [ONE_APPROVER];
}
