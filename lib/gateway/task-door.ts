import { z } from "zod";
import { answerQuestion, type OpenQuestion, openQuestions } from "../approvals/index";
import { answerTextSchema } from "../approvals/schema";
import { AppError } from "../base/index";
import { endByAgent } from "../tasks/index";
import type { Subject } from "./subject";

/** What an agent may say of its own task. */
const actionSchema = z.discriminatedUnion("action", [
  z.strictObject({ action: z.enum(["complete", "withdraw"]), summary: z.string().max(2000).default("") }),
  z.strictObject({ action: z.literal("answer"), question: z.uuid().toLowerCase(), text: answerTextSchema }),
]);

const FORMS =
  'Send {"action": "complete" | "withdraw", "summary"?: up to 2000 characters}, or {"action": "answer", "question": its id, "text": 1 to 2000 characters}.';

/** What an agent may know of its own task: nothing that only people see. */
export async function describeTask({ task }: Subject) {
  return {
    id: task.id,
    state: task.state,
    pausedFor: task.pausedFor,
    purpose: task.charter.body.purpose,
    run: task.run,
    epoch: task.epoch,
    scope: task.grant?.scope ?? task.charter.body.scope,
    clocks: {
      notBefore: task.state === "running" ? iso(task.notBefore) : null,
      idleAt: task.state === "running" ? iso(task.idleAt) : null,
      leaseAt: task.state === "running" ? iso(task.leaseAt) : null,
      endAt: iso(task.endAt),
    },
    callsLeft: task.callsLeft,
    reason: task.endReason ?? task.pauseNote,
    /** What people ask before they decide what it waits for. */
    questions: (await openQuestions({ taskId: task.id })).map(toQuestion),
  };
}

const toQuestion = ({ id, by, text, askedAt }: OpenQuestion) => ({ id, by, text, askedAt: askedAt.toISOString() });

/**
 * Ends a task at its agent's word, or takes the agent's answer to a question about what it waits for.
 *
 * @throws INVALID_INPUT, TASK_ENDED; NOT_FOUND, QUESTION_ANSWERED, APPROVAL_DECIDED of an answer.
 */
export async function actOnTask(taskId: string, body: Buffer): Promise<void> {
  const parsed = actionSchema.safeParse(parseJson(body));
  if (!parsed.success) throw new AppError("INVALID_INPUT", FORMS);
  const { data } = parsed;
  if (data.action === "answer") await answerQuestion({ taskId }, data.question, data.text);
  else await endByAgent(taskId, data.action, data.summary);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return null;
  }
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
