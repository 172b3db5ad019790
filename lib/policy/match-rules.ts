import type { ActionClass } from "./class";
import { matchesAny, matchesPattern, specificity } from "./match-pattern";
import type { Rule, RuleMatch } from "./rule";

/** Which rule applies is asked about one tool of one server, called by one agent. */
export type RuleQuestion = { agent: string; server: string; tool: string; class: ActionClass };

export const LOSS_REASONS = [
  "off",
  "other_agent",
  "other_server",
  "other_tool",
  "other_class",
  "lower_priority",
  "less_specific",
  "later_name",
] as const;
/** A rule that does not apply, and why not. */
export type LostRule = { rule: Rule; code: (typeof LOSS_REASONS)[number]; sentence: string };

export type RuleAnswer = { winner: Rule | null; lost: LostRule[] };

const NAMED = ["agent", "server", "tool"] as const;
/** What decides between two matches of equal priority, weightiest first. */
const BY_WEIGHT = ["tool", "server", "agent", "class"] as const;

/** Tells whether a rule is on and its match fits: what it would apply to if it were alone. */
export function matchesRule(rule: Pick<Rule, "on" | "match">, question: RuleQuestion): boolean {
  return rule.on && mismatch(rule.match, question) === null;
}

/**
 * Finds the rule that applies: of those that are on and match, the one with the highest priority; then the one whose
 * match is more specific (tool before server before agent before class; a name before a pattern, a pattern with more
 * letters before one with fewer, any pattern before none); then the first by name, then by id, so that one question
 * has one answer.
 *
 * @returns The winner, null when no rule matches, and every other rule with the reason why it does not apply.
 */
export function winningRule(rules: readonly Rule[], question: RuleQuestion): RuleAnswer {
  const matching = rules.filter((rule) => matchesRule(rule, question)).sort(byPrecedence);
  const winner = matching[0] ?? null;
  const beaten = winner ? matching.slice(1).map((rule) => beatenBy(winner, rule)) : [];
  const others = rules.filter((rule) => !matchesRule(rule, question)).map((rule) => notMatching(rule, question));
  return { winner, lost: [...beaten, ...others] };
}

/** Orders rules so that of any that match the same call the earlier one applies. */
export function byPrecedence(a: Rule, b: Rule): number {
  return b.priority - a.priority || bySpecificity(a.match, b.match) || byText(a.name, b.name) || byText(a.id, b.id);
}

/** Tells whether two matches say the same: `*` is the same as leaving the field out. */
export function sameMatch(a: RuleMatch, b: RuleMatch): boolean {
  return a.class === b.class && NAMED.every((field) => plain(a[field]) === plain(b[field]));
}

/** Tells whether a match certainly fits everything another one fits (names compared as written). */
export function coversMatch(wide: RuleMatch, narrow: RuleMatch): boolean {
  const names = NAMED.every((field) => matchesAny(wide[field]) || plain(wide[field]) === plain(narrow[field]));
  return names && (wide.class === undefined || wide.class === narrow.class);
}

function plain(pattern: string | undefined): string {
  return matchesAny(pattern) ? "*" : (pattern ?? "*").replace(/\*+/g, "*");
}

function weight(match: RuleMatch, field: (typeof BY_WEIGHT)[number]): number {
  if (field === "class") return match.class === undefined ? 0 : 1;
  return specificity(match[field]);
}

function weightier(a: RuleMatch, b: RuleMatch): (typeof BY_WEIGHT)[number] | undefined {
  return BY_WEIGHT.find((field) => weight(a, field) !== weight(b, field));
}

function bySpecificity(a: RuleMatch, b: RuleMatch): number {
  const field = weightier(a, b);
  if (!field) return 0;
  return weight(a, field) > weight(b, field) ? -1 : 1;
}

/** By code unit, the same on every machine: a locale's order is not. */
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function mismatch(match: RuleMatch, question: RuleQuestion): (typeof BY_WEIGHT)[number] | null {
  for (const field of NAMED) {
    const pattern = match[field];
    if (pattern !== undefined && !matchesPattern(pattern, question[field])) return field;
  }
  return match.class === undefined || match.class === question.class ? null : "class";
}

function notMatching(rule: Rule, question: RuleQuestion): LostRule {
  if (!rule.on) return { rule, code: "off", sentence: "It is off." };
  const field = mismatch(rule.match, question) ?? "class";
  const wanted = field === "class" ? `${rule.match.class} tools` : `${field} ${rule.match[field]}`;
  const given = field === "class" ? `${question.tool} is ${question.class}` : `this is ${question[field]}`;
  return { rule, code: `other_${field}`, sentence: `It is for ${wanted}; ${given}.` };
}

function beatenBy(winner: Rule, rule: Rule): LostRule {
  if (rule.priority !== winner.priority) {
    const sentence = `Its priority is ${rule.priority}; ${winner.name} has ${winner.priority}.`;
    return { rule, code: "lower_priority", sentence };
  }
  const field = weightier(winner.match, rule.match);
  if (field) {
    const sentence = `Its priority is the same, but ${winner.name} says more precisely which ${field}.`;
    return { rule, code: "less_specific", sentence };
  }
  const sentence = `It is as precise as ${winner.name}, which comes first by name.`;
  return { rule, code: "later_name", sentence };
}
