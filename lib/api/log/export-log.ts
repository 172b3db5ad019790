import type { Prisma } from "../../../generated/prisma/client";
import { digestOf } from "../../base/index";
import type { Handler } from "../handler";
import { csvLine } from "./csv";
import { logConditions } from "./log-conditions";
import { readEntries, type StoredEntry } from "./read-entries";
import type { LogRow } from "./schema";
import { settledSeq } from "./settled-seq";
import { toLogRows } from "./to-log-row";

const PAGE = 500;

type Line = LogRow & { body: string };

/** Streams entries in order, page by page, up to what was there when it began. Payloads are not in it. */
export const exportLog: Handler<"exportLog"> = async ({ format, after, ...filter }, person) => {
  const conditions = await logConditions(person, filter);
  const reading = { conditions, after: after === undefined ? 0n : BigInt(after), upTo: await settledSeq() };
  const day = new Date().toISOString().slice(0, 10);
  return format === "csv"
    ? { type: "text/csv", filename: `countersign-log-${day}.csv`, pieces: asCsv(pages(reading)) }
    : { type: "application/jsonl", filename: `countersign-log-${day}.jsonl`, pieces: asJsonLines(pages(reading)) };
};

type Reading = { conditions: Prisma.Sql[] | null; after: bigint; upTo: bigint };

async function* pages({ conditions, after, upTo }: Reading): AsyncGenerator<Line[]> {
  if (!conditions) return;
  for (let from = after; ; ) {
    const entries = await readEntries({ conditions, order: "oldest", after: from, upTo, limit: PAGE });
    const last = entries.at(-1);
    if (!last) return;
    yield await toLines(entries);
    from = BigInt(last.seq);
  }
}

async function toLines(entries: StoredEntry[]): Promise<Line[]> {
  const rows = await toLogRows(entries.map(({ body: _, ...entry }) => entry));
  return rows.map((row, index) => ({ ...row, body: entries[index]?.body ?? "" }));
}

/** Each line is the entry, and beside it the evidence exactly as it is stored. */
async function* asJsonLines(lines: AsyncIterable<Line[]>): AsyncGenerator<string> {
  for await (const page of lines) {
    yield page
      .map(({ body, names, seq, at, kind, facts, instanceId, ...row }) => {
        const { taskId, epoch, agentId, serverId, tool, humanId, callId, approvalId, digest } = row;
        const references = { taskId, epoch, agentId, serverId, tool, humanId, callId, approvalId, digest };
        return `${JSON.stringify({ seq, at, kind, ...references, instanceId, names, facts, body })}\n`;
      })
      .join("");
  }
}

const COLUMNS: readonly (readonly [title: string, value: (line: Line) => string | number | null | undefined])[] = [
  ["seq", (line) => line.seq],
  ["at", (line) => line.at],
  ["kind", (line) => line.kind],
  ["because", (line) => line.because],
  ["person", (line) => line.names.person],
  ["agent", (line) => line.names.agent],
  ["task", (line) => line.names.task],
  ["epoch", (line) => line.epoch],
  ["server", (line) => line.names.server],
  ["tool", (line) => line.tool],
  ["class", (line) => line.class],
  ["rule", (line) => line.rule && `${line.rule.name} v${line.rule.version}`],
  ["workload", (line) => line.workload],
  ["digest", (line) => line.digest],
  ["task_id", (line) => line.taskId],
  ["agent_id", (line) => line.agentId],
  ["server_id", (line) => line.serverId],
  ["person_id", (line) => line.humanId],
  ["call_id", (line) => line.callId],
  ["approval_id", (line) => line.approvalId],
  ["instance_id", (line) => line.instanceId],
  ["facts", (line) => JSON.stringify(line.facts)],
  ["body_sha256", (line) => digestOf(line.body)],
];

async function* asCsv(lines: AsyncIterable<Line[]>): AsyncGenerator<string> {
  yield csvLine(COLUMNS.map(([title]) => title));
  for await (const page of lines) yield page.map((line) => csvLine(COLUMNS.map(([, value]) => value(line)))).join("");
}
