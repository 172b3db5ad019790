import { z } from "zod";
import type { CanaryRow, RenderedApproval } from "../../approvals/index";
import { type Asked, type AskedCall, holdStateSchema } from "../../approvals/schema";
import { toLogEntry } from "../../audit/index";
import { db } from "../../db/index";
import type { Person } from "../../identity/schema";
import { reasonSchema, ruleRefSchema } from "../../policy/schema";
import { readNames } from "../find-by-name";
import { readOutcomes } from "../log/call-outcomes";
import { readBodyView } from "../read-body-view";
import { changedArguments } from "./changed-arguments";
import type { CallOutcome, WaitingCall } from "./schema";

type Hold = {
  id: string;
  callId: string;
  serverId: string;
  tool: string;
  state: string;
  createdAt: Date;
  readyUntil: Date | null;
  reason: string | null;
};
type Tool = {
  serverId: string;
  name: string;
  digest: string;
  state: string;
  definition: string;
  proposedClass: string;
  classedBy: string | null;
  classedAt: Date | null;
};
const heldSchema = z.object({
  reasons: z.array(reasonSchema),
  rule: ruleRefSchema.nullable(),
  workload: z.string(),
  client: z.string().optional(),
});
type Held = z.infer<typeof heldSchema> & { seq: string };

type Waiting = { approvalId: string; asked: Asked; rendered: RenderedApproval; canary: CanaryRow | null };

/** Reads the calls that an approval asks about, each with everything that its digest binds, as they were rendered. */
export async function readWaitingCalls(
  person: Person,
  { approvalId, asked, rendered, canary }: Waiting,
): Promise<WaitingCall[]> {
  const callIds = asked.calls.map(({ callId }) => callId);
  const holds: Hold[] = canary ? holdsLike(canary) : await db().hold.findMany({ where: { approvalId } });
  const [tools, held, outcomes] = await Promise.all([
    readTools(holds),
    canary ? heldLike(canary) : readHeld(callIds),
    readOutcomes(callIds),
  ]);
  const { people } = await readNames({ people: [...tools.values()].flatMap(({ classedBy }) => classedBy ?? []) });
  const alone = asked.authority === null && asked.calls.length === 1;
  const known = {
    tools,
    held,
    outcomes,
    people,
    rendered,
    alone,
    holds: new Map(holds.map((hold) => [hold.id, hold])),
  };
  return Promise.all(asked.calls.map((call) => toWaitingCall(person, call, known)));
}

type Known = {
  holds: Map<string, Hold>;
  tools: Map<string, Tool>;
  held: Map<string, Held>;
  outcomes: Map<string, CallOutcome>;
  people: ReadonlyMap<string, string>;
  rendered: RenderedApproval;
  /** Whether it is the one call that is asked about: only then it can be edited. */
  alone: boolean;
};

const toolKey = (serverId: string, tool: string) => `${serverId}\n${tool}`;

async function readTools(holds: readonly { serverId: string; tool: string }[]): Promise<Map<string, Tool>> {
  if (holds.length === 0) return new Map();
  const rows = await db().tool.findMany({
    where: { OR: holds.map(({ serverId, tool }) => ({ serverId, name: tool })) },
  });
  return new Map(rows.map((row) => [toolKey(row.serverId, row.name), row]));
}

/** A canary has no hold and no entry of a call. It is shown as if it had. */
function holdsLike({ asked, serverId, state, createdAt }: CanaryRow): Hold[] {
  const shown = state === "pending" ? "waiting" : "superseded";
  return asked.calls.map(({ holdId: id, callId, tool }) => ({
    ...{ id, callId, serverId, tool, state: shown, createdAt, readyUntil: null, reason: null },
  }));
}

async function heldLike({ id, asked, held }: CanaryRow): Promise<Map<string, Held>> {
  const [row] = await db().$queryRaw<{ seq: bigint }[]>`
    SELECT seq FROM entry WHERE approval_id = ${id}::uuid AND kind = 'canary.seeded' LIMIT 1`;
  return new Map(asked.calls.map(({ callId }) => [callId, { ...held, seq: row?.seq.toString() ?? "0" }]));
}

