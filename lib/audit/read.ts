import { db } from "../db/index";
import type { EventKind, LogEntry } from "./schema";

export type LogFilter = {
  taskId?: string;
  agentId?: string;
  serverId?: string;
  tool?: string;
  humanId?: string;
  callId?: string;
  approvalId?: string;
  digest?: string;
  kinds?: EventKind[];
  /** Only entries behind this number; with `order: "oldest"` the next page. */
  after?: bigint;
  /** Only entries before this number; with `order: "newest"` the next page. */
  before?: bigint;
};

type Row = { seq: bigint; at: Date; body: string };

/**
 * Reads entries by filter, one keyset page at a time.
 *
 * @param limit 1–1000.
 * @param order `oldest` for reading along, `newest` for looking back.
 */
export async function listEntries(filter: LogFilter, limit: number, order: "oldest" | "newest"): Promise<LogEntry[]> {
  const rows = await db().entry.findMany({
    where: {
      taskId: filter.taskId,
      agentId: filter.agentId,
      serverId: filter.serverId,
      tool: filter.tool,
      humanId: filter.humanId,
      callId: filter.callId,
      approvalId: filter.approvalId,
      digest: filter.digest === undefined ? undefined : { startsWith: filter.digest },
      kind: filter.kinds ? { in: filter.kinds } : undefined,
      seq: { gt: filter.after, lt: filter.before },
    },
    orderBy: { seq: order === "oldest" ? "asc" : "desc" },
    take: Math.min(Math.max(limit, 1), 1000),
    select: { seq: true, at: true, body: true },
  });
  return rows.map(toLogEntry);
}

/** Reads one entry with its evidence: the body exactly as stored. Null when there is none of that number. */
export async function findEntry(seq: bigint): Promise<(LogEntry & { body: string }) | null> {
  const row = await db().entry.findUnique({ where: { seq }, select: { seq: true, at: true, body: true } });
  return row ? { ...toLogEntry(row), body: row.body } : null;
}

/** Turns a stored row into an entry. The body is our own canonical JSON, written by entryRow. */
export function toLogEntry(row: Row): LogEntry {
  const body = JSON.parse(row.body) as LogEntry;
  // Named one by one: the tail does this for every entry.
  return {
    seq: row.seq.toString(),
    at: row.at.toISOString(),
    kind: body.kind,
    instanceId: body.instanceId,
    taskId: body.taskId,
    epoch: body.epoch,
    agentId: body.agentId,
    serverId: body.serverId,
    tool: body.tool,
    humanId: body.humanId,
    callId: body.callId,
    approvalId: body.approvalId,
    digest: body.digest,
    facts: body.facts,
  };
}
