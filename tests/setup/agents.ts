import { expect, vi } from "vitest";
import { reviewApproval } from "../../lib/approvals/index";
import { type LogEntry, listEntries } from "../../lib/audit/index";
import { db, inTransaction } from "../../lib/db/index";
import type { Scope } from "../../lib/policy/schema";
import { type Giving, grantTask, lockTask } from "../../lib/tasks/index";
import type { CharterBody } from "../../lib/tasks/schema";
import { makeGiving } from "../factories/tasks";
import { PlainAgent } from "../fakes/agent";
import type { FakeUpstream } from "../fakes/upstream";
import { type House, makeRegisteredAgent } from "./house";

/** An agent with its token for one server, and the task that the token names. */
export type Worker = { agent: PlainAgent; agentId: string; name: string; taskId: string; secret: string };

let named = 0;

/** Registers an agent for these tools and fetches its first token, for the first of the servers. */
export async function newWorker(house: House, scope: Scope, over: Partial<CharterBody> = {}): Promise<Worker> {
  named += 1;
  const name = `worker-${named}`;
  const made = await makeRegisteredAgent(house, name, { purpose: `Tidy the notes ${named}`, scope, ...over });
  const agent = new PlainAgent(house, { clientId: made.agent.id, secret: made.value });
  expect(await agent.fetchToken(scope[0]?.server ?? "")).toMatchObject({ status: 200 });
  return { agent, agentId: made.agent.id, name, taskId: taskIn(agent.token).id, secret: made.value };
}

/** The same, with a task that runs under a grant for all of it and a token of its present epoch. */
export async function runningWorker(house: House, scope: Scope, over: Partial<Giving> = {}): Promise<Worker> {
  const worker = await newWorker(house, scope);
  await giveGrant(worker.taskId, { scope, ...over });
  await worker.agent.fetchToken(scope[0]?.server ?? "");
  return worker;
}

/** Grants a task as an approval would, without asking anybody. */
export async function giveGrant(taskId: string, giving: Partial<Giving>): Promise<void> {
  await inTransaction(async (tx) => {
    const task = await lockTask(tx, taskId);
    if (!task) throw new Error("the task is gone");
    await grantTask(tx, task, makeGiving(giving), { because: "approved", callers: [] });
  });
}

/** The task that a token names. */
export function taskIn(token: string): { id: string; epoch: number } {
  const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
  return (claims as { task: { id: string; epoch: number } }).task;
}

/** Waits until something holds; what it throws last is what the test fails with. */
export const eventually = <T>(check: () => T | Promise<T>, timeout = 8000): Promise<T> =>
  vi.waitFor(check, { timeout, interval: 15 });

/** Waits for the approval that a task has pending. */
export const pendingApproval = (taskId: string) =>
  eventually(() => db().approval.findFirstOrThrow({ where: { taskId, state: "pending" } }));

/** Has Sam approve what a task asks for. */
export async function approve(house: House, taskId: string): Promise<void> {
  const { id, digest } = await pendingApproval(taskId);
  await reviewApproval(house.sam, id, { answer: "approve", digest });
}

export const entriesOf = (taskId: string): Promise<LogEntry[]> => listEntries({ taskId }, 1000, "oldest");

/** What happened to the calls of a task, in the order of the log, once there are as many entries as expected. */
export const callsOf = (taskId: string, count: number): Promise<string[]> =>
  eventually(async () => {
    const kinds = (await entriesOf(taskId)).map(({ kind }) => kind).filter((kind) => kind.startsWith("call."));
    expect(kinds.length).toBeGreaterThanOrEqual(count);
    return kinds;
  });

/** Waits until every call that was allowed has its outcome in the log. */
export async function settled(): Promise<void> {
  const count = (kinds: string[]) => db().entry.count({ where: { kind: { in: kinds } } });
  await eventually(async () => expect(await count(OUTCOMES)).toBe(await count(["call.allowed"])));
}

const OUTCOMES = ["succeeded", "failed", "timed_out", "aborted", "not_sent", "unknown"].map((how) => `call.${how}`);

/** Waits until the gateway has taken in everything that the log holds. */
export async function followed(house: House): Promise<void> {
  const { _max } = await db().entry.aggregate({ _max: { seq: true } });
  await eventually(() => expect(house.machines.tail.position()).toBeGreaterThanOrEqual(_max.seq ?? 0n));
}

/** Runs what must leave no trace: no entry, no task, no call at the server. */
export async function withoutTrace<T>(upstream: Pick<FakeUpstream, "calls">, work: () => Promise<T>): Promise<T> {
  const count = async () => ({
    entries: await db().entry.count(),
    bodies: await db().body.count(),
    tasks: await db().task.count(),
    calls: upstream.calls().length,
  });
  await settled();
  const before = await count();
  const result = await work();
  expect(await count()).toEqual(before);
  return result;
}
