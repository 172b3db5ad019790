import { z } from "zod";
import { approvalStateSchema, holdStateSchema } from "../../approvals/schema";
import { classSchema, clocksSchema, ruleRefSchema, scopeSchema } from "../../policy/schema";
import { charterSchema, PAUSES, pauseSchema, TASK_STATES, taskStateSchema } from "../../tasks/schema";
import { approvalItemSchema } from "../approvals/schema";
import {
  agentRefSchema,
  idSchema,
  namedSchema,
  pageInput,
  reasonTextSchema,
  seqSchema,
  timeSchema,
  untrustedSchema,
} from "../atoms";
import { logRowSchema } from "../log/schema";

export const listTasksInput = z.strictObject({
  /** One or more states; absent: all. */
  state: z.array(taskStateSchema).max(TASK_STATES.length).optional(),
  /** One or more reasons for which tasks are paused. */
  pausedFor: z.array(pauseSchema).max(PAUSES.length).optional(),
  /** The agent's name or id. */
  agent: z.string().max(64).optional(),
  /** A server that the task's charter names. */
  server: z.string().max(64).optional(),
  /** The id of the person who owns the agent. */
  owner: idSchema.optional(),
  /** Words in the purpose or the run's name. */
  text: z.string().trim().max(200).optional(),
  /** requested: latest first. activity: latest call first. */
  sort: z.enum(["requested", "activity"]).default("requested"),
  ...pageInput,
});

/** When each clock runs out. A clock that does not run is null. */
export const taskClocksSchema = z.object({
  /** An unanswered approval of the task expires then. */
  decideBy: timeSchema.nullable(),
  notBefore: timeSchema.nullable(),
  idleAt: timeSchema.nullable(),
  leaseAt: timeSchema.nullable(),
  endAt: timeSchema.nullable(),
  idleSeconds: z.number().nullable(),
  leaseSeconds: z.number().nullable(),
  endSeconds: z.number().nullable(),
  stallSeconds: z.number().nullable(),
});

export const taskRowSchema = z.object({
  id: z.string(),
  state: taskStateSchema,
  pausedFor: pauseSchema.optional(),
  pausedAt: timeSchema.nullable(),
  /** Why it paused, in a sentence of ours. */
  pauseNote: z.string().nullable(),
  agent: agentRefSchema,
  purpose: untrustedSchema,
  run: z.string(),
  /** What it holds; before its first approval what its charter asks for. */
  scope: scopeSchema,
  epoch: z.int(),
  clocks: taskClocksSchema,
  calls: z.object({
    allowed: z.int(),
    held: z.int(),
    denied: z.int(),
    /** How many are left; null for no limit. */
    left: z.int().nullable(),
    max: z.int().nullable(),
  }),
  /** Approvals of it that wait, the most urgent one by id. */
  waiting: z.object({ count: z.int(), approvalId: z.string().nullable() }),
  requestedAt: timeSchema,
  lastAt: timeSchema.nullable(),
  ended: z.object({ at: timeSchema, by: namedSchema.nullable(), reason: z.string().nullable() }).nullable(),
});
export type TaskRow = z.infer<typeof taskRowSchema>;

/** One tool of the grant. */
export const grantedToolSchema = z.object({
  server: z.string(),
  tool: z.string(),
  class: classSchema,
  /** What the grant's rule says to a call of that class; null when no rule covered the tool. */
  answer: z.enum(["allow", "hold"]).nullable(),
  rule: ruleRefSchema.nullable(),
  toolState: z.enum(["pinned", "drifted", "gone", "unknown"]),
  /** What a reviewer pinned of its arguments, in words; null for nothing. */
  pins: z.string().nullable(),
  /** Calls of it by this task so far. */
  calls: z.int(),
});

export const grantSchema = z.object({
  epoch: z.int(),
  at: timeSchema,
  approvalId: z.string().nullable(),
  by: namedSchema.nullable(),
  tools: z.array(grantedToolSchema),
  clocks: clocksSchema,
  calls: z.int().nullable(),
});

export const taskHoldSchema = z.object({
  id: z.string(),
  callId: z.string(),
  approvalId: z.string(),
  approvalState: approvalStateSchema,
  state: holdStateSchema,
  server: z.string(),
  tool: z.string(),
  class: classSchema,
  argumentsDigest: z.string(),
  heldAt: timeSchema,
  readyUntil: timeSchema.nullable(),
  endedAt: timeSchema.nullable(),
  reason: z.string().nullable(),
});

/** Calls of a task that go because a person approved calls like them. */
export const taskPatternSchema = z.object({
  id: z.string(),
  approvalId: z.string(),
  server: z.string(),
  tool: z.string(),
  says: z.string(),
  by: namedSchema.nullable(),
  until: timeSchema,
  callsUsed: z.int(),
  callsLeft: z.int().nullable(),
  /** Why it let no more calls go, when that was before its time; null while it may. */
  ended: z.object({ at: timeSchema, because: z.string() }).nullable(),
});
export type TaskPattern = z.infer<typeof taskPatternSchema>;

