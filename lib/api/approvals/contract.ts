import { pageOf } from "../atoms";
import { byId, type Contract } from "../contract-form";
import { approvalDetailSchema, approvalItemSchema, listApprovalsInput, reviewApprovalInput } from "./schema";

export const APPROVALS = {
  listApprovals: {
    method: "GET",
    path: "/api/v1/approvals",
    right: "see",
    input: listApprovalsInput,
    output: pageOf(approvalItemSchema),
    says: "Lists approvals: those that wait by deadline, those that are decided newest first.",
  },
  approval: {
    method: "GET",
    path: "/api/v1/approvals/{id}",
    right: "see",
    input: byId,
    output: approvalDetailSchema,
    says: "Shows everything about one approval that a reviewer needs.",
  },
  reviewApproval: {
    method: "POST",
    path: "/api/v1/approvals/{id}/reviews",
    right: "review",
    input: reviewApprovalInput,
    output: approvalItemSchema,
    says: "Answers an approval: approves it, approves less, or denies it.",
  },
} as const satisfies Record<string, Contract>;
