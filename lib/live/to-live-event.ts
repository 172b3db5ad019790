import type { EventKind, LogEntry } from "../audit/index";
import { toolNameSchema } from "../policy/schema";
import type { LiveEvent } from "./schema";

/** Kinds whose last word is not the state that follows. */
const STATES: Partial<Record<EventKind, string>> = {
  "task.started": "running",
  "task.resumed": "running",
  "task.narrowed": undefined,
  "task.tightened": undefined,
  "approval.requested": "pending",
  "approval.voted": "pending",
  "approval.edited": "pending",
  "approval.widened": "pending",
  "approval.asked_back": "pending",
  "approval.answered": "pending",
  "approval.reset": "pending",
  "approval.escalated": "pending",
  "approval.broken_glass": "approved",
  "approval.glass_judged": undefined,
  "approval.glass_overdue": undefined,
};
const STATED = /^(?:task|approval|hold|call)\.(.+)$/;

/**
 * Takes of an entry what tells a page what to look at again: references and states. No texts and no payloads: what
 * somebody may read, they fetch with their own rights.
 */
export function toLiveEvent(entry: LogEntry): LiveEvent {
  const looksLike = CANARIES[entry.kind];
  if (looksLike) return asQuestion(entry, looksLike);
  const { seq, at, kind, epoch, taskId, agentId, serverId, humanId, callId, approvalId } = entry;
  // The name of a tool that was denied because there is none is whatever the agent sent.
  const tool = kind === "call.denied" ? toolNameSchema.safeParse(entry.tool).data : entry.tool;
  const state = stateAfter(kind);
  return { seq, at, kind, epoch, taskId, agentId, serverId, tool, humanId, callId, approvalId, state };
}

/**
 * Pages look at questions again when there is a canary among them, and must not be told that it is one: it is told as
 * what it looks like, and its end as that of a question that went away. Whose answer it was stays out of it.
 */
const CANARIES: Partial<Record<EventKind, EventKind>> = {
  "canary.seeded": "approval.requested",
  "canary.caught": "approval.superseded",
  "canary.missed": "approval.superseded",
  "canary.ended": "approval.superseded",
};

function asQuestion({ seq, at, approvalId }: LogEntry, kind: EventKind): LiveEvent {
  return { seq, at, kind, approvalId, state: stateAfter(kind) };
}

const known = new Map<EventKind, string | undefined>();

function stateAfter(kind: EventKind): string | undefined {
  if (!known.has(kind)) known.set(kind, kind in STATES ? STATES[kind] : STATED.exec(kind)?.[1]);
  return known.get(kind);
}
