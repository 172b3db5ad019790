/**
 * What of this module runs in a browser as well: the nouns, and the pure functions that the rule form needs while
 * somebody types. Nothing here may import from node:.
 */

export {
  addedBy,
  allNeeds,
  denialsSchema,
  type Escalation,
  escalationSchema,
  groupsIn,
  type Need,
  needsImply,
  needsSchema,
  ONE_APPROVER,
  THRESHOLDS_MAX,
  type Threshold,
  thresholdImplies,
  thresholdSchema,
  thresholdsSchema,
  VOTES_MAX,
} from "./approvers";
export {
  type ArgumentPattern,
  argumentPatternSchema,
  type Condition,
  faultOfBeginning,
  type Misfit,
  misfitOf,
  sayPattern,
  unpinnedOf,
} from "./argument-pattern";
export { checkRule, type RuleFinding, type RuleFindings } from "./check-rule";
export { type ActionClass, CLASSES, classSchema, isMoreSevere } from "./class";
export {
  type ClockChange,
  compareTerms,
  type Granted,
  type TermChange,
  type TermField,
  type TermsComparison,
  tightest,
  type Verdict,
} from "./compare-terms";
export { completeRule, type PartialRule } from "./complete-rule";
export { because, CALL_REASONS, type CallReasonCode, type Decision, type Reason, reasonSchema } from "./decision";
export { type ExplainedNumber, explainRules, type RuleExplanation } from "./explain-rules";
export { matchesPattern } from "./match-pattern";
export { type LostRule, matchesRule, type RuleAnswer, type RuleQuestion, winningRule } from "./match-rules";
export { exampleOf, reasonNames, reasonPatternSchema } from "./reason-pattern";
export {
  bodyOf,
  CONTEXT_PARTS,
  type ContextPart,
  contextPartSchema,
  DEFAULT_RULE,
  patternSchema,
  RULE_BOUNDS,
  type Rule,
  type RuleBody,
  type RuleMatch,
  type RuleRef,
  ruleBodySchema,
  ruleMatchSchema,
  ruleRef,
  ruleRefSchema,
} from "./rule";
export { changedFields, RULE_FIELDS, type RuleField } from "./rule-field";
export {
  sayEscalation,
  sayNeeds,
  sayNeedsFully,
  sayThreshold,
  sayThresholds,
  sayWhom,
  slotName,
} from "./say-approvers";
export { type SaidPart, sayRule } from "./say-rule";
export { nameSchema, type Scope, scopeSchema, toolNameSchema } from "./scope";
export { SIGNS, type Sign, signSchema, stricterSign } from "./sign";
export {
  CLOCK_NAMES,
  type ClockName,
  type Clocks,
  clocksSchema,
  frozenOf,
  type Term,
  type Terms,
  termSchema,
  termsSchema,
} from "./term";
export { ALL_APPROVERS, channelTold, groupTold, type Tell, tellBoth, tellSchema, toldSchema } from "./told";
