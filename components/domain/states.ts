import {
  Ban,
  Check,
  CheckCheck,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleMinus,
  CirclePause,
  CirclePlay,
  CircleQuestionMark,
  CircleX,
  Clock,
  Equal,
  FileDiff,
  Hand,
  Info,
  Layers2,
  type LucideIcon,
  OctagonAlert,
  Pin,
  Send,
  TimerOff,
  TriangleAlert,
  Undo2,
  X,
} from "lucide-react";
import type { ApprovalState, HoldState } from "@/lib/approvals/schema";
import type { DeliveryState } from "@/lib/notify/schema";
import type { TaskState } from "@/lib/tasks/schema";
import type { Tone } from "../ui/tone";

export type Mark = { word: string; tone: Tone; icon: LucideIcon };

const mark = (word: string, tone: Tone, icon: LucideIcon): Mark => ({ word, tone, icon });

const ENDS = {
  denied: mark("denied", "stop", CircleX),
  expired: mark("expired", "off", TimerOff),
  withdrawn: mark("withdrawn", "off", Undo2),
  superseded: mark("superseded", "off", Layers2),
};

export const TASK_MARKS: Readonly<Record<TaskState, Mark>> = {
  requested: mark("requested", "wait", CircleDashed),
  running: mark("running", "ok", CirclePlay),
  paused: mark("paused", "wait", CirclePause),
  completed: mark("completed", "off", CircleCheck),
  withdrawn: ENDS.withdrawn,
  denied: ENDS.denied,
  revoked: mark("revoked", "stop", Ban),
  expired: ENDS.expired,
};

/** A stop that a person has put on an agent or a tool. */
export const LOCKED = mark("locked", "stop", OctagonAlert);

export const APPROVAL_MARKS: Readonly<Record<ApprovalState, Mark>> = {
  pending: mark("pending", "wait", Hand),
  approved: mark("approved", "ok", Check),
  ...ENDS,
};

export const HOLD_MARKS: Readonly<Record<HoldState, Mark>> = {
  waiting: mark("waiting", "wait", Hand),
  ready: mark("ready", "ok", Check),
  used: mark("used", "off", CheckCheck),
  ...ENDS,
};

/** Where a call stands: held or denied by policy, allowed and sent, or what came of it. */
export const CALL_MARKS = {
  held: mark("held", "wait", Hand),
  denied: mark("denied", "stop", X),
  allowed: mark("allowed", "ok", Check),
  succeeded: mark("succeeded", "ok", CircleCheck),
  failed: mark("failed", "stop", CircleAlert),
  timed_out: mark("timed out", "stop", Clock),
  aborted: mark("aborted", "off", CircleX),
  not_sent: mark("not sent", "off", CircleMinus),
  unknown: mark("unknown", "wait", CircleQuestionMark),
} as const satisfies Record<string, Mark>;
export type CallState = keyof typeof CALL_MARKS;

/** What policy said. */
export const DECISION_MARKS = {
  allow: mark("allow", "ok", Check),
  hold: mark("hold", "wait", Hand),
  deny: mark("deny", "stop", X),
} as const satisfies Record<string, Mark>;

/** How a part of the context stands against the approval. */
export const CONTEXT_MARKS = {
  same: mark("same", "off", Equal),
  changed: mark("changed", "wait", TriangleAlert),
  noted: mark("noted", "off", Info),
} as const satisfies Record<string, Mark>;

/** People, agents and servers. */
export const STANDING_MARKS = {
  active: mark("active", "ok", CircleCheck),
  disabled: mark("disabled", "off", Ban),
  locked: LOCKED,
} as const satisfies Record<string, Mark>;

/** Whether a server answered when it was last looked at. */
export const HEALTH_MARKS = {
  up: mark("up", "ok", CircleCheck),
  down: mark("down", "stop", CircleAlert),
  unknown: mark("unknown", "wait", CircleQuestionMark),
} as const satisfies Record<string, Mark>;

/** How what a server offers stands against what was accepted. */
export const TOOL_MARKS = {
  pinned: mark("pinned", "off", Pin),
  drifted: mark("drifted", "wait", FileDiff),
  gone: mark("gone", "off", CircleMinus),
  locked: LOCKED,
} as const satisfies Record<string, Mark>;

/** A secret or key of an agent. */
export const CREDENTIAL_MARKS = {
  active: STANDING_MARKS.active,
  ending: mark("ending", "wait", Clock),
  expired: ENDS.expired,
  revoked: mark("revoked", "stop", Ban),
} as const satisfies Record<string, Mark>;

/** A message to a person or a room. */
export const DELIVERY_MARKS: Readonly<Record<DeliveryState, Mark>> = {
  waiting: mark("waiting", "wait", Clock),
  sending: mark("sending", "wait", Send),
  sent: mark("sent", "ok", CircleCheck),
  failed: mark("failed", "stop", CircleAlert),
  dropped: mark("dropped", "off", CircleMinus),
};

/** A channel. */
export const CHANNEL_MARKS = {
  on: mark("on", "ok", CircleCheck),
  off: mark("off", "off", Ban),
} as const satisfies Record<string, Mark>;

export const MARKS = {
  task: TASK_MARKS,
  approval: APPROVAL_MARKS,
  hold: HOLD_MARKS,
  call: CALL_MARKS,
  decision: DECISION_MARKS,
  context: CONTEXT_MARKS,
  standing: STANDING_MARKS,
  health: HEALTH_MARKS,
  tool: TOOL_MARKS,
  credential: CREDENTIAL_MARKS,
  delivery: DELIVERY_MARKS,
  channel: CHANNEL_MARKS,
} as const;
export type MarkKind = keyof typeof MARKS;
