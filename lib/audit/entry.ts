import { fewRandomBytes, shared } from "../base/index";
import { entryBody } from "./call-body";
import type { AuditEvent } from "./schema";

/** The columns of one entry, in the order of ENTRY_COLUMNS. `seq` and `at` are the database's. */
export type EntryRow = {
  kind: string;
  instanceId: string;
  taskId: string | null;
  epoch: number | null;
  agentId: string | null;
  serverId: string | null;
  tool: string | null;
  humanId: string | null;
  callId: string | null;
  approvalId: string | null;
  digest: string | null;
  body: string;
};

/**
 * A tool's name is the one column whose text comes from outside. With a line break or a tab in it, it would be another
 * entry in the lines of the commit statement; PostgreSQL takes no NUL. The body keeps the name as it came.
 */
const CONTROL = /\p{Cc}/gu;

/** The id under which this process writes; every entry names it. */
export function instanceId(): string {
  return shared("instance", () => ({ id: crypto.randomUUID() })).id;
}

/**
 * Builds one entry: the columns that are filtered by, and the body that is evidence. The body repeats the columns,
 * in canonical JSON with 16 random bytes of salt, so that its digest commits to it without revealing it.
 */
export function entryRow(event: AuditEvent): EntryRow {
  const writer = instanceId();
  return {
    kind: event.kind,
    instanceId: writer,
    taskId: event.taskId ?? null,
    epoch: event.epoch ?? null,
    agentId: event.agentId ?? null,
    serverId: event.serverId ?? null,
    tool: event.tool?.replace(CONTROL, "\ufffd") ?? null,
    humanId: event.humanId ?? null,
    callId: event.callId ?? null,
    approvalId: event.approvalId ?? null,
    digest: event.digest ?? null,
    body: entryBody({ event, instanceId: writer, salt: fewRandomBytes(16).toString("base64url") }),
  };
}
