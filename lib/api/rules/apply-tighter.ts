import { AppError, isAppError } from "../../base/index";
import { db } from "../../db/index";
import { compareTerms, findRule, listRules } from "../../policy/index";
import type { Granted, Rule } from "../../policy/schema";
import { narrowTask } from "../../tasks/index";
import type { Handler } from "../handler";
import { readTools } from "../read-tools";
import { given, type HeldTask, isMeant, readHeld } from "./read-effects";

type Applied = { taskId: string; epoch: number } | { taskId: string; sentence: string } | null;

/**
 * Gives live tasks the tighter of what they hold and what the rules give now, a narrowing each. The narrowing itself
 * takes only what is tighter, so that nothing gets looser even when rules or tasks change meanwhile.
 */
export const applyTighter: Handler<"applyTighter"> = async ({ id, tasks, reason }, { human }) => {
  const rule = await findRule(id);
  if (!rule) throw new AppError("NOT_FOUND", "There is no such rule.");
  const rules = await listRules();
  const applied: Applied[] = [];
  for (const taskId of new Set(tasks ?? (await readHolders())))
    applied.push(
      await applyTo(taskId, { rule, rules, asked: tasks !== undefined, act: { humanId: human.id, reason } }),
    );
  return {
    narrowed: applied.filter((one) => one !== null && "epoch" in one),
    left: applied.filter((one) => one !== null && "sentence" in one),
  };
};

async function readHolders(): Promise<string[]> {
  const rows = await db().task.findMany({
    where: { state: { in: ["running", "paused"] }, grantId: { not: null } },
    orderBy: { id: "asc" },
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

type Applying = { rule: Rule; rules: readonly Rule[]; asked: boolean; act: { humanId: string; reason: string } };

/** Null: nobody asked about this task by name, and there is nothing to do. */
async function applyTo(taskId: string, { rule, rules, asked, act }: Applying): Promise<Applied> {
  const left = (sentence: string) => (asked ? { taskId, sentence } : null);
  const task = await readHeld(taskId);
  if (!task) return left("It holds nothing any more.");
  const facts = await readTools(task.grant.scope.map((part) => part.server));
  const agent = await db().agent.findUniqueOrThrow({ where: { id: task.agentId }, select: { name: true } });
  if (!isMeant(rule, { task, agentName: agent.name, facts })) return left(`Rule ${rule.name} is not meant for it.`);
  const now = given({ task, agentName: agent.name, rules, facts });
  if (!compareTerms(task.grant, now).anyTighter) return left("What it holds is as tight already.");
  try {
    return {
      taskId,
      epoch: (await narrowTask(act.humanId, taskId, { reason: act.reason, tighter: toTake(task, now) })).epoch,
    };
  } catch (error) {
    if (isAppError(error) && error.status < 500) return { taskId, sentence: error.message };
    throw error;
  }
}

/** Where no rule covers any tool any more, every tool loses its terms, and with them every call. */
const toTake = (task: HeldTask, now: Granted | { uncovered: unknown[] }): Granted =>
  "terms" in now ? { terms: now.terms, clocks: now.clocks } : { terms: [], clocks: task.grant.clocks };
