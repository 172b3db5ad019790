import fc from "fast-check";
import type { AskedTool } from "../../../lib/policy/index";
import {
  CLASSES,
  CONTEXT_PARTS,
  DEFAULT_RULE,
  type Escalation,
  type Need,
  RULE_BOUNDS,
  type Rule,
  type RuleBody,
  type RuleQuestion,
  ruleBodySchema,
  type Threshold,
} from "../../../lib/policy/schema";

/** Few names, so that rules and questions often meet. */
const word = fc.constantFrom("a", "b", "ab", "a-b", "get-sum", "get-b");
const pattern = fc.option(fc.oneof(word, fc.constantFrom("*", "**", "a*", "*b", "get-*", "*-*", "z*")), {
  nil: undefined,
});
export const anyClass = fc.constantFrom(...CLASSES);

const between = ([least, most]: readonly [number, number]) => fc.integer({ min: least, max: most });
const byClass = <T>(value: fc.Arbitrary<T>) =>
  fc.record({ read: value, write: value, destructive: value, unclassed: value });

/** A field that is there or not at all: one that is there and undefined is another text. */
const leaveOut = <T extends object>(given: T): T =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T;

const anyGroup = fc.constantFrom("security", "data");
export const anyThreshold: fc.Arbitrary<Threshold> = fc
  .record({
    approve: fc.integer({ min: 1, max: 3 }),
    role: fc.option(fc.constant("admin" as const), { nil: undefined }),
    group: fc.option(anyGroup, { nil: undefined }),
    reason: fc.option(fc.constantFrom("OPS-#", "SEC-#"), { nil: undefined }),
  })
  .map(leaveOut);
export const anyEscalation: fc.Arbitrary<Escalation> = fc
  .record({
    beforeSeconds: fc.integer({ min: 1, max: 600 }),
    group: anyGroup,
    approve: fc.option(fc.integer({ min: 1, max: 2 })),
  })
  .map(leaveOut);
export const anyNeed: fc.Arbitrary<Need> = fc.record({
  any: fc.array(anyThreshold, { minLength: 1, maxLength: 3 }),
  denials: fc.integer({ min: 1, max: 3 }),
  escalate: fc.option(anyEscalation),
});

/** Any rule that the schema takes, contradictory ones included. */
export const anyBody: fc.Arbitrary<RuleBody> = fc.record({
  name: word,
  on: fc.boolean(),
  priority: fc.integer({ min: 0, max: 3 }),
  match: fc.record({ agent: pattern, server: pattern, tool: pattern, class: fc.option(anyClass, { nil: undefined }) }),
  idleSeconds: between(RULE_BOUNDS.idleSeconds),
  leaseSeconds: between(RULE_BOUNDS.leaseSeconds),
  endSeconds: between(RULE_BOUNDS.endSeconds),
  decideBySeconds: between(RULE_BOUNDS.decideBySeconds),
  stallSeconds: fc.option(between(RULE_BOUNDS.stallSeconds)),
  readySeconds: between(RULE_BOUNDS.readySeconds),
  coolDownSeconds: between(RULE_BOUNDS.coolDownSeconds),
  start: fc.constantFrom("approval", "automatic"),
  resume: fc.constantFrom("approval", "automatic"),
  calls: byClass(fc.constantFrom("allow", "hold")),
  reviewBy: byClass(fc.constantFrom("page", "any")),
  sign: byClass(fc.constantFrom("none", "passkey", "device_passkey")),
  approvers: fc.array(anyThreshold, { minLength: 1, maxLength: 3 }),
  denials: fc.integer({ min: 1, max: 3 }),
  escalate: fc.option(anyEscalation),
  breakGlassSeconds: between(RULE_BOUNDS.breakGlassSeconds),
  tell: fc.uniqueArray(fc.constantFrom("approvers", "sam@example.com", "ada@example.com", "channel:room"), {
    maxLength: 3,
  }),
  callsMax: fc.option(fc.integer({ min: 1, max: 1_000_000 })),
  agentKeys: fc.constantFrom("allow", "deny"),
  context: fc.subarray([...CONTEXT_PARTS]),
  mask: fc.subarray(["*password*", "token", "secret*"]),
  asksPerMinute: fc.option(fc.integer({ min: 1, max: 1000 })),
  approvalsPerHour: fc.option(fc.integer({ min: 1, max: 1000 })),
});

/** A rule whose clocks fit inside each other, as every stored one's do. */
export const soundBody: fc.Arbitrary<RuleBody> = anyBody.map((body) => {
  const leaseSeconds = Math.min(body.leaseSeconds, body.endSeconds);
  const decideBySeconds = Math.min(body.decideBySeconds, body.endSeconds);
  return ruleBodySchema.parse({
    ...body,
    leaseSeconds,
    idleSeconds: Math.min(body.idleSeconds, leaseSeconds),
    decideBySeconds,
    readySeconds: Math.min(body.readySeconds, body.endSeconds),
    escalate:
      body.escalate && decideBySeconds > 1
        ? { ...body.escalate, beforeSeconds: Math.min(body.escalate.beforeSeconds, decideBySeconds - 1) }
        : null,
    stallSeconds: body.stallSeconds === null ? null : Math.min(body.stallSeconds, leaseSeconds),
  });
});

/** Rules as they live beside each other: each with an id and a name of its own. */
export const anyRules: fc.Arbitrary<Rule[]> = fc
  .uniqueArray(fc.tuple(soundBody, fc.integer({ min: 1, max: 9 })), { maxLength: 6, selector: ([body]) => body.name })
  .map((bodies) => bodies.map(([body, version], index) => ({ ...body, id: `rule-${index}`, version })));

export const anyQuestion: fc.Arbitrary<RuleQuestion> = fc.record({
  agent: word,
  server: word,
  tool: word,
  class: anyClass,
});

export const anyTools: fc.Arbitrary<AskedTool[]> = fc.uniqueArray(
  fc.record({ server: word, tool: word, class: anyClass }),
  { minLength: 1, maxLength: 6, selector: ({ server, tool }) => `${server}/${tool}` },
);

/** The default rule with some words changed, as a rule in force. */
export const ruleLike = (change: Partial<RuleBody>, id = change.name ?? "default"): Rule => ({
  ...DEFAULT_RULE,
  ...change,
  id,
  version: 1,
});
