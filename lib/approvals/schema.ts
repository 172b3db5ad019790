import { z } from "zod";
import { assertionSchema, lockTargetSchema } from "../identity/schema";
import {
  argumentPatternSchema,
  classSchema,
  clocksSchema,
  nameSchema,
  needsSchema,
  patternSchema,
  scopeSchema,
  termsSchema,
  toolNameSchema,
} from "../policy/schema";
import { callerContextSchema } from "../tasks/schema";
import { gives, notBeforeSchema, questionProblems } from "./ask-schema";

export {
  ANSWER_MAX,
  answerTextSchema,
  gives,
  notBeforeSchema,
  QUESTION_MAX,
  QUESTIONS_MOST,
  QUESTIONS_OPEN_MOST,
} from "./ask-schema";
export { type Evidence, evidenceSchema, type SignedReview, signedReviewSchema } from "./evidence";

export const APPROVAL_KINDS = ["start", "resume", "call"] as const;
export const approvalKindSchema = z.enum(APPROVAL_KINDS);
export type ApprovalKind = z.infer<typeof approvalKindSchema>;

export const APPROVAL_STATES = ["pending", "approved", "denied", "expired", "superseded", "withdrawn"] as const;
export const approvalStateSchema = z.enum(APPROVAL_STATES);
export type ApprovalState = z.infer<typeof approvalStateSchema>;

export const HOLD_STATES = ["waiting", "ready", "used", "denied", "expired", "superseded", "withdrawn"] as const;
export const holdStateSchema = z.enum(HOLD_STATES);
export type HoldState = z.infer<typeof holdStateSchema>;

/**
 * A piece of a sentence of ours. What a name stands for is said beside it, so that a page can link it; `purpose` is the
 * agent's own words, `value` stands in the arguments: both are untrusted text.
 */
export const partSchema = z.object({
  text: z.string(),
  as: z.enum(["tool", "server", "agent", "person", "purpose", "value"]).optional(),
});
export type SentencePart = z.infer<typeof partSchema>;

/** A person's change of a call's arguments before it is sent. */
export const editedSchema = z.object({
  /** Names the stored arguments that are sent instead. */
  id: z.string(),
  /** The digest of what the agent asked for, hex. */
  from: z.string(),
  by: z.object({ id: z.string(), name: z.string() }),
  at: z.string(),
});
export type Edited = z.infer<typeof editedSchema>;

/** A held call as an approval names it: everything that its digest binds. */
export const askedCallSchema = z.object({
  holdId: z.string(),
  callId: z.string(),
  server: z.string(),
  tool: z.string(),
  class: classSchema,
  toolDigest: z.string(),
  /** Of the canonical arguments that would be sent. */
  argumentsDigest: z.string(),
  /** Absent while they are the agent's own. */
  edited: editedSchema.optional(),
  /** What its rule masked when it was held: names of arguments, in which `*` stands for anything. */
  mask: z.array(patternSchema),
  /** Who called, and from where: what a start or resume takes as the context that it approves. */
  caller: callerContextSchema,
  /** How many approvals its rule lets one person give in an hour; null for no limit. */
  approvalsPerHour: z.number().int().nullable(),
});
export type AskedCall = z.infer<typeof askedCallSchema>;

/** The authority that a start or resume would give. */
export const authoritySchema = z.object({
  scope: scopeSchema,
  terms: termsSchema,
  clocks: clocksSchema,
  calls: z.number().int().nullable(),
});
export type Authority = z.infer<typeof authoritySchema>;

/** Calls like the one that is asked about, which the approval would let through without asking again. */
export const callPatternSchema = z.object({
  arguments: argumentPatternSchema,
  /** For so long after it is approved; never longer than the task may run without being asked. */
  endsInSeconds: z.number().int(),
  /** At most so many; null for as many as come. */
  calls: z.number().int().nullable(),
});
export type CallPattern = z.infer<typeof callPatternSchema>;

/**
 * What an approval asks for: authority (start, resume), the calls it would let through, and whose approvals it takes.
 * The needs are those of the moment in which it was asked: a rule that changes later makes them neither fewer nor more.
 */
