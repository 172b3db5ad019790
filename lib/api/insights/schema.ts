import { z } from "zod";
import { classSchema, patternSchema } from "../../policy/schema";
import { namedSchema, timeSchema } from "../atoms";
import { LEVELS, METRIC_NAMES, TIME_BOUNDS } from "./metrics";

export { type Level, METRICS, type MetricName, PEOPLE_LEAST, THRESHOLDS, TIME_BOUNDS } from "./metrics";

/** How far back insights look, in days. */
export const PERIODS = [7, 30, 90] as const;
export const DAYS_DEFAULT = 30;

const zoneSchema = z.string().max(64).refine(isZone, "A time zone such as Europe/Berlin").default("UTC");

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

const daysSchema = z
  .int()
  .refine((days) => PERIODS.some((one) => one === days), "7, 30 or 90")
  .default(DAYS_DEFAULT);

/** The period, and the time zone in which its days begin. */
export const insightsInput = z.strictObject({ days: daysSchema, zone: zoneSchema });
export const periodInput = z.strictObject({ days: daysSchema });

/** So many of so many. */
const shareSchema = z.object({ hits: z.int(), of: z.int() });
export type Share = z.infer<typeof shareSchema>;

/** A value beyond its starting threshold; at which stakes, where that matters. */
export const beyondSchema = z.object({ metric: z.enum(METRIC_NAMES), level: z.enum(LEVELS).nullable() });
export type Beyond = z.infer<typeof beyondSchema>;

/** How fast and how carefully people answered, of answers on a page that told when it was seen. */
export const timingSchema = z.object({
  people: z.int(),
  timed: z.int(),
  /** Null where nothing was timed. */
  seconds: z.object({ p10: z.number(), p50: z.number(), p90: z.number() }).nullable(),
  snap: shareSchema,
  hasty: shareSchema,
  inspected: shareSchema,
  /** How many took less than 2, 5, 15, 60, 300, 1800 s, and longer. */
  histogram: z.array(z.int()).length(TIME_BOUNDS.length + 1),
});
export type Timing = z.infer<typeof timingSchema>;

/** What was answered, and how. */
export const measureSchema = z.object({
  answers: z.int(),
  approved: z.int(),
  /** Given, but less or something else than was asked. */
  narrowed: z.int(),
  denied: z.int(),
  /** Between which shares "approved as asked" lies; null where nobody answered. */
  range: z.object({ low: z.number(), high: z.number() }).nullable(),
  /** Null: it would tell about each of fewer than three people. */
  timing: timingSchema.nullable(),
  beyond: z.array(beyondSchema),
});
export type Measure = z.infer<typeof measureSchema>;

export const classMeasureSchema = measureSchema.extend({ class: classSchema });
export type ClassMeasure = z.infer<typeof classMeasureSchema>;

export const agentMeasureSchema = measureSchema.extend({
  agent: namedSchema,
  expired: shareSchema,
  /** How many people gave its approvals, and how unevenly; null where there are none. */
  approvers: z.int(),
  concentration: z.number().nullable(),
});
export type AgentMeasure = z.infer<typeof agentMeasureSchema>;

export const toolMeasureSchema = measureSchema.extend({ server: z.string(), tool: z.string(), class: classSchema });
export type ToolMeasure = z.infer<typeof toolMeasureSchema>;

/** `rule` is null for approvals of a rule that is gone. */
export const ruleMeasureSchema = measureSchema.extend({ rule: namedSchema.nullable(), expired: shareSchema });
export type RuleMeasure = z.infer<typeof ruleMeasureSchema>;

export const personMeasureSchema = measureSchema.extend({
  person: namedSchema,
  /** The most answers within any hour. */
  busiestHour: z.int(),
  /** How many of the canaries that they answered they caught. */
  canaries: shareSchema,
  timing: timingSchema,
});
export type PersonMeasure = z.infer<typeof personMeasureSchema>;

export const daySchema = z.object({
  /** As the calendar of the zone says it: 2026-11-23. */
  day: z.string(),
  approved: z.int(),
  narrowed: z.int(),
  denied: z.int(),
  expired: z.int(),
});
export type InsightDay = z.infer<typeof daySchema>;

/** A call that was approved after a denial of the same. */
export const retrySchema = z.object({
  /** Whether the arguments were the same byte for byte, or nearly. */
  same: z.boolean(),
  approvalId: z.string(),
  deniedId: z.string(),
  agent: namedSchema,
  server: z.string(),
  tool: z.string(),
  approvedAt: timeSchema,
  deniedAt: timeSchema,
});
export type Retry = z.infer<typeof retrySchema>;

