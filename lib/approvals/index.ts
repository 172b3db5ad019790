export { answerCanary } from "./answer-canary";
export { answerQuestion } from "./answer-question";
export { askAnew } from "./ask-anew";
export { patternOf, requirePatternable } from "./ask-pattern";
export { type AuthorityAsked, authorityFor } from "./authority-for";
export { beginBreaking, beginSigning, type Signing } from "./begin-signing";
export { breakGlass } from "./break-glass";
export { type CanaryRow, type CanaryState, findCanary, findShown, shownAsApproval } from "./canary-store";
export {
  countVotes,
  type Filled,
  type NeedCount,
  placeIn,
  type Vote,
  type VoteCount,
  waysOf,
} from "./count-votes";
export { describeLifecycles } from "./describe-lifecycles";
export { approvalDigest, holdKey } from "./digests";
export { earlierDenial } from "./earlier-denial";
export { referencesOf } from "./end-hold";
export { endHoldBecause } from "./end-hold-because";
export { endPattern, endUnsignedPattern } from "./end-pattern";
export { endUnsigned } from "./end-unsigned";
export { sweepEscalations } from "./escalate";
export type { SignedReview } from "./evidence";
export { type Excluded, readExcluded, sayExcluded } from "./excluded-people";
export { exportSignedReview, signedReviewsOf } from "./export-signed-review";
export { type FoundPattern, findPattern, type LikeCall } from "./find-pattern";
export { followTask } from "./follow-task";
export { countsIn, patternFor } from "./idle-vote";
export { judgeBrokenGlass } from "./judge-broken-glass";
export { keepResult, RESULT_KEPT_SECONDS, takeResult } from "./keep-result";
export { APPROVAL_EVENTS, HOLD_EVENTS } from "./lifecycle";
export { type HeldCall, type Holding, openHold } from "./open-hold";
export { pauseForStanding } from "./pause-for-standing";
export { planCanaries } from "./plan-canaries";
export {
  mayAnswerFor,
  type OpenQuestion,
  openQuestions,
  type Questioned,
  readQuestions,
  tellQuestions,
  untellQuestions,
} from "./questions";
export { readVotes } from "./read-votes";
export { releaseByPattern } from "./release-by-pattern";
export { releaseHold, type SettleRelease } from "./release-hold";
export { pinnedSchema, type RenderedApproval, renderApproval } from "./render-approval";
export { reviewApproval } from "./review-approval";
export { sweepDeadlines } from "./run-deadlines";
export { type Saying, sayAs, sayVerb } from "./say-verb";
export { seeApproval } from "./see-approval";
export {
  type AskedAlone,
  groupSiblings,
  type Sibling,
  type SiblingGroup,
  type SiblingRelation,
  siblingOf,
} from "./sibling-asks";
export { type ApprovalRow, findApproval, findHold, findLiveHold, type HoldRow } from "./store";
export { CANARY_SECONDS, sweepCanaries } from "./sweep-canaries";
export { sweepSights } from "./sweep-sights";
export { sweepUnjudged } from "./sweep-unjudged";
export { type SignatureCheck, type SignatureVerdict, verifySignedReview } from "./verify-signed-review";
