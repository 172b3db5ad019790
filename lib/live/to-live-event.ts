import type { LogEntry } from "../audit/index";
import type { LiveEvent } from "./schema";

/** Who may hear of an entry. */
export type Room = "everyone" | "people";

/** The kinds of entries that are about people: only those who may read them in the log hear of them. */
const ABOUT_PEOPLE = /^(human|access_token)\./;

export function roomOf(entry: Pick<LogEntry, "kind">): Room {
  return ABOUT_PEOPLE.test(entry.kind) ? "people" : "everyone";
}

/** Takes of an entry what tells a page what to look at again. No texts: what somebody may read, they fetch with their own rights. */
export function toLiveEvent(entry: LogEntry): LiveEvent {
  const { seq, at, kind, taskId, agentId, serverId, tool, humanId, callId, approvalId } = entry;
  return { seq, at, kind, taskId, agentId, serverId, tool, humanId, callId, approvalId };
}
