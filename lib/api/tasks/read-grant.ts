import { db } from "../../db/index";
import { sayPattern, type Term } from "../../policy/schema";
import type { GrantView, TaskView } from "../../tasks/index";
import { readTools, type ToolFact } from "../read-tools";
import { countCalls } from "./count-calls";
import type { TaskDetail } from "./schema";

type Grant = NonNullable<TaskDetail["grant"]>;

/** Reads the grant that a task holds: each tool with its class of today, what the rule says to it, and its calls. */
export async function readGrant(task: TaskView): Promise<Grant | null> {
  const held = task.grant;
  if (!held) return null;
  const [given, tools, calls] = await Promise.all([
    readGiven(held.id),
    readTools(held.scope.map((part) => part.server)),
    countCalls(task.id),
  ]);
  return {
    epoch: held.epoch,
    ...given,
    tools: held.scope.flatMap((part) =>
      part.tools.map((tool) =>
        toGrantedTool(held, { server: part.server, tool, fact: tools(part.server, tool), calls }),
      ),
    ),
    clocks: held.clocks,
    calls: held.calls,
  };
}

type Granted = { server: string; tool: string; fact: ToolFact; calls: ReadonlyMap<string, number> };

function toGrantedTool(held: GrantView, { server, tool, fact, calls }: Granted): Grant["tools"][number] {
  const term: Term | undefined = held.terms.find((candidate) => candidate.server === server && candidate.tool === tool);
  return {
    server,
    tool,
    class: fact.class,
    answer: term ? term.calls[fact.class] : null,
    rule: term?.rule ?? null,
    toolState: fact.state,
    pins: term?.pins ? sayPattern(term.pins) : null,
    calls: calls.get(`${server}/${tool}`) ?? 0,
  };
}

async function readGiven(grantId: string): Promise<Pick<Grant, "at" | "approvalId" | "by">> {
  const [row] = await db().$queryRaw<
    { at: Date; approvalId: string | null; byId: string | null; byName: string | null }[]
  >`
    SELECT g.created_at AS at, g.approval_id::text AS "approvalId", a.decided_by::text AS "byId", h.name AS "byName"
    FROM "grant" g LEFT JOIN approval a ON a.id = g.approval_id LEFT JOIN human h ON h.id = a.decided_by
    WHERE g.id = ${grantId}::uuid`;
  if (!row) throw new Error("a task names a grant that is not there");
  const by = row.byId && row.byName ? { id: row.byId, name: row.byName } : null;
  return { at: row.at.toISOString(), approvalId: row.approvalId, by };
}
