import { because, type Reason } from "./decision";
import { type LostRule, type RuleQuestion, winningRule } from "./match-rules";
import { type Rule, type RuleRef, ruleRef } from "./rule";
import { CLOCK_NAMES, type ClockName } from "./term";

/** One number of the rule that applies, and the rule it comes from. */
export type ExplainedNumber = { name: ClockName | "readySeconds"; value: number | null; rule: RuleRef };

/** Which rule would apply to one agent and tool, which would not and why, and what it says. */
export type RuleExplanation = {
  question: RuleQuestion;
  winner: Rule | null;
  /** Why there is no winner; null when there is one. */
  reason: Reason | null;
  lost: LostRule[];
  numbers: ExplainedNumber[];
  /** What happens to a call of the tool's class; null without a winner, which means it is denied. */
  call: "allow" | "hold" | null;
};

/** Answers "which rule would apply, and why this number" from a list of rules, drafts included. */
export function explainRules(rules: readonly Rule[], question: RuleQuestion): RuleExplanation {
  const { winner, lost } = winningRule(rules, question);
  if (!winner) {
    const sentence = `No rule covers ${question.tool} on ${question.server}, and no rule means no.`;
    return { question, winner, reason: because("no_rule", sentence), lost, numbers: [], call: null };
  }
  const rule = ruleRef(winner);
  const names = [...CLOCK_NAMES, "readySeconds"] as const;
  const numbers = names.map((name) => ({ name, value: winner[name], rule }));
  return { question, winner, reason: null, lost, numbers, call: winner.calls[question.class] };
}
