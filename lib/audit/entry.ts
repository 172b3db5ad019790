import { randomBytes } from "node:crypto";
import { canonicalJson, type Json, shared } from "../base/index";
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
  const { kind, facts, ...references } = event;
  const row = { instanceId: instanceId(), ...references };
  const body: Record<string, unknown> = { ...row, facts, kind, salt: randomBytes(16).toString("base64url"), v: 1 };
  return {
    kind,
    instanceId: row.instanceId,
    taskId: row.taskId ?? null,
    epoch: row.epoch ?? null,
    agentId: row.agentId ?? null,
    serverId: row.serverId ?? null,
    tool: row.tool?.replace(CONTROL, "\ufffd") ?? null,
    humanId: row.humanId ?? null,
    callId: row.callId ?? null,
    approvalId: row.approvalId ?? null,
    digest: row.digest ?? null,
    // The event's type admits JSON only; `unknown` in facts is filled from parsed JSON.
    body: canonicalJson(body as Json),
  };
}
