import { CLASSES } from "./class";
import type { RuleBody } from "./rule";

/** Every place in a rule at which a form shows a word, a number or a finding; a nested one is written with a dot. */
export const RULE_FIELDS = [
  "name",
  "on",
  "priority",
  "match.agent",
  "match.server",
  "match.tool",
  "match.class",
  "idleSeconds",
  "leaseSeconds",
  "endSeconds",
  "decideBySeconds",
  "stallSeconds",
  "readySeconds",
  "coolDownSeconds",
  "start",
  "resume",
  ...CLASSES.map((name) => `calls.${name}` as const),
  ...CLASSES.map((name) => `reviewBy.${name}` as const),
  ...CLASSES.map((name) => `sign.${name}` as const),
  "tell",
  "approvers",
  "denials",
  "escalate",
  "breakGlassSeconds",
  "callsMax",
  "agentKeys",
  "context",
  "mask",
  "asksPerMinute",
  "approvalsPerHour",
] as const;
export type RuleField = (typeof RULE_FIELDS)[number];

/** Tells which fields of a rule differ between two versions. A match that says `*` differs from one that says nothing. */
export function changedFields(before: RuleBody, after: RuleBody): RuleField[] {
  return RULE_FIELDS.filter((field) => valueAt(before, field) !== valueAt(after, field));
}

function valueAt(body: RuleBody, field: RuleField): unknown {
  const [outer, inner] = field.split(".");
  // The fields are our own list; what stands there is compared, never used.
  const value = body[outer as keyof RuleBody] as unknown;
  if (inner !== undefined) return (value as Record<string, unknown>)[inner];
  // The schema orders the keys of what it reads, so that equal lists are equal text.
  return typeof value === "object" ? JSON.stringify(value) : value;
}
