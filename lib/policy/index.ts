/** Rules: what they say, which one applies, and what that means for a task and for a call. */
export { type AppliedRules, applyConfigRules } from "./apply-config-rules";
export { checkRule } from "./check-rule";
export { compareTerms, tightest } from "./compare-terms";
export { completeRule, type PartialRule } from "./complete-rule";
export { type CallQuestion, decideCall } from "./decide-call";
export { decideRelease, type ReleaseDecision } from "./decide-release";
export { deleteRule } from "./delete-rule";
export { ensureDefaultRule } from "./ensure-default-rule";
export { explainRule } from "./explain-rule";
export { findRule, listRules, listVersions } from "./list-rules";
export { matchesRule, winningRule } from "./match-rules";
export { refuseGroupInUse } from "./refuse-group-in-use";
export { rulesInForce } from "./rules-in-force";
export { type RuleInput, type SavedRule, saveRule } from "./save-rule";
export { sayRule } from "./say-rule";
export type { RuleVersion, StoredRule } from "./store";
export { type Asked, type AskedTool, type Given, termsFor, type UncoveredTool } from "./terms-for";
