import { z } from "zod";
import {
  approvalKindSchema,
  approvalStateSchema,
  authoritySchema,
  holdStateSchema,
  partSchema,
  reviewInputSchema,
} from "../../approvals/schema";
import { classSchema, reasonSchema, ruleRefSchema, signSchema } from "../../policy/schema";
import { renderingSchema } from "../../rendering/schema";
import { taskStateSchema } from "../../tasks/schema";
import {
  agentRefSchema,
  bodySchema,
  idSchema,
  namedSchema,
  pageInput,
  seqSchema,
  timeSchema,
  untrustedSchema,
} from "../atoms";
import { brokenGlassSchema } from "../glass/schema";
import { changeSchema } from "./change-schema";
import { canaryShownSchema, previousEndSchema } from "./end-schema";
import { questionCountSchema, questionViewSchema } from "./question-schema";
import { askedFurtherSchema, quorumSchema } from "./quorum-schema";
import { reviewViewSchema } from "./review-schema";

export const APPROVAL_VIEWS = ["mine", "others", "decided", "all"] as const;

export const listApprovalsInput = z.strictObject({
  /** Only approvals in this state. */
  state: approvalStateSchema.optional(),
  /**
   * mine: pending, and you may answer it, or what was asked back about it. others: pending, and you may not. decided: no
   * longer pending, newest first.
   */
  view: z.enum(APPROVAL_VIEWS).default("all"),
  kind: approvalKindSchema.optional(),
  /** The agent's name or id. */
  agent: z.string().max(64).optional(),
  task: idSchema.optional(),
  ...pageInput,
});

/** Why somebody cannot answer an approval. */
export const cannotAnswerSchema = z.enum([
  "decided",
  "not_approver",
  "own_agent",
  "page_only",
  /** They have answered, and it waits for others: they may change their answer. */
  "voted",
  /** Their approval would fill no place; a denial counts all the same. */
  "not_asked",
]);

/** What came of an approved call. */
export const callOutcomeSchema = z.object({
  state: z.enum(["allowed", "succeeded", "failed", "timed_out", "aborted", "not_sent", "unknown"]),
  at: timeSchema,
  milliseconds: z.number().nullable(),
  note: z.string().nullable(),
  seq: seqSchema,
});
export type CallOutcome = z.infer<typeof callOutcomeSchema>;

const taskRefSchema = z.object({
  id: z.string(),
  state: taskStateSchema,
  epoch: z.int(),
  run: z.string(),
  purpose: untrustedSchema,
});

/** An approval as it stands in a list. */
export const approvalItemSchema = z.object({
  id: z.string(),
  kind: approvalKindSchema,
  state: approvalStateSchema,
  task: taskRefSchema,
  agent: agentRefSchema,
  /** Of the one call it asks about; absent when it asks about several. */
  server: z.string().optional(),
  tool: z.string().optional(),
  /** Of that call, complete, for those who may see payloads; in a list only when they are short. */
  arguments: z.unknown().optional(),
  /** How many calls wait for it. */
  calls: z.int(),
  /** What it would let happen, as a sentence of ours. */
  verb: z.array(partSchema),
  /** In what and as whom: the second half of the sentence. */
  as: z.array(partSchema),
  class: classSchema,
  /** What a review signs: changes with everything that was shown. */
  digest: z.string(),
  reasons: z.array(reasonSchema),
  /** page: only on the page; any: also with an access token that may review. */
  reviewBy: z.enum(["page", "any"]),
  /** How an answer that gives something is signed; device_passkey: with a passkey that cannot leave its device. */
  sign: signSchema,
  decideBy: timeSchema,
  createdAt: timeSchema,
  /**
   * Other pending approvals that ask the same, counted with it; null when there are none. `group` is the same for all of
   * them; `same`: all of them are the same byte for byte, else some leave members out that others have.
   */
  siblings: z.object({ group: z.string(), agents: z.int(), asks: z.int(), same: z.boolean() }).nullable(),
  /** How many approvals there are of those it takes, in the way that lacks fewest; null once it is decided. */
  votes: z.object({ have: z.int(), need: z.int() }).nullable(),
  /** What was asked back about it. */
  questions: questionCountSchema,
  /** Whether it waits for the decision of the one who asks, else why not. */
  mine: z.boolean(),
  /** Whether something was asked back that they may answer, as the agent's owner. It then waits for them as well. */
  toAnswer: z.boolean(),
  notMine: cannotAnswerSchema.nullable(),
  decided: z
    .object({
      at: timeSchema,
      by: namedSchema.nullable(),
      reason: z.string(),
      via: z.enum(["page", "token"]).nullable(),
    })
    .nullable(),
  /** How far the one call it asks about has come; null when it asks about several. */
  hold: z
    .object({ state: holdStateSchema, readyUntil: timeSchema.nullable(), reason: z.string().nullable() })
    .nullable(),
  /** What came of that call after it was approved; null while nothing has. */
  outcome: callOutcomeSchema.nullable(),
  /** Whether it was a canary; said once it is over, and never before. */
  wasCanary: z.boolean(),
});
export type ApprovalItem = z.infer<typeof approvalItemSchema>;