export const insightsSchema = z.object({
  from: timeSchema,
  to: timeSchema,
  /** There was more than is looked at: only the latest of it is counted. */
  cut: z.boolean(),
  approvals: z.object({
    ended: z.int(),
    expired: shareSchema,
    /** Seconds within which 95 of 100 ended; null where none did. */
    waitedP95: z.number().nullable(),
    /** Of those that several people answered: where some gave it and some denied it. */
    disagreed: shareSchema,
    /** Of those that were approved: whose task a person revoked, or whose call was denied, soon after. */
    regretted: shareSchema,
    beyond: z.array(beyondSchema),
  }),
  answers: z.int(),
  people: z.int(),
  classes: z.array(classMeasureSchema),
  agents: z.array(agentMeasureSchema),
  tools: z.array(toolMeasureSchema),
  rules: z.array(ruleMeasureSchema),
  days: z.array(daySchema),
  canaries: z.object({
    /** How many there are in a week; 0: none. */
    perWeek: z.int(),
    /** How many of those that were answered were caught; null where fewer than three people answered any. */
    caught: shareSchema.nullable(),
    /** How many nobody answered in time. */
    expired: z.int(),
    beyond: z.array(beyondSchema),
  }),
  /** How many tasks people revoked, how many calls were allowed after that, and when the last on their way had ended. */
  override: z.object({
    revoked: z.int(),
    allowedAfter: z.int(),
    /** Null where no call was on its way. */
    seconds: z.object({ p90: z.number(), longest: z.number() }).nullable(),
    beyond: z.array(beyondSchema),
  }),
  /** Of answers signed at high stakes: how many with a new passkey. `signed` null: it would tell about each of fewer than three people. */
  newPasskeys: z.object({ signed: shareSchema.nullable(), beyond: z.array(beyondSchema) }),
  retried: z.object({ items: z.array(retrySchema), total: z.int() }),
  /** The numbers of the one who asks; null where they answered nothing. */
  you: personMeasureSchema.nullable(),
});
export type Insights = z.infer<typeof insightsSchema>;

/** How many canaries a week can have. */
export const CANARIES_MOST = 50;
export const planCanariesInput = z.strictObject({
  perWeek: z.int("A whole number from 0 to 50").min(0, "From 0 to 50").max(CANARIES_MOST, "From 0 to 50"),
});
export const canaryPlanSchema = z.object({ perWeek: z.int() });

/** Which rule a suggestion would make: like the one that applies now, for this alone, with another answer. */
export const suggestedRuleSchema = z
  .object({
    /** The rule that applies now, by id. */
    basis: z.uuid(),
    agent: patternSchema.optional(),
    server: patternSchema,
    tool: patternSchema,
    class: classSchema,
    answer: z.enum(["allow", "hold"]),
  })
  // Whoever makes an address up gets no draft that asks less about what matters.
  .refine(({ class: of, answer }) => answer === "hold" || of === "read", "Only reads are let through by a suggestion");
export type SuggestedRule = z.infer<typeof suggestedRuleSchema>;

/** A rule that might be made or looked at. Nothing is saved by it. */
export const suggestionSchema = z.discriminatedUnion("kind", [
  /** Every approval about it was approved as asked. */
  z.object({
    kind: z.literal("always_approved"),
    agent: namedSchema,
    server: z.string(),
    tool: z.string(),
    class: classSchema,
    approvals: z.int(),
    people: z.int(),
    rule: namedSchema,
    draft: suggestedRuleSchema,
  }),
  /** It writes or destroys, was called, and nobody was asked. */
  z.object({
    kind: z.literal("never_asked"),
    server: z.string(),
    tool: z.string(),
    class: classSchema,
    /** The latest call, and whose it was. */
    agent: namedSchema,
    calledAt: timeSchema,
    rule: namedSchema,
    draft: suggestedRuleSchema,
  }),
  /** A rule that holds calls, and has asked nothing. */
  z.object({ kind: z.literal("held_nothing"), rule: namedSchema }),
  /** A rule that is meant for agents of which there is none. */
  z.object({ kind: z.literal("matches_nobody"), rule: namedSchema, pattern: z.string() }),
]);
export type Suggestion = z.infer<typeof suggestionSchema>;
