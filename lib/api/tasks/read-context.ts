import { z } from "zod";
import { toLogEntry } from "../../audit/index";
import { db } from "../../db/index";
import { listRules } from "../../policy/index";
import type { GrantView, TaskView } from "../../tasks/index";
import { readTools } from "../read-tools";
import type { TaskDetail } from "./schema";

type Part = TaskDetail["context"][number];

/** Compares what surrounds a task now with what it was when its grant was approved. */
export async function readContext(task: TaskView): Promise<Part[]> {
  const held = task.grant;
  if (!held) return [];
  const parts = await Promise.all([callers(task), tools(held), rules(held), people(task, held)]);
  return parts.flat();
}

const callerSchema = z.object({ workload: z.string().optional(), client: z.string().optional() }).catch({});
type Caller = z.infer<typeof callerSchema>;

/** The workload at the first and at the latest call under the grant's epoch. */
async function callers(task: TaskView): Promise<Part[]> {
  const rows = await db().$queryRaw<{ seq: bigint; at: Date; body: string }[]>`
    (SELECT seq, at, body FROM entry WHERE task_id = ${task.id}::uuid AND epoch >= ${task.grant?.epoch ?? 0}::int
      AND kind IN ('call.allowed', 'call.held', 'call.denied') ORDER BY seq LIMIT 1)
    UNION ALL
    (SELECT seq, at, body FROM entry WHERE task_id = ${task.id}::uuid
      AND kind IN ('call.allowed', 'call.held', 'call.denied') ORDER BY seq DESC LIMIT 1)`;
  const [first, last] = rows.map((row): Caller => callerSchema.parse(toLogEntry(row).facts));
  if (!first || !last) return [];
  return [
    compare("workload", first.workload ?? null, last.workload ?? null),
    { ...compare("client", first.client ?? null, last.client ?? null), state: "noted" },
  ];
}

const compare = (part: Part["part"], before: string | null, now: string | null): Part => ({
  part,
  before,
  now,
  state: before === now ? "same" : "changed",
});

async function tools(held: GrantView): Promise<Part[]> {
  const factOf = await readTools(held.scope.map((part) => part.server));
  const all = held.scope.flatMap((part) => part.tools.map((tool) => factOf(part.server, tool)));
  const pinned = all.filter((fact) => fact.state === "pinned").length;
  return [compare("tools", `${all.length} of ${all.length}`, `${pinned} of ${all.length}`)];
}

/** The rules that gave the grant its terms, at their versions of then and of now. */
async function rules(held: GrantView): Promise<Part[]> {
  const given = new Map(held.terms.map(({ rule }) => [rule.id, rule]));
  if (given.size === 0) return [];
  const present = new Map((await listRules()).map((rule) => [rule.id, rule]));
  const said = (name: string, version: number | undefined) =>
    version === undefined ? `${name} deleted` : `${name} v${version}`;
  const before = [...given.values()].map(({ name, version }) => said(name, version));
  const now = [...given.values()].map(({ id, name }) => said(name, present.get(id)?.version));
  return [compare("rules", before.join(", "), now.join(", "))];
}

/** Whether the approver still stands, and whether the owner does. */
async function people(task: TaskView, held: GrantView): Promise<Part[]> {
  const rows = await db().$queryRaw<{ part: "approver" | "owner"; name: string; stands: boolean }[]>`
    SELECT 'approver' AS part, h.name, h.state = 'active' AND 'approver' = ANY(h.roles) AS stands
    FROM "grant" g JOIN approval a ON a.id = g.approval_id JOIN human h ON h.id = a.decided_by WHERE g.id = ${held.id}::uuid
    UNION ALL
    SELECT 'owner', h.name, h.state = 'active' FROM agent ag JOIN human h ON h.id = ag.owner_id WHERE ag.id = ${task.agentId}::uuid`;
  const role = { approver: "an approver", owner: "active" };
  return rows.map(({ part, name, stands }) => ({
    part,
    before: `${name}, ${role[part]}`,
    now: `${name}, ${stands ? "still" : "no longer"} ${role[part]}`,
    state: stands ? "same" : "changed",
  }));
}
