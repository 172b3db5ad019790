import { pageOf } from "../atoms";
import { byId, type Contract } from "../contract-form";
import { patternTrialSchema, tryPatternInput } from "./pattern-schema";
import { answerQuestionInput, questionViewSchema } from "./question-schema";
import { approvalDetailSchema, approvalItemSchema, listApprovalsInput, reviewApprovalInput } from "./schema";
import { siblingsSchema } from "./siblings-schema";
import { seeApprovalInput, seenSchema } from "./sight-schema";
import { signedReviewInput, signedReviewSchema, signingSchema } from "./signing-schema";

export const APPROVALS = {
  listApprovals: {
    method: "GET",
    path: "/api/v1/approvals",
    right: "see",
    input: listApprovalsInput,
    output: pageOf(approvalItemSchema),
    says: "Lists approvals: those that wait by deadline, at the same deadline the more severe class first; those that are decided newest first.",
  },
  approval: {
    method: "GET",
    path: "/api/v1/approvals/{id}",
    right: "see",
    input: byId,
    output: approvalDetailSchema,
    says: "Shows everything about one approval that a reviewer needs.",
  },
  approvalSiblings: {
    method: "GET",
    path: "/api/v1/approvals/{id}/siblings",
    right: "see",
    input: byId,
    output: siblingsSchema,
    says: "Shows which other pending approvals ask the same. Each is answered by its own review.",
  },
  reviewApproval: {
    method: "POST",
    path: "/api/v1/approvals/{id}/reviews",
    right: "review",
    input: reviewApprovalInput,
    output: approvalItemSchema,
    says: "Answers an approval: approves it, approves less, denies it, or asks the agent and its owner something first.",
  },
  answerQuestion: {
    method: "POST",
    path: "/api/v1/approvals/{id}/questions/{question}/answer",
    right: null,
    page: true,
    input: answerQuestionInput,
    output: questionViewSchema,
    says: "Answers a question about an approval. Only for the agent's owner, or who owned it when it asked; the agent has its own door.",
  },
  seeApproval: {
    method: "POST",
    path: "/api/v1/approvals/{id}/seen",
    right: "review",
    page: true,
    input: seeApprovalInput,
    output: seenSchema,
    says: "Notes that the page showed an approval, for Insights: its head, or the end of its arguments, was in sight.",
  },
  tryPattern: {
    method: "POST",
    path: "/api/v1/approvals/{id}/pattern-trial",
    right: "review",
    asks: true,
    input: tryPatternInput,
    output: patternTrialSchema,
    says: "Says which of the agent's calls of the last 30 days a pattern would have let go, and which not.",
  },
  signReview: {
    method: "POST",
    path: "/api/v1/approvals/{id}/signing",
    right: "review",
    page: true,
    input: reviewApprovalInput,
    output: signingSchema,
    says: "Begins to sign an answer with a passkey: what the browser is to sign. Nothing is answered by it.",
  },
  signedReview: {
    method: "GET",
    path: "/api/v1/approvals/{id}/reviews/{review}/evidence",
    right: "export_log",
    input: signedReviewInput,
    output: signedReviewSchema,
    says: "Gives what proves a signed review offline.",
  },
} as const satisfies Record<string, Contract>;