export const endPatternInput = z.strictObject({ id: idSchema, reason: reasonTextSchema });

/** One stretch of a task's life, for its authority line. */
export const lifeSchema = z.object({
  seq: seqSchema,
  at: timeSchema,
  kind: z.string(),
  state: taskStateSchema.nullable(),
  epoch: z.int().nullable(),
  by: namedSchema.nullable(),
  approvalId: z.string().nullable(),
});

/** A part of the context, against what it was when the grant was approved. */
export const contextSchema = z.object({
  part: z.enum(["workload", "client", "tools", "rules", "approver", "owner"]),
  before: z.string().nullable(),
  now: z.string().nullable(),
  state: z.enum(["same", "changed", "noted"]),
});

export const taskDetailSchema = taskRowSchema.extend({
  charter: z.object({ id: z.string(), digest: z.string(), body: charterSchema }),
  grant: grantSchema.nullable(),
  /** Approvals that wait, the most urgent first. */
  approvals: z.array(approvalItemSchema),
  /** Its calls that wait, are ready to be fetched, or ended lately. */
  holds: z.array(taskHoldSchema),
  /** Those that stand, and the last that ended. */
  patterns: z.array(taskPatternSchema),
  /** Calls that were sent and have no outcome yet. */
  inFlight: z.int(),
  life: z.array(lifeSchema),
  /** Its latest calls, oldest first: marks on the authority line. */
  marks: z.array(z.object({ at: timeSchema, decision: z.enum(["allowed", "held", "denied"]) })),
  context: z.array(contextSchema),
  /** A paused task whose resume was denied or expired: calls are refused until then. */
  quiet: z.object({ until: timeSchema, note: z.string().nullable() }).nullable(),
  coolUntil: timeSchema.nullable(),
  previousId: z.string().nullable(),
  /** What the state allows people to do with it. */
  acts: z.array(z.enum(["pause", "narrow", "revoke"])),
  now: timeSchema,
});
export type TaskDetail = z.infer<typeof taskDetailSchema>;

export const timelineInput = z.strictObject({
  id: idSchema,
  show: z.enum(["all", "calls", "held", "denied", "people"]).default("all"),
  ...pageInput,
});
/** What happened to a task, newest first. A call stands once, at its decision, with what came of it. */
export const timelineEntrySchema = logRowSchema;
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

export const pauseTaskInput = z.strictObject({
  id: idSchema,
  reason: reasonTextSchema,
  /** Aborts calls in flight; otherwise they finish and nothing new starts. */
  stopNow: z.boolean().default(false),
});

export const narrowTaskInput = z
  .strictObject({
    id: idSchema,
    reason: reasonTextSchema,
    /** The tools that stay. */
    scope: scopeSchema.optional(),
    /** Ends so many seconds from now, if that is sooner. */
    endsInSeconds: z.int().min(1).max(7_776_000).optional(),
    /** At most so many further calls. */
    calls: z.int().min(1).max(1_000_000).optional(),
  })
  .superRefine((input, context) => {
    if (input.scope === undefined && input.endsInSeconds === undefined && input.calls === undefined)
      context.addIssue({ code: "custom", path: ["scope"], message: "Say what is taken away: tools, time or calls." });
  });

export const revokeTaskInput = z.strictObject({ id: idSchema, reason: reasonTextSchema });

const selectionSchema = z.array(idSchema).min(1, "Choose at least one task").max(500, "At most 500 tasks at once");
export const revokeTasksInput = z.strictObject({ tasks: selectionSchema, reason: reasonTextSchema });
export const stopPreviewInput = z.strictObject({ tasks: selectionSchema });

/** What would stop: by name where there are few, by count always. */
export const stopPreviewSchema = z.object({
  tasks: z.object({
    total: z.int(),
    /** At most 20, the most active first. */
    items: z.array(
      z.object({
        id: z.string(),
        purpose: untrustedSchema,
        run: z.string(),
        state: taskStateSchema,
        agent: namedSchema,
      }),
    ),
  }),
  /** Of those asked about, how many have ended already and stay as they are. */
  ended: z.int(),
  agents: z.array(namedSchema),
  /** Calls at a server now: they are aborted, and what they did there is unknown. */
  callsInFlight: z.object({
    total: z.int(),
    items: z.array(z.object({ taskId: z.string(), server: z.string(), tool: z.string(), since: timeSchema })),
  }),
  /** Calls that wait for a person, and approved ones that wait for their agent. */
  holds: z.int(),
  ready: z.int(),
  approvals: z.int(),
});
export type StopPreview = z.infer<typeof stopPreviewSchema>;

export const revokedSchema = z.object({ revoked: z.int(), ended: z.int() });
