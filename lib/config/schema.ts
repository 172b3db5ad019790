import { z } from "zod";
import { DURATION_HINT, parseDuration, sayDuration } from "../base/schema";
import { credentialHeaderSchema } from "../credentials/schema";
import { emailSchema, personNameSchema, roleSchema, tokenRightSchema } from "../identity/schema";
import { SMTP_TLS, timeZoneSchema, toldEventSchema } from "../notify/schema";
import {
  CLASSES,
  CONTEXT_PARTS,
  classSchema,
  contextPartSchema,
  denialsSchema,
  escalationSchema,
  nameSchema,
  patternSchema,
  RULE_BOUNDS,
  scopeSchema,
  signSchema,
  THRESHOLDS_MAX,
  type Threshold,
  tellSchema,
  thresholdSchema,
  toolNameSchema,
  VOTES_MAX,
} from "../policy/schema";
import { serverNameSchema, type TOOL_CLASSES } from "../servers/schema";

/** What countersign.yaml may say, as it is written: durations and references to the environment are still text. */

/** The largest file that is read, in bytes. */
export const CONFIG_MAX_BYTES = 1_048_576;

const VARIABLE = "[A-Za-z_][A-Za-z0-9_]*";
const SECRETS_ELSEWHERE =
  "Secrets do not belong in this file. Put the value into an environment variable and write its name here, such as env:";

/** A reference to an environment variable, `env:NAME`. A secret itself is refused: files are copied, mailed and committed. */
export const referenceSchema = z.string().regex(new RegExp(`^env:${VARIABLE}$`), `${SECRETS_ELSEWHERE}NAME.`);

/** The same for a header, where a word such as `Bearer` may stand before it. */
export const headerReferenceSchema = z
  .string()
  .regex(
    new RegExp(`^(?:[A-Za-z][A-Za-z0-9-]{0,31} )?env:${VARIABLE}$`),
    `${SECRETS_ELSEWHERE}NAME or Bearer env:NAME.`,
  );

const duration = ([least, most]: readonly [number, number]) =>
  z
    .string({ error: (issue) => (issue.input === undefined ? undefined : `Write ${DURATION_HINT}.`) })
    .transform((text, context): number => {
      const seconds = parseDuration(text);
      const fits = seconds !== null && seconds >= least && seconds <= most;
      if (fits) return seconds;
      const range = `Between ${sayDuration(least)} and ${sayDuration(most)}.`;
      context.addIssue({ code: "custom", message: seconds === null ? `Write ${DURATION_HINT}.` : range });
      return z.NEVER;
    });
const clock = (name: keyof typeof RULE_BOUNDS) => duration(RULE_BOUNDS[name]).optional();

const lessTime = duration([1, 100 * 365 * 86_400]).optional();

/** Approval or automatic; `auto` for short. */
const signature = z
  .preprocess((given) => (given === "auto" ? "automatic" : given), z.enum(["approval", "automatic"]))
  .optional();

const reviewer = z.enum(["page", "any"]);

const perTime = z.union([z.literal("none").transform(() => null), z.number().int().min(1).max(1000)]);

/** `2`, or `{ approve: 1, role: admin }`, or `{ approve: 1, group: security, reason: "OPS-#" }`. */
const approversEntry = z
  .union([z.number().int().min(1).max(VOTES_MAX), thresholdSchema])
  .transform((said): Threshold => (typeof said === "number" ? { approve: said } : said));

/** `{ before: 10m, group: leads, approve: 1 }`; without `approve` they are only told. */
const escalationEntry = z
  .strictObject({
    before: duration([1, 7 * 86_400]),
    role: z.literal("admin").optional(),
    group: nameSchema.optional(),
    approve: z.number().int().min(1).max(VOTES_MAX).optional(),
  })
  .transform(({ before, role, group, approve }) => ({
    beforeSeconds: before,
    ...(role && { role }),
    ...(group !== undefined && { group }),
    approve: approve ?? null,
  }))
  .pipe(escalationSchema);

export const ruleEntrySchema = z.strictObject({
  name: nameSchema,
  on: z.boolean().optional(),
  priority: z.number().int().min(0).max(1000).optional(),
  match: z
    .strictObject({
      agent: patternSchema.optional(),
      server: patternSchema.optional(),
      tool: patternSchema.optional(),
      class: classSchema.optional(),
    })
    .optional(),
  idle: clock("idleSeconds"),
  lease: clock("leaseSeconds"),
  end: clock("endSeconds"),
  decideBy: clock("decideBySeconds"),
  stall: z.union([z.literal("none").transform(() => null), duration(RULE_BOUNDS.stallSeconds)]).optional(),
  ready: clock("readySeconds"),
  coolDown: clock("coolDownSeconds"),
  start: signature,
  resume: signature,
  /** The classes whose calls wait for a person; calls of the others are allowed. */
  hold: z.array(classSchema).max(CLASSES.length).optional(),
  reviewBy: z.union([reviewer, z.partialRecord(classSchema, reviewer)]).optional(),
  sign: z.union([signSchema, z.partialRecord(classSchema, signSchema)]).optional(),
  /** `approvers`, `nobody`, or a list of approvers, people and channels. */
  tell: z
    .union([
      z.literal("nobody").transform(() => []),
      z.literal("approvers").transform((all) => [all]),
      tellSchema.min(1),
    ])
    .optional(),
  /** Whose approvals suffice: a number of approvers, or ways of which any one does. */
  approvers: z
    .union([z.number().int().min(1).max(VOTES_MAX), z.array(approversEntry).min(1).max(THRESHOLDS_MAX)])
    .transform((said): Threshold[] => (typeof said === "number" ? [{ approve: said }] : said))
    .optional(),
  denials: denialsSchema.optional(),
  escalate: z.union([z.literal("nobody").transform(() => null), escalationEntry]).optional(),
  breakGlass: clock("breakGlassSeconds"),
  callsMax: z.union([z.literal("none").transform(() => null), z.number().int().min(1).max(1_000_000)]).optional(),
  agentKeys: z.enum(["allow", "deny"]).optional(),
  /** The parts of the context whose change pauses the task. */
  context: z.array(contextPartSchema).max(CONTEXT_PARTS.length).optional(),
  /** Names of arguments that are never shown. */
  mask: z.array(patternSchema).max(50).optional(),
  asksPerMinute: perTime.optional(),
  approvalsPerHour: perTime.optional(),
});
export type RuleEntry = z.output<typeof ruleEntrySchema>;

