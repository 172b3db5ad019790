import { db, type Tx } from "../../db/index";
import { compareTerms, matchesRule, termsFor } from "../../policy/index";
import type { Granted, Rule } from "../../policy/schema";
import { findTask, type GrantView, type TaskView } from "../../tasks/index";
import { readTools, type ToolFact } from "../read-tools";
import type { TightenedTask } from "./schema";

/** How many live tasks are looked at: those that called last. */
const LOOKED_AT = 1000;
const SHOWN = 200;

type Effects = { items: TightenedTask[]; matching: number; tighter: number; more: boolean };
type LiveTask = { id: string; agentId: string; agentName: string };
export type HeldTask = TaskView & { grant: GrantView };
type Facts = (server: string, tool: string) => ToolFact;

/**
 * Lists the live tasks that hold a tool for which a rule is meant, with what they hold and what the rules would give.
 *
 * @param rule The rule as it is saved, or as it is being written.
 * @param rules All rules that would be in force with it.
 */
export async function readEffects(rule: Rule, rules: readonly Rule[]): Promise<Effects> {
  const live = await readLive();
  const matching: TightenedTask[] = [];
  for (const { id, agentId, agentName } of live.slice(0, LOOKED_AT)) {
    const task = await readHeld(id);
    if (!task) continue;
    const facts = await readTools(task.grant.scope.map((part) => part.server));
    if (!isMeant(rule, { task, agentName, facts })) continue;
    matching.push(compare(task, { id: agentId, name: agentName }, given({ task, agentName, rules, facts })));
  }
  return {
    items: matching.slice(0, SHOWN),
    matching: matching.length,
    tighter: matching.filter(({ anyTighter }) => anyTighter).length,
    more: live.length > LOOKED_AT || matching.length > SHOWN,
  };
}

/** The tasks that hold something now, the most active first. */
async function readLive(): Promise<LiveTask[]> {
  return db().$queryRaw<LiveTask[]>`
    SELECT t.id::text, a.id::text AS "agentId", a.name AS "agentName" FROM task t JOIN agent a ON a.id = t.agent_id
    WHERE t.state IN ('running', 'paused') AND t.grant_id IS NOT NULL
    ORDER BY COALESCE(t.last_at, t.requested_at) DESC, t.id DESC LIMIT ${LOOKED_AT + 1}::int`;
}

/** Reads a task that holds a grant; null when it holds none by now. */
export async function readHeld(id: string, tx?: Tx): Promise<HeldTask | null> {
  const task = await findTask(id, tx);
  return task?.grant ? { ...task, grant: task.grant } : null;
}

/** Tells whether a rule is meant for any tool that a task holds, whether or not another one comes first. */
export function isMeant(
  rule: Rule,
  { task, agentName, facts }: { task: HeldTask; agentName: string; facts: Facts },
): boolean {
  return task.grant.scope.some((part) =>
    part.tools.some((tool) =>
      matchesRule(rule, { agent: agentName, server: part.server, tool, class: facts(part.server, tool).class }),
    ),
  );
}

type Asking = { task: HeldTask; agentName: string; rules: readonly Rule[]; facts: Facts };

/** What the rules would give a task for the tools it holds; without terms when none covers any of them any more. */
export function given({ task, agentName, rules, facts }: Asking): Granted | { uncovered: unknown[] } {
  const { ttl, calls } = task.charter.body;
  const tools = task.grant.scope.flatMap((part) =>
    part.tools.map((tool) => ({ server: part.server, tool, class: facts(part.server, tool).class })),
  );
  return termsFor(rules, { agent: agentName, tools, ttl, calls });
}

function compare(
  task: HeldTask,
  agent: { id: string; name: string },
  now: Granted | { uncovered: unknown[] },
): TightenedTask {
  const { clocks, tools, anyTighter } = compareTerms(task.grant, now);
  return {
    task: {
      id: task.id,
      purpose: task.charter.body.purpose,
      run: task.run,
      state: task.state,
      epoch: task.epoch,
      agent,
    },
    clocks,
    tools,
    anyTighter,
    pausesAtOnce: "terms" in now && stopsAtOnce(task, now),
  };
}

/** Whether one of a running task's clocks would have run out already, moved forward by as much as it gets shorter. */
function stopsAtOnce(task: HeldTask, now: Granted): boolean {
  const { clocks: held } = task.grant;
  const over = (at: Date | null, seconds: number) =>
    at !== null && at.getTime() - Math.max(0, seconds) * 1000 <= Date.now();
  return (
    task.state === "running" &&
    (over(task.idleAt, held.idleSeconds - now.clocks.idleSeconds) ||
      over(task.leaseAt, held.leaseSeconds - now.clocks.leaseSeconds) ||
      over(task.endAt, held.endSeconds - now.clocks.endSeconds))
  );
}
