import { expect } from "vitest";
import { newId } from "../../../lib/base/index";
import { db } from "../../../lib/db/index";
import type { TaskView } from "../../../lib/tasks/index";
import { makeHeldCall, makeHold, shownOf } from "../../factories/holds";
import { ask, type Visitor, type World } from "./world";

/** A question, with what an answer to it names as seen. */
export type Question = { id: string; digest: string; rendering: string };
type Call = Parameters<typeof makeHeldCall>[1] & { class?: "read" | "write" | "destructive" };

/** Asks about one call of a task that runs, unlike any other. */
export async function makeQuestion(task: TaskView, { class: of = "write", ...call }: Call = {}): Promise<Question> {
  const held = makeHeldCall(task, { path: newId(), ...call });
  const hold = await makeHold(task, { ...held, decision: { ...held.decision, class: of } });
  return { id: hold.approvalId, ...(await shownOf(hold.approvalId)) };
}

/** Notes that somebody had it before their eyes so many seconds ago. */
export async function saw(who: Visitor, { id, digest }: Question, seconds: number, what = "head"): Promise<void> {
  await db().$executeRaw`INSERT INTO sight (approval_id, human_id, digest, what, words, at) VALUES
    (${id}::uuid, ${who.human.id}::uuid, ${digest}, ${what}, 12, clock_timestamp() - make_interval(secs => ${seconds}::float))`;
}

/** Answers as the page does; approves it when nothing else is said. */
export async function answer(
  world: World,
  who: Visitor | string,
  { id, digest, ...given }: Omit<Question, "rendering"> & { [field: string]: unknown },
): Promise<void> {
  const body = { answer: "approve", digest, ...given };
  expect(await ask(world, who, `POST /approvals/${id}/reviews`, { body })).toMatchObject({ status: 200 });
}

export const DENIAL = { answer: "deny", rendering: undefined, reason: "Not like this." };
