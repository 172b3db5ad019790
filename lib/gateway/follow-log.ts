import { z } from "zod";
import type { EventKind, LogEntry } from "../audit/index";
import { forgetCredential } from "../credentials/index";
import { closeSessions, invalidateServers } from "../servers/index";
import type { Gateway } from "./gateway";
import { forgetSubject, forgetSubjects } from "./subject";

/** What the log can tell the gateway, by the beginning of the entry's kind. */
const CONCERNS: { starts: string; does: (gateway: Gateway, entry: LogEntry) => void }[] = [
  { starts: "task.", does: taskMoved },
  { starts: "hold.", does: holdMoved },
  { starts: "call.", does: (gateway, entry) => entry.approvalId && holdMoved(gateway, entry) },
  { starts: "approval.asked_back", does: askedBack },
  { starts: "agent.", does: () => forgetSubjects() },
  { starts: "human.", does: () => forgetSubjects() },
  { starts: "server.", does: () => invalidateServers() },
  { starts: "server.credential_", does: (_, entry) => entry.serverId && forgetCredential(entry.serverId) },
  { starts: "tool.", does: () => invalidateServers() },
];

const ENDS: ReadonlySet<EventKind> = new Set([
  "task.completed",
  "task.withdrawn",
  "task.denied",
  "task.revoked",
  "task.expired",
]);

/**
 * Takes in what happened, here or on another instance: forgets what is out of date, wakes calls that wait, and aborts
 * calls of tasks that were revoked. Nothing depends on it for safety but the abort: the commit refuses by itself.
 */
export function followLog(gateway: Gateway, entries: LogEntry[]): void {
  for (const entry of entries) {
    for (const concern of CONCERNS) if (entry.kind.startsWith(concern.starts)) concern.does(gateway, entry);
  }
}

function taskMoved(gateway: Gateway, entry: LogEntry): void {
  if (!entry.taskId) return;
  forgetSubject(entry.taskId);
  if (entry.kind === "task.revoked" || entry.kind === "task.expired")
    gateway.inFlight.abortTask(entry.taskId, "The task has ended.", BigInt(entry.seq));
  if (entry.kind === "task.paused" && entry.facts.stopNow === true)
    gateway.inFlight.abortTask(entry.taskId, "The task was stopped.", BigInt(entry.seq));
  if (ENDS.has(entry.kind)) void closeSessions(entry.taskId);
}

function holdMoved(gateway: Gateway, entry: LogEntry): void {
  if (entry.taskId) forgetSubject(entry.taskId);
  if (entry.callId) gateway.signals.tell(entry.callId);
}

const askedSchema = z.object({ calls: z.array(z.string()) });

/** Wakes the calls that wait with an approval about which somebody asks something. */
function askedBack(gateway: Gateway, { facts }: LogEntry): void {
  for (const callId of askedSchema.safeParse(facts).data?.calls ?? []) gateway.signals.tell(callId);
}