/** What the entries of the holds say: why each was held, and who asked. */
async function readHeld(callIds: readonly string[]): Promise<Map<string, Held>> {
  if (callIds.length === 0) return new Map();
  const rows = await db().$queryRaw<{ callId: string; seq: bigint; at: Date; body: string }[]>`
    SELECT call_id::text AS "callId", seq, at, body FROM entry WHERE call_id = ANY(${callIds}::uuid[]) AND kind = 'call.held'`;
  return new Map(
    rows.map((row) => [row.callId, { ...heldSchema.parse(toLogEntry(row).facts), seq: row.seq.toString() }]),
  );
}

async function toWaitingCall(person: Person, call: AskedCall, known: Known): Promise<WaitingCall> {
  const hold = known.holds.get(call.holdId);
  const tool = hold && known.tools.get(toolKey(hold.serverId, call.tool));
  const held = known.held.get(call.callId);
  const body = await readBodyView(person, {
    callId: call.edited?.id ?? call.callId,
    kind: "arguments",
    mask: call.mask,
  });
  return {
    holdId: call.holdId,
    callId: call.callId,
    state: hold ? holdStateSchema.parse(hold.state) : "superseded",
    server: { id: hold?.serverId ?? "", name: call.server },
    tool: call.tool,
    ...wordsOf(tool),
    class: call.class,
    classed: classedOf(tool, known.people),
    reasons: held?.reasons ?? [],
    rule: held?.rule ?? null,
    toolDigest: call.toolDigest,
    toolState: toolStateOf(tool, call.toolDigest),
    inputSchema: known.alone && body.state === "shown" ? inputSchemaOf(tool, call.toolDigest) : null,
    argumentsDigest: call.argumentsDigest,
    arguments: body,
    edited: await readEdit(call, body.state === "shown"),
    rendering: body.state === "shown" ? (known.rendered.calls.get(call.callId) ?? null) : null,
    workload: held?.workload ?? "",
    client: held?.client ?? null,
    heldAt: (hold?.createdAt ?? new Date(0)).toISOString(),
    readyUntil: hold?.readyUntil?.toISOString() ?? null,
    reason: hold?.reason ?? null,
    outcome: known.outcomes.get(call.callId) ?? null,
    seq: held?.seq ?? null,
  };
}

async function readEdit({ callId, edited, mask }: AskedCall, maySee: boolean): Promise<WaitingCall["edited"]> {
  if (!edited) return null;
  const changes = maySee ? await changedArguments(callId, edited.id, mask) : null;
  return { by: edited.by, at: edited.at, changes: changes ?? [] };
}

const definitionSchema = z.object({ title: z.string().optional(), description: z.string().optional() });

/** The server's own words about its tool, as they are pinned. */
function wordsOf(tool: Tool | undefined): Pick<WaitingCall, "title" | "description"> {
  const parsed = definitionSchema.safeParse(tool && JSON.parse(tool.definition));
  if (!parsed.success) return { title: null, description: null };
  return { title: parsed.data.title ?? null, description: parsed.data.description ?? null };
}

/** The longest definition of arguments that a card brings along, in characters. */
const LONGEST_SCHEMA = 65_536;

/** What the tool's definition, the very one that the approval binds, says of its arguments. */
function inputSchemaOf(tool: Tool | undefined, shown: string): string | null {
  if (tool?.digest !== shown) return null;
  const { inputSchema } = withSchema.parse(JSON.parse(tool.definition));
  const text = inputSchema === undefined ? null : JSON.stringify(inputSchema);
  return text !== null && text.length <= LONGEST_SCHEMA ? text : null;
}

const withSchema = z.object({ inputSchema: z.unknown().optional() });

function classedOf(tool: Tool | undefined, people: ReadonlyMap<string, string>): WaitingCall["classed"] {
  if (!tool?.classedAt) return null;
  const name = tool.classedBy === null ? undefined : people.get(tool.classedBy);
  return {
    by: tool.classedBy !== null && name !== undefined ? { id: tool.classedBy, name } : null,
    at: tool.classedAt.toISOString(),
    proposed: tool.proposedClass,
  };
}

/** A pin that is another one than was shown is a change of its own: somebody accepted it meanwhile. */
function toolStateOf(tool: Tool | undefined, shown: string): WaitingCall["toolState"] {
  if (!tool) return "unknown";
  if (tool.state === "drifted" || tool.state === "gone") return tool.state;
  return tool.digest === shown ? "pinned" : "changed";
}
