import { z } from "zod";

/**
 * Everything that can happen, in one closed list, and what each entry says beside its references. The form is public:
 * exports, receipts and live pages read it, so a change here is a change of format and needs a new `v` in the body.
 */
const text = z.string();
const nothing = z.object({});
const because = z.object({ reason: text });
const named = z.object({ name: text });
const person = z.object({ id: text, email: text });
const who = z.object({ id: text, name: text });

const reason = z.object({ code: text, sentence: text });
const ruleOf = z.object({ id: text, name: text, version: z.number().int() });

/** What policy said about a call, and on what ground. */
const decision = z.object({
  class: text,
  reasons: z.array(reason),
  rule: ruleOf.nullable(),
  toolDigest: text,
  /** SHA-256(salt || arguments): names the erasable body without revealing it. */
  arguments: z.object({ salted: text, bytes: z.number().int() }).nullable(),
  workload: text,
  client: text.optional(),
  /** Names the arguments that a person put in place of the agent's, when they were sent. */
  edit: text.optional(),
  /** The part of the network that it came from; of held calls, whose approval is about it. */
  network: text.optional(),
});

/** By which passkey a review was signed, and the digest of what proves it. */
const signature = z.object({ passkey: text, deviceBound: z.boolean(), evidence: text }).optional();

const outcome = z.object({
  milliseconds: z.number(),
  result: z.object({ salted: text, bytes: z.number().int() }).nullable(),
  note: text.optional(),
});

const scope = z.array(z.object({ server: text, tools: z.array(text) }));
const authority = z.object({
  scope,
  clocks: z.record(text, z.union([text, z.number(), z.null()])),
  calls: z.number().int().nullable(),
  approvalId: text.nullable(),
});

/** The digest of what the page showed to whoever answered, and the template it was rendered with. */
const shown = { rendering: text.optional(), template: z.number().optional(), uninspected: z.boolean().optional() };

