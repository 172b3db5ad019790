import { z } from "zod";

/** Classes of action, least to most severe. Unclassed counts as the most severe: nobody has looked yet. */
export const CLASSES = ["read", "write", "destructive", "unclassed"] as const;
export const classSchema = z.enum(CLASSES);
export type ActionClass = z.infer<typeof classSchema>;

/** Tells whether `a` is more severe than `b`. */
export const isMoreSevere = (a: ActionClass, b: ActionClass): boolean => CLASSES.indexOf(a) > CLASSES.indexOf(b);

/** Names as they may appear in addresses and configuration files. */
export const nameSchema = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    "1–63 lower-case letters, digits and hyphens, not starting or ending with a hyphen",
  );

/** A tool's name as MCP allows it. */
export const toolNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9_.\-/]{1,128}$/, "1–128 letters, digits, '_', '-', '.' or '/'");

/** What a task may call: tools by server name. */
export const scopeSchema = z
  .array(z.object({ server: nameSchema, tools: z.array(toolNameSchema).min(1).max(500) }))
  .min(1, "A scope names at least one server")
  .max(50)
  .refine((scope) => new Set(scope.map((part) => part.server)).size === scope.length, "Each server is named once");
export type Scope = z.infer<typeof scopeSchema>;

const seconds = (min: number, max: number) => z.number().int().min(min).max(max);
const DAY = 86_400;

/** Bounds of every number in a rule, in seconds. The form, the file and the API share them. */
export const RULE_BOUNDS = {
  idleSeconds: [1, 7 * DAY],
  leaseSeconds: [1, 30 * DAY],
  endSeconds: [1, 90 * DAY],
  decideBySeconds: [1, 7 * DAY],
  stallSeconds: [1, DAY],
  readySeconds: [1, DAY],
  coolDownSeconds: [0, 7 * DAY],
} as const satisfies Record<string, readonly [number, number]>;

const bounded = (name: keyof typeof RULE_BOUNDS) => seconds(RULE_BOUNDS[name][0], RULE_BOUNDS[name][1]);

/** A pattern over names: `*` stands for any run of characters. Absent means any. */
const patternSchema = z.string().regex(/^[A-Za-z0-9_.\-/*]{1,128}$/, "A name, in which * stands for anything");

export const ruleMatchSchema = z.strictObject({
  agent: patternSchema.optional(),
  server: patternSchema.optional(),
  tool: patternSchema.optional(),
  class: classSchema.optional(),
});
export type RuleMatch = z.infer<typeof ruleMatchSchema>;

const byClass = <T extends z.ZodType>(value: T) =>
  z.strictObject({ read: value, write: value, destructive: value, unclassed: value });

/** Everything a rule says. One version of it is stored whole and never changed. */
export const ruleBodySchema = z.strictObject({
  name: nameSchema,
  on: z.boolean(),
  priority: z.number().int().min(0).max(1000),
  match: ruleMatchSchema,
  idleSeconds: bounded("idleSeconds"),
  leaseSeconds: bounded("leaseSeconds"),
  endSeconds: bounded("endSeconds"),
  decideBySeconds: bounded("decideBySeconds"),
  /** null: work in flight may take as long as the other clocks allow. */
  stallSeconds: bounded("stallSeconds").nullable(),
  /** How long an approved call waits for the agent to fetch it. */
  readySeconds: bounded("readySeconds"),
  coolDownSeconds: bounded("coolDownSeconds"),
  start: z.enum(["approval", "automatic"]),
  resume: z.enum(["approval", "automatic"]),
  calls: byClass(z.enum(["allow", "hold"])),
  /** page: only in the dashboard; any: an access token with the right `review` may answer too. */
  reviewBy: byClass(z.enum(["page", "any"])),
  /** How many calls one grant allows; null for no limit. */
  callsMax: z.number().int().min(1).max(1_000_000).nullable(),
  /** Whether an agent key may open this task, or only tokens of the authorization server. */
  agentKeys: z.enum(["allow", "deny"]),
});
export type RuleBody = z.infer<typeof ruleBodySchema>;

/** A rule in force, with the identity that decisions name. */
export type Rule = RuleBody & { id: string; version: number };
export const ruleRefSchema = z.object({ id: z.string(), name: z.string(), version: z.number().int() });
export type RuleRef = z.infer<typeof ruleRefSchema>;

/** The rule that a new installation starts with, and what a file's rule leaves out. */
export const DEFAULT_RULE: RuleBody = {
  name: "default",
  on: true,
  priority: 0,
  match: {},
  idleSeconds: 900,
  leaseSeconds: 3600,
  endSeconds: 28_800,
  decideBySeconds: 1800,
  stallSeconds: 600,
  readySeconds: 600,
  coolDownSeconds: 600,
  start: "approval",
  resume: "approval",
  calls: { read: "allow", write: "hold", destructive: "hold", unclassed: "hold" },
  reviewBy: { read: "any", write: "any", destructive: "page", unclassed: "page" },
  callsMax: null,
  agentKeys: "allow",
};

/** What the rules said about one tool when a grant was approved; frozen on the grant. */
export const termSchema = z.object({
  server: z.string(),
  tool: z.string(),
  rule: ruleRefSchema,
  calls: byClass(z.enum(["allow", "hold"])),
  reviewBy: byClass(z.enum(["page", "any"])),
  decideBySeconds: z.number(),
  readySeconds: z.number(),
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

export const reasonSchema = z.object({ code: z.string(), sentence: z.string() });
export type Reason = z.infer<typeof reasonSchema>;

/** What policy says about one call. */
export type Decision = {
  outcome: "allow" | "hold" | "deny";
  class: ActionClass;
  reasons: Reason[];
  rule: RuleRef | null;
};
