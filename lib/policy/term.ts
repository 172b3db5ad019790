import { z } from "zod";
import { needsSchema } from "./approvers";
import { conditionSchema } from "./argument-pattern";
import { type RuleBody, ruleBodySchema, ruleRefSchema } from "./rule";

/** What of a rule is frozen on a grant for each of its tools: all that a later call or question depends on. */
export const frozenSchema = z.object({
  ...ruleBodySchema.pick({
    calls: true,
    reviewBy: true,
    sign: true,
    decideBySeconds: true,
    readySeconds: true,
    tell: true,
    context: true,
    mask: true,
    asksPerMinute: true,
    approvalsPerHour: true,
    breakGlassSeconds: true,
  }).shape,
  /** Whose approvals a question about it takes: every one of these needs must be met. */
  needs: needsSchema,
});

/** Takes of a rule what a grant freezes. */
export function frozenOf(rule: RuleBody): z.infer<typeof frozenSchema> {
  const needs = [{ any: rule.approvers, denials: rule.denials, escalate: rule.escalate }];
  return frozenSchema.parse({ ...rule, needs });
}

/** What the rules said about one tool when a grant was approved; frozen on the grant. */
export const termSchema = frozenSchema.extend({
  server: z.string(),
  tool: z.string(),
  rule: ruleRefSchema,
  /** What a reviewer pinned of its arguments; absent for nothing. */
  pins: z.array(conditionSchema).optional(),
});
export type Term = z.infer<typeof termSchema>;
export const termsSchema = z.array(termSchema);
export type Terms = Term[];

/** The clocks of a grant as numbers, each with the rule it came from (null: the charter asked for less). */
export const clocksSchema = z.object({
  idleSeconds: z.number(),
  leaseSeconds: z.number(),
  endSeconds: z.number(),
  decideBySeconds: z.number(),
  stallSeconds: z.number().nullable(),
  coolDownSeconds: z.number(),
  callsMax: z.number().nullable(),
  from: z.record(z.string(), ruleRefSchema.nullable()),
});
export type Clocks = z.infer<typeof clocksSchema>;

/** The numbers of a grant, in the order in which people read them. */
export const CLOCK_NAMES = [
  "idleSeconds",
  "leaseSeconds",
  "endSeconds",
  "decideBySeconds",
  "stallSeconds",
  "coolDownSeconds",
  "callsMax",
] as const satisfies readonly Exclude<keyof Clocks, "from">[];
export type ClockName = (typeof CLOCK_NAMES)[number];

/**
 * The tighter of two values of a clock. Less is tighter, null (no limit) is loosest; of two cool-downs the longer one
 * is tighter.
 */
export function tighterClock(name: ClockName, a: number, b: number): number;
export function tighterClock(name: ClockName, a: number | null, b: number | null): number | null;
export function tighterClock(name: ClockName, a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return name === "coolDownSeconds" ? Math.max(a, b) : Math.min(a, b);
}
