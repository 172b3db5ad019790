import { z } from "zod";
import { type ApprovalRow, findCanary } from "../../approvals/index";
import { toLogEntry } from "../../audit/index";
import { db } from "../../db/index";
import { may, type Person } from "../../identity/schema";
import type { TaskView } from "../../tasks/index";
import { changedArguments } from "./changed-arguments";
import type { Compared } from "./changed-authority";

type Row = { seq: bigint; at: Date; body: string; callId: string };
const callerSchema = z.object({ client: z.string().optional(), edit: z.string().optional() }).catch({});
type Caller = z.infer<typeof callerSchema>;

/** Compares the one call that is asked about with the task's calls before it: who makes it, and with what arguments. */
export async function changedCall(
  person: Person,
  { approval, task }: { approval: ApprovalRow; task: TaskView },
): Promise<Compared> {
  const call = approval.asked.calls.length === 1 ? approval.asked.calls[0] : undefined;
  const held = call && ((await findEntryOf(call.callId)) ?? (await findSeeded(approval.id, call.tool)));
  if (!call || !held) return { changes: [], same: [] };
  const [last, lastAlike] = await Promise.all([lastAllowed(task.id, held.seq), lastAllowed(task.id, held.seq, held)]);
  const parts: Compared[] = [changedCaller(last, held)];
  if (!lastAlike) parts.push(firstCall(`${call.server}/${call.tool}`));
  else if (may(person, "see_bodies")) {
    const changes = await changedArguments(
      lastAlike.edit ?? lastAlike.callId,
      call.edited?.id ?? call.callId,
      call.mask,
    );
    if (changes) parts.push({ changes, same: changes.length > 0 ? [] : ["arguments"] });
  }
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

/** A canary's call has no entry, and its card says the same of it all the same. */
async function findSeeded(approvalId: string, tool: string): Promise<HeldEntry | null> {
  const canary = await findCanary(approvalId);
  return canary && { ...callerSchema.parse(canary.held), seq: AFTER_ALL, serverId: canary.serverId, tool };
}

/** More than any entry's number. */
const AFTER_ALL = 2n ** 62n;

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
  changes: [{ what: "tools", name: "first call of", before: null, after: tool, direction: "other" }],
  same: [],
});