export const EVENTS = {
  "instance.started": z.object({ version: text, host: text }),
  "instance.stopped": nothing,

  "task.requested": z.object({ purpose: text, run: text, charter: text, workload: text, previous: text.nullable() }),
  "task.started": authority,
  "task.paused": z.object({ pausedFor: text, note: text, stopNow: z.boolean() }),
  "task.resumed": authority,
  "task.narrowed": authority.extend({ reason: text }),
  "task.tightened": because,
  "task.completed": z.object({ summary: text }),
  "task.withdrawn": z.object({ summary: text }),
  "task.denied": because,
  "task.revoked": because.extend({ inFlight: z.number().int().optional() }),
  "task.expired": because,

  "approval.requested": z.object({ kind: text, class: text, digest: text, decideBy: text, reasons: z.array(reason) }),
  "approval.approved": z.object({
    answer: text,
    digest: text,
    via: text,
    reason: text,
    given: z.unknown().optional(),
    signature,
    ...shown,
    /** Whose votes carried it, the last one too; absent where one sufficed. */
    voters: z.array(z.object({ id: text, forId: text.nullable() })).optional(),
  }),
  "approval.denied": z.object({
    digest: text,
    via: text,
    reason: text,
    revoked: z.boolean(),
    /** agent, tool: what was locked with it. */
    locked: text.optional(),
    signature,
  }),
  /** One of the votes that an approval takes; the last one, which decides, is `approved` or `denied`. */
  "approval.voted": z.object({
    answer: text,
    digest: text,
    via: text,
    reason: text,
    given: z.unknown().optional(),
    have: z.number().int(),
    need: z.number().int(),
    signature,
    ...shown,
  }),
  /** A person put other arguments in place of the agent's; what is asked is another thing now. */
  "approval.edited": because.extend({
    before: text,
    edit: text,
    arguments: z.object({ salted: text, bytes: z.number().int() }),
  }),
  /** A person asked that calls like it go as well; what is asked is another thing now. */
  "approval.widened": because.extend({ before: text, pattern: z.unknown() }),
  /** A reviewer asks the agent and its owner something; `calls` are those that wait with it. Nothing is decided by it. */
  "approval.asked_back": z.object({ question: text, text, via: text, calls: z.array(text), whom: z.array(who) }),
  /** by: agent or human; of a human the entry says which. `whom` had asked. */
  "approval.answered": z.object({ question: text, text, by: text, whom: z.array(who) }),
  /** What was voted on is another thing now: the votes so far count no more. */
  "approval.reset": because.extend({ before: text, digest: text, votes: z.number().int() }),
  /** It went to more people. `whom` are those who could answer then. */
  "approval.escalated": z.object({
    to: text,
    role: text.nullable(),
    group: text.nullable(),
    approve: z.number().int().nullable(),
    decideBy: text,
    whom: z.array(who),
  }),
  "approval.broken_glass": because.extend({
    digest: text,
    signature,
    ...shown,
    until: text,
    judgeBy: text,
    glassId: text,
    whom: z.array(who),
  }),
  "approval.glass_judged": z.object({ glassId: text, judgement: text, words: text, by: who }),
  "approval.glass_overdue": z.object({ glassId: text, judgeBy: text, by: who, whom: z.array(who) }),
  "approval.expired": nothing,
  "approval.superseded": because,
  "approval.withdrawn": nothing,

  "pattern.opened": z.object({
    id: text,
    arguments: z.unknown(),
    calls: z.number().int().nullable(),
    until: text,
  }),
  "pattern.ended": because.extend({ id: text }),

  // Canaries look like questions and are none: their entries name no task, agent or call. `approvalId` is the canary's.
  "canary.seeded": z.object({ class: text }),
  "canary.caught": z.object({ answer: text, via: text, reason: text, suspicious: text }),
  "canary.missed": z.object({ answer: text, via: text, reason: text, suspicious: text }),
  "canary.ended": z.object({ state: text }),
  "canary.planned": z.object({ before: z.number().int(), after: z.number().int() }),

  "hold.ready": z.object({ until: text }),
  "hold.denied": because,
  "hold.expired": because,
  "hold.superseded": because,
  "hold.withdrawn": nothing,

  "call.allowed": decision.extend({ holdId: text.nullable() }),
  "call.held": decision.extend({ holdId: text }),
  "call.denied": decision,
  "call.succeeded": outcome,
  "call.failed": outcome,
  "call.timed_out": outcome,
  "call.aborted": outcome,
  "call.not_sent": outcome,
  "call.unknown": because,

  // humanId of these is who did it; `person` is whom it concerns
  "human.invited": z.object({ email: text, roles: z.array(text) }),
  "human.uninvited": z.object({ email: text }),
  "human.joined": z.object({ email: text, roles: z.array(text), by: text }),
  "human.changed": z.object({ person, before: z.unknown(), after: z.unknown() }),
  "human.disabled": because.extend({ person }),
  "human.enabled": z.object({ person }),
  "human.signed_in": z.object({ by: text, address: text }),
  "human.signed_out": z.object({ person, everywhere: z.boolean() }),
  "human.password_set": z.object({ person, by: text }),
  "human.reset_offered": z.object({ person }),
  /** Where somebody is told, by the names of channels, and of what. */
  "human.notifications_set": z.object({ channels: z.array(text), events: z.array(text) }),
  "human.away": z.object({ person, until: text, delegate: person.nullable(), note: text }),
  "human.back": z.object({ person }),
  "group.made": z.object({ id: text, name: text, note: text, members: z.array(text) }),
  "group.changed": z.object({ id: text, name: text, before: z.unknown(), after: z.unknown() }),
  "group.deleted": named.extend({ id: text }),
  "access_token.made": z.object({ name: text, rights: z.array(text), expiresAt: text }),
  "access_token.revoked": named.extend({ person }),

  "passkey.enrolled": named.extend({
    passkey: text,
    deviceBound: z.boolean(),
    aaguid: text,
    alg: z.number().int(),
    credentialId: text,
  }),
  "passkey.renamed": z.object({ person, passkey: text, before: text, after: text }),
  "passkey.revoked": named.extend({ person, passkey: text, reason: text }),
  /** A signature that did not hold. */
  "passkey.refused": z.object({ person, credentialId: text, reason: text }),

  "agent.registered": z.object({ name: text, owner: text }),
  "agent.changed": z.object({ before: z.unknown(), after: z.unknown() }),
  "agent.disabled": because.extend({ tasks: z.number().int() }),
  "agent.enabled": nothing,
  "agent.locked": because.extend({ tasks: z.number().int() }),
  "agent.lock_lifted": because,
  "agent.charter_set": z.object({ purpose: text, charter: text }),
  "agent.charter_removed": nothing,
  "agent.credential_made": z.object({ kind: text, hint: text, overlapSeconds: z.number().nullable() }),
  "agent.credential_revoked": z.object({ kind: text, hint: text }),

  "server.added": z.object({ name: text, url: text }),
  "server.changed": z.object({ before: z.unknown(), after: z.unknown() }),
  "server.disabled": because,
  "server.enabled": nothing,
  "server.credential_set": z.object({ header: text }),
  "server.credential_removed": nothing,
  "tool.pinned": z.object({ digest: text, proposedClass: text }),
  "tool.drifted": z.object({ pinned: text, offered: text }),
  "tool.accepted": z.object({ before: text, after: text }),
  "tool.gone": nothing,
  "tool.classed": z.object({ before: text.nullable(), after: text }),
  "tool.locked": because.extend({ tasks: z.number().int() }),
  "tool.lock_lifted": because,

  "rule.made": z.object({ name: text, version: z.number().int(), body: z.unknown() }),
  "rule.changed": z.object({ name: text, version: z.number().int(), body: z.unknown(), reason: text }),
  "rule.deleted": named,

  "channel.added": named.extend({ kind: text }),
  "channel.changed": named.extend({ before: z.unknown(), after: z.unknown() }),
  "channel.disabled": named.extend({ reason: text }),
  "channel.enabled": named,
  "channel.removed": named,
  "channel.tested": named.extend({ ok: z.boolean() }),

  "config.applied": z.object({ digest: text, changes: z.number().int() }),
  "body.erased": z.object({ kind: text, reason: text }),
} as const satisfies Record<string, z.ZodType>;

export type EventKind = keyof typeof EVENTS;

/** What an entry points at. Every one of them can be filtered by in the log. */
export const referencesSchema = z.object({
  taskId: z.uuid().optional(),
  epoch: z.number().int().optional(),
  agentId: z.uuid().optional(),
  serverId: z.uuid().optional(),
  tool: z.string().optional(),
  humanId: z.uuid().optional(),
  callId: z.uuid().optional(),
  approvalId: z.uuid().optional(),
  /** SHA-256 of the canonical arguments (calls) or of what a review signs (approvals), hex. */
  digest: z.string().optional(),
});
export type References = z.infer<typeof referencesSchema>;

/** One thing that happened: its kind, what it points at, and the facts of its kind. */
export type AuditEvent = {
  [Kind in EventKind]: References & { kind: Kind; facts: z.infer<(typeof EVENTS)[Kind]> };
}[EventKind];

/** An entry as readers get it. `seq` is a decimal text: it outgrows a number. */
export const entrySchema = referencesSchema.extend({
  seq: z.string(),
  at: z.string(),
  kind: z.string() as z.ZodType<EventKind>,
  instanceId: z.string(),
  facts: z.record(z.string(), z.unknown()),
});
export type LogEntry = z.infer<typeof entrySchema>;