export const askedSchema = z.object({
  authority: authoritySchema.nullable(),
  calls: z.array(askedCallSchema),
  /** Put there by a reviewer; absent while the question is about the one call. */
  pattern: callPatternSchema.optional(),
  needs: needsSchema,
});
export type Asked = z.infer<typeof askedSchema>;

/** A passkey's signature over an answer, and the signing it was asked for in. */
export const reviewSignatureSchema = z.strictObject({ signing: z.uuid(), assertion: assertionSchema });

/** What a reviewer says of each argument: it stays the same, begins so, or may be anything. */
export const conditionInputSchema = z.discriminatedUnion("must", [
  z.strictObject({ name: z.string().max(1000), must: z.literal("equal") }),
  z.strictObject({
    name: z.string().max(1000),
    must: z.literal("begin"),
    text: z.string().min(1, "Say how it begins").max(500, "At most 500 characters"),
  }),
  z.strictObject({ name: z.string().max(1000), must: z.literal("any") }),
]);
export type ConditionInput = z.infer<typeof conditionInputSchema>;

/** The longest that calls may go by a pattern, in seconds; the task's own clocks end it sooner. */
export const PATTERN_SECONDS_MAX = 86_400;

/** A pattern as a reviewer asks for it; `equal` stands for the value of the call that is asked about. */
export const patternInputSchema = z.strictObject({
  arguments: z.array(conditionInputSchema).max(200),
  endsInSeconds: z.number().int().min(60, "At least a minute").max(PATTERN_SECONDS_MAX, "At most a day"),
  calls: z.number().int().min(1).max(10_000).optional(),
});
export type PatternInput = z.infer<typeof patternInputSchema>;

/** What a reviewer pins of the arguments of one tool: later calls with others are denied. */
export const pinsInputSchema = z
  .array(
    z.strictObject({
      server: nameSchema,
      tool: toolNameSchema,
      arguments: z
        .array(
          z.discriminatedUnion("must", [
            z.strictObject({ name: z.string().min(1).max(1000), must: z.literal("equal"), value: z.json() }),
            z.strictObject({
              name: z.string().min(1).max(1000),
              must: z.literal("begin"),
              text: z.string().min(1, "Say how it begins").max(500, "At most 500 characters"),
            }),
          ]),
        )
        .min(1)
        .max(100),
    }),
  )
  .min(1)
  .max(100);
export type PinsInput = z.infer<typeof pinsInputSchema>;

/** Arguments as a tool takes them. */
const argumentsSchema = z.record(z.string(), z.json());

