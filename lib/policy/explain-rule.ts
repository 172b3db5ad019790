import { explainRules, type RuleExplanation } from "./explain-rules";
import type { RuleQuestion } from "./match-rules";
import { readRules } from "./store";

/**
 * Answers which rule would apply to this agent and tool now, why each other one does not, and which rule each number
 * comes from. Reads the rules afresh, those that are off too.
 */
export async function explainRule(question: RuleQuestion): Promise<RuleExplanation> {
  return explainRules(await readRules(), question);
}
