import { sayDuration } from "@/lib/base/schema";
import {
  CLASSES,
  type ClockName,
  type RuleBody,
  type RuleField,
  sayEscalation,
  sayThresholds,
  type TermField,
} from "@/lib/policy/schema";
import { formatCount } from "../ui/count";

/** What each field of a rule is called on its label, in lists of changes and in tables of numbers. */
export const FIELD_WORDS: Readonly<Record<RuleField, string>> = {
  name: "Name",
  on: "On or off",
  priority: "Priority",
  "match.agent": "Agent",
  "match.server": "Server",
  "match.tool": "Tool",
  "match.class": "Class",
  idleSeconds: "Idle",
  leaseSeconds: "Lease",
  endSeconds: "Absolute end",
  decideBySeconds: "Decide by",
  stallSeconds: "Stall",
  readySeconds: "Ready",
  coolDownSeconds: "Cool-down",
  start: "Starting",
  resume: "Resuming",
  ...byClass("calls", "calls"),
  ...byClass("reviewBy", "answered"),
  ...byClass("sign", "signed"),
  approvers: "Approvals",
  denials: "Denials",
  escalate: "Goes further",
  breakGlassSeconds: "Broken glass",
  tell: "Told",
  callsMax: "Calls",
  agentKeys: "Agent keys",
  context: "Pauses on a change of",
  mask: "Masked arguments",
  asksPerMinute: "Questions a minute",
  approvalsPerHour: "Approvals an hour",
};

type ByClass<P extends string> = `${P}.${(typeof CLASSES)[number]}`;

function byClass<P extends "calls" | "reviewBy" | "sign">(prefix: P, word: string): Record<ByClass<P>, string> {
  const pairs = CLASSES.map((name) => [`${prefix}.${name}`, `${capital(name)} ${word}`]);
  return Object.fromEntries(pairs) as Record<ByClass<P>, string>; // one pair for each class
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** The id under which a field stands on the page, for the words that link to it. */
export const fieldId = (field: RuleField): string => `rule-${field.replace(".", "-")}`;

const ANSWERS: Readonly<Record<string, string>> = {
  allow: "allowed",
  hold: "held",
  page: "on the page only",
  any: "page or token",
  none: "no passkey",
  passkey: "with a passkey",
  device_passkey: "with a device-bound passkey",
};

/** A number or word of a clock or term, as a person reads it. */
export function sayValue(field: ClockName | TermField | "rule", value: string | number | null): string {
  if (value === null) return field === "rule" ? "no rule" : "no limit";
  if (typeof value === "string") return ANSWERS[value] ?? (value === "" ? "nothing" : value);
  return field.endsWith("Seconds") ? sayDuration(value) : formatCount(value);
}

/** What a field of a rule says, for lists of what changed. */
export function sayField(field: RuleField, body: RuleBody): string {
  const [outer, inner] = field.split(".");
  const value: unknown =
    inner === undefined ? body[outer as keyof RuleBody] : innerOf(body[outer as keyof RuleBody], inner);
  if (field === "on") return body.on ? "on" : "off";
  if (field === "start" || field === "resume") return body[field] === "approval" ? "needs approval" : "automatic";
  if (field === "agentKeys") return body.agentKeys === "allow" ? "may open the task" : "may not open the task";
  if (field === "callsMax" || field === "asksPerMinute" || field === "approvalsPerHour")
    return sayValue(field, body[field]);
  if (field === "tell") return body.tell.join(", ") || "nobody";
  if (field === "context" || field === "mask") return sayValue(field, body[field].join(", "));
  if (field === "approvers") return sayThresholds(body.approvers);
  if (field === "denials") return body.denials === 1 ? "1 ends it" : `${body.denials} end it`;
  if (field === "escalate") return sayEscalation(body.escalate);
  if (outer === "match") return value === undefined ? "any" : String(value);
  if (field.endsWith("Seconds")) return value === null ? "no limit" : sayDuration(Number(value));
  return ANSWERS[String(value)] ?? String(value);
}

// Only match, calls, reviewBy and sign have inner fields, and all of them are plain objects.
const innerOf = (value: unknown, name: string): unknown => (value as Record<string, unknown>)[name];