/** One human's answer, as the page and the API send it. */
export const reviewInputSchema = z
  .strictObject({
    answer: z.enum(["approve", "narrow", "edit", "pattern", "deny", "ask"]),
    /** What the reviewer saw. Needed wherever something is given. */
    digest: z
      .string()
      .regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits")
      .optional(),
    /** The digest of what the page showed, complete. Needed on the page wherever something is given. */
    rendering: z
      .string()
      .regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits")
      .optional(),
    /** Gives it although a part of it cannot be read by anybody. */
    uninspected: z.boolean().optional(),
    /** ask: the question. */
    reason: z.string().trim().max(2000).optional(),
    /** narrow: the tools that stay. */
    scope: scopeSchema.optional(),
    /** narrow: ends so many seconds from now, if that is sooner. */
    endsInSeconds: z.number().int().min(1).max(7_776_000).optional(),
    /** narrow: at most so many calls. */
    calls: z.number().int().min(1).max(1_000_000).optional(),
    /** narrow of a start or resume: what arguments must be. */
    pins: pinsInputSchema.optional(),
    /** edit: what is sent instead, complete; a masked value that comes back as it was shown stays what it is. */
    arguments: argumentsSchema.optional(),
    /** pattern: which calls go as well, and for how long. */
    pattern: patternInputSchema.optional(),
    /** narrow of a start or resume: no call goes before this moment. */
    notBefore: notBeforeSchema.optional(),
    /** deny: revokes the task as well. */
    revoke: z.boolean().optional(),
    /** deny: pauses the task as well, so that its next call asks a person. */
    pause: z.boolean().optional(),
    /** deny: locks the agent, or the tool of the one call it asks about, as well. */
    lock: lockTargetSchema.optional(),
    /** Where a rule asks for a signature: what the passkey said to the signing of exactly this answer. */
    signature: reviewSignatureSchema.optional(),
  })
  .superRefine((input, context) => {
    const issue = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (gives(input) && !input.digest) issue("digest", "Send the digest of what you saw.");
    if (input.answer === "deny" && !input.reason) issue("reason", "Say why: the agent and its owner will read it.");
    if (!gives(input) && input.uninspected)
      issue("uninspected", "A denial gives nothing, and neither does a question.");
    if (input.answer === "ask") for (const { path, message } of questionProblems(input)) issue(path, message);
    if (input.answer !== "deny" && input.pause) issue("pause", "Only a denial can pause.");
    if (input.revoke && input.pause) issue("pause", "A task that is revoked cannot be paused as well.");
    if (input.answer !== "deny" && input.lock) issue("lock", "Only a denial can lock.");
    if (input.answer !== "deny" && input.revoke) issue("revoke", "Only a denial can revoke.");
    if (input.answer === "edit" && !input.arguments) issue("arguments", "Send the arguments as they should be.");
    if (input.answer !== "edit" && input.arguments) issue("arguments", "Only an edit changes arguments.");
    if (input.answer === "pattern" && !input.pattern) issue("pattern", "Say which calls go as well.");
    if (input.answer !== "pattern" && input.pattern) issue("pattern", "Only a pattern lets other calls go.");
    // PostgreSQL stores no NUL; where one stands in arguments, it is escaped.
    for (const path of ["reason", "pattern", "pins"] as const)
      if (JSON.stringify(input[path])?.includes("\\u0000")) issue(path, "A NUL character cannot be stored.");
    const narrows = input.scope ?? input.endsInSeconds ?? input.calls ?? input.notBefore ?? input.pins;
    if (input.answer === "narrow" && narrows === undefined)
      issue("scope", "Say what is taken away: tools, arguments, time or calls.");
    if (input.answer !== "narrow" && narrows !== undefined)
      issue("answer", "Tools, arguments, time and calls belong to a narrowing.");
  });
export type ReviewInput = z.infer<typeof reviewInputSchema>;

/** What a vote gives when it is less than what was asked. */
export const givenSchema = z.object({
  scope: scopeSchema.optional(),
  endsInSeconds: z.number().int().optional(),
  calls: z.number().int().optional(),
  notBefore: z.string().optional(),
  pins: pinsInputSchema.optional(),
});
export type GivenLess = z.infer<typeof givenSchema>;

/** What an approval asked before it changed; votes on that count no more. */
export const voidedSchema = z.array(z.object({ digest: z.string(), because: z.string(), at: z.string() }));
export type Voided = z.infer<typeof voidedSchema>;

/** Which needs went to more people, by their place among what is asked. */
export const escalatedSchema = z.array(z.object({ need: z.number().int(), at: z.string() }));
export type Escalated = z.infer<typeof escalatedSchema>;

/** The shortest reason for breaking the glass, in characters. */
export const BREAK_REASON_MIN = 10;
export const breakReasonSchema = z
  .string()
  .trim()
  .min(BREAK_REASON_MIN, `Say why in at least ${BREAK_REASON_MIN} characters: everybody will read it`)
  .max(2000, "At most 2000 characters");

/** How somebody breaks the glass: on what they saw, why, and signed where the approval asks for that. */
export const breakingSchema = z.strictObject({
  digest: z.string().regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits"),
  rendering: z.string().regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits"),
  reason: breakReasonSchema,
  signature: reviewSignatureSchema.optional(),
});
export type Breaking = z.infer<typeof breakingSchema>;

/** Within how long somebody else must judge a broken glass, in seconds. */
export const JUDGE_SECONDS = 86_400;
export const JUDGEMENTS = ["justified", "not_justified"] as const;
export const judgementSchema = z.enum(JUDGEMENTS);
export type Judgement = z.infer<typeof judgementSchema>;

/** What a page reports of a card: its head, or the end of its arguments, was on the screen of a visible window. */
export const SIGHTS = ["head", "end"] as const;
export const sightingSchema = z.strictObject({
  /** What was asked then. */
  digest: z.string().regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits"),
  what: z.enum(SIGHTS),
});
export type Sighting = z.infer<typeof sightingSchema>;