const toolList = z.array(toolNameSchema).max(1000).nullish();

/** Tools by class; or `hints`, which trusts what this server says of its own tools. */
const classesSchema = z.union([
  z.literal("hints"),
  z.strictObject({ read: toolList, write: toolList, destructive: toolList } satisfies Record<
    (typeof TOOL_CLASSES)[number],
    typeof toolList
  >),
]);

export const serverEntrySchema = z.strictObject({
  url: z.string().trim().min(1, "Write the server's address.").max(2048, "That address is too long."),
  classes: classesSchema.optional(),
  credential: z.strictObject({ header: credentialHeaderSchema, value: headerReferenceSchema }).optional(),
});
export type ServerEntry = z.output<typeof serverEntrySchema>;

const scopePart = z.strictObject({ server: serverNameSchema, tools: z.array(toolNameSchema).min(1).max(500) });

export const charterEntrySchema = z.strictObject({
  purpose: z.string().trim().min(1, "Say what the task is for.").max(500),
  scope: z.array(scopePart).pipe(scopeSchema),
  /** Asks for less time than the rules would give; more is cut to what they give. */
  ttl: z.strictObject({ idle: lessTime, lease: lessTime, end: lessTime }).optional(),
  calls: z.number().int().min(1).max(1_000_000).optional(),
});
export type CharterEntry = z.output<typeof charterEntrySchema>;

export const agentEntrySchema = z.strictObject({
  owner: emailSchema,
  note: z.string().trim().max(500).optional(),
  auth: z.strictObject({ secret: referenceSchema.optional(), key: referenceSchema.optional() }).optional(),
  charter: charterEntrySchema.optional(),
});
export type AgentEntry = z.output<typeof agentEntrySchema>;

export const personEntrySchema = z.strictObject({
  email: emailSchema,
  name: personNameSchema.optional(),
  roles: z.array(roleSchema).max(4).optional(),
  seesBodies: z.boolean().optional(),
  /** The right to break the glass. */
  breakGlass: z.boolean().optional(),
  /** The e-mail of another account of the same person. */
  samePersonAs: emailSchema.optional(),
  password: referenceSchema.optional(),
  accessToken: z
    .strictObject({ value: referenceSchema, rights: z.array(tokenRightSchema).min(1, "Give it at least one right.") })
    .optional(),
});
export type PersonEntry = z.output<typeof personEntrySchema>;

/** The e-mail addresses of a group. */
export const groupEntrySchema = z.array(emailSchema).max(200);

const SECRET_ADDRESS = z.strictObject({ url: referenceSchema });

const KINDS = ["email", "slack", "teams", "webhook"] as const;

export const channelEntrySchema = z
  .strictObject({
    email: z
      .strictObject({
        host: z.string(),
        port: z.number().int().optional(),
        tls: z.enum(SMTP_TLS).optional(),
        user: z.string().optional(),
        password: referenceSchema.optional(),
        from: emailSchema,
      })
      .optional(),
    slack: SECRET_ADDRESS.optional(),
    teams: SECRET_ADDRESS.optional(),
    webhook: z.strictObject({ url: z.string(), secret: referenceSchema }).optional(),
    /** A room is told of approvals of this class and above by itself; `nothing`: of what rules and people send there. */
    from: z.enum([...CLASSES, "nothing"]).optional(),
    events: z.array(toldEventSchema).optional(),
    timeZone: timeZoneSchema.optional(),
  })
  .superRefine((entry, context) => {
    const issue = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
    const given = KINDS.filter((kind) => entry[kind] !== undefined);
    if (given.length !== 1) issue([], `Say one of ${KINDS.join(", ")}.`);
    if (!entry.email) return;
    for (const key of ["from", "events", "timeZone"] as const)
      if (entry[key] !== undefined) issue([key], "Mail goes to people: each chooses that for themselves.");
  });
export type ChannelEntry = z.output<typeof channelEntrySchema>;

/** The sections of the file. Each entry in them is read by itself, so that one mistake does not hide another. */
export const sectionsSchema = z.strictObject({
  servers: z.record(z.string(), z.unknown()).nullish(),
  agents: z.record(z.string(), z.unknown()).nullish(),
  people: z.array(z.unknown()).max(1_000).nullish(),
  /** Members by the name of their group. */
  groups: z.record(z.string(), z.unknown()).nullish(),
  channels: z.record(z.string(), z.unknown()).nullish(),
  rules: z.array(z.unknown()).max(1_000).nullish(),
});
