import { sayDuration } from "@/lib/base/schema";
import {
  RULE_BOUNDS,
  RULE_FIELDS,
  type RuleBody,
  type RuleField,
  type RuleFinding,
  ruleBodySchema,
} from "@/lib/policy/schema";
import { DURATION_FIELDS, type DurationField, type RuleDraft, rawBody } from "./rule-draft";

export type DraftReading = {
  /** The rule that the draft is; null while a field is missing or out of bounds. */
  body: RuleBody | null;
  /** What is missing or out of bounds, at its field. */
  problems: RuleFinding[];
};

/** Reads a draft: the rule it is, or what it lacks to be one. */
export function readDraft(draft: RuleDraft): DraftReading {
  const parsed = ruleBodySchema.safeParse(rawBody(draft));
  if (parsed.success) return { body: parsed.data, problems: [] };
  const fields = new Set(parsed.error.issues.map((issue) => fieldAt(issue.path)));
  return {
    body: null,
    problems: RULE_FIELDS.filter((field) => fields.has(field)).map((field) => problemAt(field, draft)),
  };
}

/** An entry of a list is a fault of the list, and so is whatever stands in one; who is asked further is one field. */
const fieldAt = (path: readonly PropertyKey[]): string =>
  path[0] === "approvers" || path[0] === "escalate" ? path[0] : plainField(path);

const plainField = (path: readonly PropertyKey[]): string =>
  path
    .filter((part) => typeof part !== "number")
    .map(String)
    .join(".");

function problemAt(field: RuleField, draft: RuleDraft): RuleFinding {
  if (isDuration(field)) return { field, sentence: durationProblem(field, draft[field]) };
  return { field, sentence: SENTENCES[field] ?? "This does not fit." };
}

const isDuration = (field: RuleField): field is DurationField => (DURATION_FIELDS as readonly string[]).includes(field);

function durationProblem(field: DurationField, value: number | null): string {
  const [least, most] = RULE_BOUNDS[field];
  const fits = `${sayDuration(least)} to ${sayDuration(most)}`;
  return value === null || Number.isNaN(value) ? `Write a number: ${fits}.` : `Out of bounds. Use ${fits}.`;
}

const PATTERN = "Letters, digits and _ . - / only; * stands for anything.";

const SENTENCES: Partial<Record<RuleField, string>> = {
  name: "1 to 63 lower-case letters, digits and hyphens, not starting or ending with a hyphen.",
  priority: "A whole number from 0 to 1000.",
  tell: "Write approvers, e-mail addresses, or group: or channel: and its name, with commas between.",
  approvers:
    "How many, from 1 to 10, and of whom. A reason such as OPS-#: letters, digits and - _ / . : only; # stands for digits.",
  denials: "A whole number from 1 to 10.",
  escalate: "When, to whom, and how many of them are enough: 1 to 10, or nothing.",
  callsMax: "A whole number from 1 to 1 000 000.",
  mask: "Names of arguments with commas between them, at most 50. Letters, digits and _ . - / only; * stands for anything.",
  asksPerMinute: "A whole number from 1 to 1000, or nothing for no limit.",
  approvalsPerHour: "A whole number from 1 to 1000, or nothing for no limit.",
  "match.agent": PATTERN,
  "match.server": PATTERN,
  "match.tool": PATTERN,
};

/** Stands for a name that is missing, where a rule is only said and checked. */
const UNNAMED = "unnamed";

/**
 * The rule to say and to check while somebody types: what is complete of the draft, and for the rest what stood there
 * before. The fields in `unsaid` must not be said as if they were meant.
 */
export function sayable(draft: RuleDraft, before: RuleBody): { body: RuleBody; unsaid: ReadonlySet<RuleField> } {
  const { body, problems } = readDraft(draft);
  if (body) return { body, unsaid: new Set() };
  const unsaid = new Set(problems.map((problem) => problem.field));
  const raw = rawBody(draft);
  const kept: Record<string, unknown> = { ...before, ...raw, match: keptMatch(raw.match, unsaid) };
  // A dotted field is a pattern, which keptMatch has left out.
  for (const field of unsaid) if (!field.includes(".")) kept[field] = before[field as keyof RuleBody];
  if (unsaid.has("name")) kept.name = UNNAMED;
  return { body: ruleBodySchema.parse(kept), unsaid };
}

const keptMatch = (match: unknown, unsaid: ReadonlySet<RuleField>): unknown =>
  Object.fromEntries(Object.entries(match ?? {}).filter(([name]) => !unsaid.has(`match.${name}` as RuleField))); // names of a match