/** A person's change of arguments, compared with the agent's own; no changes for those who may not see payloads. */
const editSchema = z.object({ by: namedSchema, at: timeSchema, changes: z.array(changeSchema) });

/** One call that waits, with everything that the digest binds. */
export const waitingCallSchema = z.object({
  holdId: z.string(),
  callId: z.string(),
  state: holdStateSchema,
  server: namedSchema,
  tool: z.string(),
  /** What the server says its tool is. */
  title: untrustedSchema.nullable(),
  description: untrustedSchema.nullable(),
  class: classSchema,
  /** Who said so and when; null when nobody has, or the tool is gone. */
  classed: z.object({ by: namedSchema.nullable(), at: timeSchema, proposed: z.string() }).nullable(),
  reasons: z.array(reasonSchema),
  rule: ruleRefSchema.nullable(),
  toolDigest: z.string(),
  /** Whether the server's tool is still the one that was shown. */
  toolState: z.enum(["pinned", "drifted", "gone", "unknown", "changed"]),
  /** What the server says of its arguments, as it is pinned: JSON Schema as text. Null where it is not of one call, or long. */
  inputSchema: z.string().nullable(),
  argumentsDigest: z.string(),
  /** The canonical bytes that will be sent, complete. */
  arguments: bodySchema,
  /** Who put other arguments in place of the agent's, and how these differ; null while they are its own. */
  edited: editSchema.nullable(),
  /** The same as a person is shown it: typed and complete. Null where the arguments are not shown. */
  rendering: renderingSchema.nullable(),
  workload: z.string(),
  client: untrustedSchema.nullable(),
  heldAt: timeSchema,
  readyUntil: timeSchema.nullable(),
  reason: z.string().nullable(),
  outcome: callOutcomeSchema.nullable(),
  seq: seqSchema.nullable(),
});
export type WaitingCall = z.infer<typeof waitingCallSchema>;

export const sinceSchema = z.object({
  /** What is compared with: the last approval of this task, or null when there was none. */
  approvalId: z.string().nullable(),
  kind: approvalKindSchema.nullable(),
  by: namedSchema.nullable(),
  at: timeSchema,
  seconds: z.int(),
  calls: z.object({ allowed: z.int(), held: z.int(), denied: z.int(), inFlight: z.int() }),
  changes: z.array(changeSchema),
  /** How many of the calls that the grant allows are used; null when it has no limit. */
  used: z.object({ calls: z.int(), of: z.int() }).nullable(),
  /** What was compared and is the same, by name. */
  same: z.array(z.string()),
});

/** How a first approval differs from what the agent was approved for last. */
export const usualSchema = z.object({
  approvalId: z.string(),
  task: z.object({ id: z.string(), purpose: untrustedSchema }),
  by: namedSchema.nullable(),
  at: timeSchema,
  changes: z.array(changeSchema),
  same: z.array(z.string()),
});

