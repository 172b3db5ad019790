import { z } from "zod";
import type { ApprovalRow } from "../../approvals/index";
import type { AskedCall } from "../../approvals/schema";
import { findBody, toLogEntry } from "../../audit/index";
import { canonicalJson, type Json } from "../../base/index";
import { db } from "../../db/index";
import { may, type Person } from "../../identity/schema";
import { maskValues } from "../../rendering/schema";
import type { TaskView } from "../../tasks/index";
import type { Compared } from "./changed-authority";
import type { Change } from "./schema";

type Row = { seq: bigint; at: Date; body: string; callId: string };
const callerSchema = z.object({ client: z.string().optional() }).catch({});
type Caller = z.infer<typeof callerSchema>;

/** A value longer than this is said to differ, and is read where it stands complete. */
const SHOWN_LENGTH = 300;

/** Compares the one call that is asked about with the task's calls before it: who makes it, and with what arguments. */
export async function changedCall(
  person: Person,
  { approval, task }: { approval: ApprovalRow; task: TaskView },
): Promise<Compared> {
  const call = approval.asked.calls.length === 1 ? approval.asked.calls[0] : undefined;
  const held = call && (await findEntryOf(call.callId));
  if (!call || !held) return { changes: [], same: [] };
  const [last, lastAlike] = await Promise.all([lastAllowed(task.id, held.seq), lastAllowed(task.id, held.seq, held)]);
  const parts: Compared[] = [changedCaller(last, held)];
  if (!lastAlike) parts.push(firstCall(`${call.server}/${call.tool}`));
  else if (may(person, "see_bodies")) parts.push(await changedArguments(lastAlike.callId, call));
  return { changes: parts.flatMap(({ changes }) => changes), same: parts.flatMap(({ same }) => same) };
}

type HeldEntry = Caller & { seq: bigint; serverId: string; tool: string };

async function findEntryOf(callId: string): Promise<HeldEntry | null> {
  const [row] = await db().$queryRaw<Row[]>`
    SELECT seq, at, body, call_id::text AS "callId" FROM entry WHERE call_id = ${callId}::uuid AND kind = 'call.held' LIMIT 1`;
  if (!row) return null;
  const entry = toLogEntry(row);
  return { ...callerSchema.parse(entry.facts), seq: row.seq, serverId: entry.serverId ?? "", tool: entry.tool ?? "" };
}

/** The task's last call before a number that was allowed; of one tool, when it is given. */
async function lastAllowed(
  taskId: string,
  before: bigint,
  of: { serverId: string; tool: string } | null = null,
): Promise<(Caller & { callId: string }) | null> {
  const [row] = await db().$queryRaw<Row[]>`
    SELECT seq, at, body, call_id::text AS "callId" FROM entry
    WHERE task_id = ${taskId}::uuid AND seq < ${before} AND kind = 'call.allowed'
      AND (${of === null} OR (server_id = ${of?.serverId ?? null}::uuid AND tool = ${of?.tool ?? null}))
    ORDER BY seq DESC LIMIT 1`;
  return row ? { ...callerSchema.parse(toLogEntry(row).facts), callId: row.callId } : null;
}

/** What a client says it is, for information. */
function changedCaller(last: Caller | null, now: Caller): Compared {
  if (!last) return { changes: [], same: [] };
  const [before, after] = [last.client ?? null, now.client ?? null];
  if (before === after) return { changes: [], same: ["client"] };
  return { changes: [{ what: "client", name: "client", before, after, direction: "other" }], same: [] };
}

const firstCall = (tool: string): Compared => ({
  changes: [{ what: "tools", name: tool, before: null, after: "first call by this task", direction: "other" }],
  same: [],
});

async function changedArguments(lastCallId: string, { callId, mask }: AskedCall): Promise<Compared> {
  const [last, now] = await Promise.all([findBody(lastCallId, "arguments"), findBody(callId, "arguments")]);
  const [before, after] = [fieldsOf(last?.content), fieldsOf(now?.content)];
  if (!before || !after) return { changes: [], same: [] };
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const changes = names.flatMap((name): Change[] => {
    const [old, fresh] = [textOf(before[name]), textOf(after[name])];
    if (old === fresh) return [];
    const show = (text: string | null, value: Json | undefined) => shown(name, { text, value, mask });
    const [was, is] = [show(old, before[name]), show(fresh, after[name])];
    return [{ what: "argument", name, before: was, after: is, direction: "other" }];
  });
  return changes.length > 0 ? { changes, same: [] } : { changes, same: ["arguments"] };
}

/** The fields of canonical arguments that we stored; undefined when they were erased or are no object. */
function fieldsOf(content: string | null | undefined): { [name: string]: Json } | undefined {
  if (!content) return undefined;
  const value = JSON.parse(content) as Json;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  // Without a prototype: an argument may be called `constructor`, and one that is missing must be missing.
  return Object.assign(Object.create(null), value);
}

const textOf = (value: Json | undefined): string | null => (value === undefined ? null : canonicalJson(value));
type Shown = { text: string | null; value: Json | undefined; mask: readonly string[] };

/** A masked value is said to differ; what it is stays unsaid. */
function shown(name: string, { text, value, mask }: Shown): string | null {
  if (text === null || value === undefined) return null;
  const masked = canonicalJson((maskValues({ [name]: value }, mask).value as { [name: string]: Json })[name] ?? null);
  return masked.length > SHOWN_LENGTH ? `${text.length} characters` : masked;
}
