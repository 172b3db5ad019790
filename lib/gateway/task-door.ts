import { z } from "zod";
import { AppError } from "../base/index";
import { endByAgent } from "../tasks/index";
import type { Subject } from "./subject";

/** What an agent may say of its own task. */
const actionSchema = z.strictObject({
  action: z.enum(["complete", "withdraw"]),
  summary: z.string().max(2000).default(""),
});

/** What an agent may know of its own task: nothing that only people see. */
export function describeTask({ task }: Subject) {
  return {
    id: task.id,
    state: task.state,
    pausedFor: task.pausedFor,
    purpose: task.charter.body.purpose,
    run: task.run,
    epoch: task.epoch,
    scope: task.grant?.scope ?? task.charter.body.scope,
    clocks: {
      idleAt: task.state === "running" ? iso(task.idleAt) : null,
      leaseAt: task.state === "running" ? iso(task.leaseAt) : null,
      endAt: iso(task.endAt),
    },
    callsLeft: task.callsLeft,
    reason: task.endReason ?? task.pauseNote,
  };
}

/**
 * Ends a task at its agent's word.
 *
 * @throws INVALID_INPUT, TASK_ENDED.
 */
export async function actOnTask(taskId: string, body: Buffer): Promise<void> {
  const parsed = actionSchema.safeParse(parseJson(body));
  if (!parsed.success)
    throw new AppError("INVALID_INPUT", 'Send {"action": "complete" | "withdraw", "summary"?: up to 2000 characters}.');
  await endByAgent(taskId, parsed.data.action, parsed.data.summary);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return null;
  }
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
