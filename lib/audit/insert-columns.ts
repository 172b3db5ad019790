import type { EntryRow } from "./entry";

/** The columns of an entry that its writer sets, in the order that the commit statement's lines have them. */
export const ENTRY_COLUMNS = [
  "kind",
  "instance_id",
  "task_id",
  "epoch",
  "agent_id",
  "server_id",
  "tool",
  "human_id",
  "call_id",
  "approval_id",
  "digest",
  "body",
] as const;

const TYPES: Record<(typeof ENTRY_COLUMNS)[number], string> = {
  kind: "text",
  instance_id: "uuid",
  task_id: "uuid",
  epoch: "int",
  agent_id: "uuid",
  server_id: "uuid",
  tool: "text",
  human_id: "uuid",
  call_id: "uuid",
  approval_id: "uuid",
  digest: "text",
  body: "text",
};

/**
 * One entry as a line: fields parted by tabs. Canonical JSON, ids and the names that entryRow made hold neither tab nor
 * line break, so nothing needs escaping; an empty field is NULL.
 */
export function entryLine(row: EntryRow): string {
  return `${row.kind}\t${row.instanceId}\t${row.taskId ?? ""}\t${row.epoch ?? ""}\t${row.agentId ?? ""}\t${row.serverId ?? ""}\t${row.tool ?? ""}\t${row.humanId ?? ""}\t${row.callId ?? ""}\t${row.approvalId ?? ""}\t${row.digest ?? ""}\t${row.body}`;
}

/**
 * The select list that reads an entry's columns out of a text array.
 *
 * @param array The SQL name of the array.
 * @param from The index of the first field, 1-based.
 */
export function entryColumnsFrom(array: string, from: number): string {
  return ENTRY_COLUMNS.map((column, index) => `${array}[${from + index}]::${TYPES[column]} AS ${column}`).join(", ");
}
