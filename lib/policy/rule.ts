import { z } from "zod";
import { denialsSchema, escalationSchema, thresholdsSchema } from "./approvers";
import { byClass, classSchema } from "./class";
import { nameSchema } from "./scope";
import { signSchema } from "./sign";
import { ALL_APPROVERS, tellSchema } from "./told";

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
  breakGlassSeconds: [60, 3600],
} as const satisfies Record<string, readonly [number, number]>;

const bounded = (name: keyof typeof RULE_BOUNDS) => {
  const [least, most] = RULE_BOUNDS[name];
  return z.number().int().min(least).max(most);
};

/** A pattern over names: `*` stands for any run of characters. Absent means any. */
export const patternSchema = z.string().regex(/^[A-Za-z0-9_.\-/*]{1,128}$/, "A name, in which * stands for anything");

/** Parts of a task's context. When one that a rule names is no longer what was approved, the task pauses. */
export const CONTEXT_PARTS = ["workload", "network", "server", "tools", "approver"] as const;
export const contextPartSchema = z.enum(CONTEXT_PARTS);
export type ContextPart = z.infer<typeof contextPartSchema>;

const count = (most: number) => z.number().int().min(1).max(most).nullable();

export const ruleMatchSchema = z.strictObject({
  agent: patternSchema.optional(),
  server: patternSchema.optional(),
  tool: patternSchema.optional(),
  class: classSchema.optional(),
});
export type RuleMatch = z.infer<typeof ruleMatchSchema>;

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
  /** Whether what an answer gives is signed with a passkey; device_passkey: with one that cannot leave its device. */
  sign: byClass(signSchema),
  /** Who is told that a question waits; where, each person chooses. */
  tell: tellSchema,
  /** Whose approvals suffice: any one of these. */
  approvers: thresholdsSchema,
  denials: denialsSchema,
  /** Who is asked as well before the deadline; null: nobody. */
  escalate: escalationSchema.nullable(),
  /** How long authority lasts that somebody took by breaking the glass. */
  breakGlassSeconds: bounded("breakGlassSeconds"),
  /** How many calls one grant allows; null for no limit. */
  callsMax: z.number().int().min(1).max(1_000_000).nullable(),
  /** Whether an agent key may open this task, or only tokens of the authorization server. */
  agentKeys: z.enum(["allow", "deny"]),
  /** Which parts of the context pause the task when they change. */
  context: z.array(contextPartSchema).max(CONTEXT_PARTS.length),
  /** Names of arguments whose text is never shown, in upper or lower case; the digest covers it all the same. */
  mask: z.array(patternSchema).max(50),
  /** How many questions a task may raise in a minute before it pauses; null for no limit. */
  asksPerMinute: count(1000),
  /** How many approvals one person may give in an hour; null for no limit. */
  approvalsPerHour: count(1000),
});
export type RuleBody = z.infer<typeof ruleBodySchema>;

/** A rule in force, with the identity that decisions name. */
export type Rule = RuleBody & { id: string; version: number };
export const ruleRefSchema = z.object({ id: z.string(), name: z.string(), version: z.number().int() });
export type RuleRef = z.infer<typeof ruleRefSchema>;

/** The short form of a rule, by which grants and decisions name it. */
export const ruleRef = ({ id, name, version }: Rule): RuleRef => ({ id, name, version });

const bodyOfAnyRule = ruleBodySchema.strip();

/** What a rule says, without who it is. */
export const bodyOf = (rule: RuleBody): RuleBody => bodyOfAnyRule.parse(rule);

/** Tells whether two rules say exactly the same, whoever they are. */
export function sameBody(a: RuleBody, b: RuleBody): boolean {
  // The schema orders the keys of its output, and leaves out what is absent.
  return JSON.stringify(bodyOf(a)) === JSON.stringify(bodyOf(b));
}

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
  sign: { read: "none", write: "none", destructive: "none", unclassed: "none" },
  tell: [ALL_APPROVERS],
  approvers: [{ approve: 1 }],
  denials: 1,
  escalate: null,
  breakGlassSeconds: 900,
  callsMax: null,
  agentKeys: "allow",
  context: ["workload", "server", "approver"],
  mask: [
    "*password*",
    "*passphrase*",
    "*secret*",
    "*api_key*",
    "*apikey*",
    "*access_token*",
    "*auth_token*",
    "*private_key*",
    "token",
    "authorization",
  ],
  asksPerMinute: 20,
  approvalsPerHour: 60,
};