/** What approving would set in motion, if it were done at `at`. */
export const ifApprovedSchema = z.object({
  at: timeSchema,
  idleAt: timeSchema.nullable(),
  leaseAt: timeSchema.nullable(),
  endAt: timeSchema.nullable(),
  idleSeconds: z.number().nullable(),
  leaseSeconds: z.number().nullable(),
  stallSeconds: z.number().nullable(),
  callsLeft: z.int().nullable(),
  callsMax: z.int().nullable(),
  /** How long the approved calls wait for the agent. */
  readyUntil: timeSchema.nullable(),
  epoch: z.int(),
});

/** An earlier approval about the same: the same tool for a call, the same kind for a start or resume. */
export const alikeSchema = z.object({
  id: z.string(),
  kind: approvalKindSchema,
  state: approvalStateSchema,
  task: z.object({ id: z.string(), purpose: untrustedSchema }),
  by: namedSchema.nullable(),
  at: timeSchema,
  reason: z.string(),
  outcome: callOutcomeSchema.nullable(),
});

/** Everything a card shows. */
export const approvalDetailSchema = approvalItemSchema.extend({
  /** What a start or resume would give; null for a call. */
  authority: authoritySchema.nullable(),
  /** The tools of that authority as they are today, and what becomes of calls to them; null where no rule covers one. */
  tools: z.array(
    z.object({
      server: z.string(),
      tool: z.string(),
      class: classSchema,
      answer: z.enum(["allow", "hold"]).nullable(),
    }),
  ),
  waiting: z.array(waitingCallSchema),
  /** Calls like it that would go as well, in words; null while the question is about the one call. */
  pattern: z.object({ says: z.string(), seconds: z.int(), calls: z.int().nullable() }).nullable(),
  /** What a review on the page names as seen: the digest over all that was rendered. */
  rendering: z.object({ template: z.int(), digest: z.string(), uninspectable: z.boolean() }),
  since: sinceSchema.nullable(),
  /** For a start: the agent's last approved start, and what differs from it; null when there was none. */
  usual: usualSchema.nullable(),
  ifApproved: ifApprovedSchema.nullable(),
  rule: ruleRefSchema.nullable(),
  alike: z.object({ items: z.array(alikeSchema), approved: z.int(), total: z.int(), days: z.int() }),
  reviews: z.array(reviewViewSchema),
  /** What was asked back, oldest first; whether the one who asks may answer, and whether more may be asked. */
  askedBack: z.object({ items: z.array(questionViewSchema), mayAnswer: z.boolean(), mayAsk: z.boolean() }),
  /** null once it is decided. */
  quorum: quorumSchema.nullable(),
  askedFurther: askedFurtherSchema,
  /** The one who asks, by id. */
  you: z.string(),
  /** Whether and how the glass was broken for it. */
  glass: brokenGlassSchema.nullable(),
  /** For those who have the right to break the glass: for how long it would give it, in seconds, or why not. */
  mayBreak: z.object({ seconds: z.int(), why: z.string().nullable() }).nullable(),
  canary: canaryShownSchema.nullable(),
  previous: previousEndSchema.nullable(),
  /** The charter's own words for what the task is for: the agent's, unverified. */
  words: z.object({ purpose: untrustedSchema }),
  /** Who may answer it. `onlyOwner`: the only approver there is owns the agent, so nobody can. */
  deciders: z.object({ items: z.array(namedSchema), total: z.int(), onlyOwner: z.boolean() }),
  /** The entry of the question itself. */
  seq: seqSchema.nullable(),
  now: timeSchema,
});
export type ApprovalDetail = z.infer<typeof approvalDetailSchema>;

/** One human's answer. `digest` is what they saw; needed wherever something is given. */
export const reviewApprovalInput = reviewInputSchema.safeExtend({ id: idSchema });
