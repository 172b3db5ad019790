import type { EventKind } from "../audit/schema";
import { AppError } from "../base/index";
import type { ApprovalState, HoldState } from "./schema";

type Row<State> = { from: readonly State[]; to: State; by: readonly string[]; writes: EventKind };

/** Everything that can happen to an approval. Only humans approve and deny; clocks expire. */
export const APPROVAL_EVENTS = {
  ask: { from: [], to: "pending", by: ["system"], writes: "approval.requested" },
  vote: { from: ["pending"], to: "pending", by: ["reviewer"], writes: "approval.voted" },
  ask_back: { from: ["pending"], to: "pending", by: ["reviewer"], writes: "approval.asked_back" },
  answer: { from: ["pending"], to: "pending", by: ["agent", "owner"], writes: "approval.answered" },
  reset: { from: ["pending"], to: "pending", by: ["system"], writes: "approval.reset" },
  escalate: { from: ["pending"], to: "pending", by: ["clock"], writes: "approval.escalated" },
  approve: { from: ["pending"], to: "approved", by: ["reviewer"], writes: "approval.approved" },
  break: { from: ["pending"], to: "approved", by: ["reviewer"], writes: "approval.broken_glass" },
  deny: { from: ["pending"], to: "denied", by: ["reviewer"], writes: "approval.denied" },
  expire: { from: ["pending"], to: "expired", by: ["clock"], writes: "approval.expired" },
  supersede: { from: ["pending"], to: "superseded", by: ["system"], writes: "approval.superseded" },
  withdraw: { from: ["pending"], to: "withdrawn", by: ["agent"], writes: "approval.withdrawn" },
} as const satisfies Record<string, Row<ApprovalState>>;
export type ApprovalEvent = keyof typeof APPROVAL_EVENTS;

/** Everything that can happen to a hold. An approval never sends: it makes the hold ready, and one call uses it. */
export const HOLD_EVENTS = {
  open: { from: [], to: "waiting", by: ["policy"], writes: "call.held" },
  ready: { from: ["waiting"], to: "ready", by: ["reviewer"], writes: "hold.ready" },
  use: { from: ["ready"], to: "used", by: ["agent"], writes: "call.allowed" },
  deny: { from: ["waiting", "ready"], to: "denied", by: ["reviewer", "policy"], writes: "hold.denied" },
  expire: { from: ["waiting", "ready"], to: "expired", by: ["clock"], writes: "hold.expired" },
  supersede: { from: ["waiting", "ready"], to: "superseded", by: ["system"], writes: "hold.superseded" },
  withdraw: { from: ["waiting", "ready"], to: "withdrawn", by: ["agent"], writes: "hold.withdrawn" },
} as const satisfies Record<string, Row<HoldState>>;
export type HoldEvent = keyof typeof HOLD_EVENTS;

/** The state of an approval after an event. @throws APPROVAL_DECIDED when the table has no such move. */
export function nextApprovalState(state: ApprovalState, event: ApprovalEvent): ApprovalState {
  const row: Row<ApprovalState> = APPROVAL_EVENTS[event];
  if (!row.from.includes(state))
    throw new AppError("APPROVAL_DECIDED", `This approval is ${state} already.`, { state });
  return row.to;
}

/** Whether the table lets a hold in this state meet an event. */
export function canHold(state: HoldState, event: HoldEvent): boolean {
  const row: Row<HoldState> = HOLD_EVENTS[event];
  return row.from.includes(state);
}
