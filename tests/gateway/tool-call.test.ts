import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { reviewApproval } from "../../lib/approvals/index";
import { listEntries } from "../../lib/audit/index";
import { db } from "../../lib/db/index";
import { endByAgent, narrowTask, pauseTask, revokeTasks } from "../../lib/tasks/index";
import { PlainAgent } from "../fakes/agent";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import { type House, makeRegisteredAgent, makeServer, startHouse } from "../setup/house";

let house: House;
let upstream: FakeUpstream;
let count = 0;

beforeAll(async () => {
  house = await startHouse({ holdMilliseconds: 30_000 });
  upstream = await startUpstream();
  await makeServer(house, "files", upstream.url, { echo: "read", "write-file": "write" });
});
afterAll(() => upstream.stop());

const CHARTER = { purpose: "Tidy the notes", scope: [{ server: "files", tools: ["echo", "write-file"] }] };

async function makeAgent(): Promise<PlainAgent> {
  const made = await makeRegisteredAgent(house, `bot-${++count}`, { ...CHARTER, purpose: `Tidy the notes ${count}` });
  const agent = new PlainAgent(house, { clientId: made.agent.id, secret: made.value });
  expect((await agent.fetchToken("files")).status).toBe(200);
  return agent;
}

const taskOf = async (agent: PlainAgent) => {
  const claims = JSON.parse(Buffer.from(agent.token.split(".")[1] ?? "", "base64url").toString()) as {
    task: { id: string; epoch: number };
  };
  return claims.task;
};
const kindsOf = async (taskId: string) => (await listEntries({ taskId }, 100, "oldest")).map((entry) => entry.kind);

/** Waits for the approval that a task has pending. */
async function pendingApproval(taskId: string) {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const approval = await db().approval.findFirst({ where: { taskId, state: "pending" } });
    if (approval) return approval;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("nobody was asked");
}

async function approve(taskId: string): Promise<void> {
  const approval = await pendingApproval(taskId);
  await reviewApproval(house.sam, approval.id, { answer: "approve", digest: approval.digest });
}

/** An agent whose task has been approved by its first, read-only call. */
async function runningAgent(): Promise<{ agent: PlainAgent; taskId: string }> {
  const agent = await makeAgent();
  const { id } = await taskOf(agent);
  const [answer] = await Promise.all([agent.call("files", "echo", { message: "first" }), approve(id)]);
  expect(answer).toMatchObject({ status: 200, isError: false });
  await agent.fetchToken("files");
  return { agent, taskId: id };
}

/** Waits until the gateway has read everything that is in the log now. */
async function caughtUp(): Promise<void> {
  const [last] = await db().$queryRaw<{ seq: bigint }[]>`SELECT max(seq) AS seq FROM entry`;
  await vi.waitUntil(() => house.machines.tail.position() >= (last?.seq ?? 0n), { timeout: 10_000 });
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 400));

describe("the first call of a task", () => {
  it("waits for a person, and gets its result as soon as it is approved", async () => {
    const agent = await makeAgent();
    const { id } = await taskOf(agent);
    const before = upstream.calls().length;
    const answer = agent.call("files", "echo", { message: "hello" });
    await pendingApproval(id);
    expect(upstream.calls().length).toBe(before);
    await approve(id);
    expect(await answer).toMatchObject({ status: 200, isError: false, text: expect.stringContaining("hello") });
    await vi.waitUntil(async () => (await kindsOf(id)).length >= 8, { timeout: 10_000 });
    expect(await kindsOf(id)).toEqual([
      "task.requested",
      "approval.requested",
      "call.held",
      "approval.approved",
      "task.started",
      "hold.ready",
      "call.allowed",
      "call.succeeded",
    ]);
  });

  it("sends the upstream exactly the canonical bytes that were digested, and never the agent's token", async () => {
    const { agent } = await runningAgent();
    await agent.call("files", "echo", { z: 1, message: "ü", a: [1.5, null] });
    const arrival = upstream.calls().at(-1);
    expect(arrival?.bytes.toString()).toContain('"arguments":{"a":[1.5,null],"message":"ü","z":1}');
    expect(JSON.stringify(arrival?.rawHeaders)).not.toContain(agent.token);
    expect(arrival?.bytes.toString()).not.toContain(agent.token);
  });

  it("is denied with the person's reason, and nothing is sent", async () => {
    const agent = await makeAgent();
    const { id } = await taskOf(agent);
    const before = upstream.calls().length;
    const answer = agent.call("files", "echo", { message: "no" });
    const approval = await pendingApproval(id);
    await reviewApproval(house.sam, approval.id, { answer: "deny", reason: "Not today." });
    expect(await answer).toMatchObject({ isError: true, text: expect.stringContaining("Not today.") });
    expect(upstream.calls().length).toBe(before);
  });
});

describe("a running task", () => {
  it("calls what only reads without asking, and records allow and outcome", async () => {
    const { agent, taskId } = await runningAgent();
    const before = (await kindsOf(taskId)).length;
    expect(await agent.call("files", "echo", { message: "again" })).toMatchObject({ isError: false });
    await vi.waitUntil(async () => (await kindsOf(taskId)).length >= before + 2, { timeout: 10_000 });
    expect((await kindsOf(taskId)).slice(before)).toEqual(["call.allowed", "call.succeeded"]);
  });

  it("holds each call that writes for an approval of its own", async () => {
    const { agent, taskId } = await runningAgent();
    const answer = agent.call("files", "write-file", { path: "a.txt" });
    const approval = await pendingApproval(taskId);
    expect(approval).toMatchObject({ kind: "call", class: "write" });
    await reviewApproval(house.sam, approval.id, { answer: "approve", digest: approval.digest });
    expect(await answer).toMatchObject({ isError: false });
  });

  it("denies what its scope does not name, with a reason a model can read, and goes on", async () => {
    const { agent, taskId } = await runningAgent();
    await narrowTask(house.sam.human.id, taskId, {
      reason: "No writing.",
      scope: [{ server: "files", tools: ["echo"] }],
    });
    await agent.fetchToken("files");
    const denied = await agent.call("files", "write-file", { path: "a.txt" });
    expect(denied).toMatchObject({ status: 200, isError: true, text: expect.stringMatching(/Denied: .*write-file/) });
    expect(await agent.call("files", "echo", { message: "still" })).toMatchObject({ isError: false });
  });

  it("asks for a resume after a pause, says why, and goes on when it is approved", async () => {
    const { agent, taskId } = await runningAgent();
    await pauseTask(taskId, { pausedFor: "idle", note: "The task was idle for 20 min; its limit is 15 min." });
    await caughtUp();
    expect((await agent.call("files", "echo", { message: "x" })).status).toBe(401);
    await agent.fetchToken("files");
    const answer = agent.call("files", "echo", { message: "back" });
    const approval = await pendingApproval(taskId);
    expect(approval).toMatchObject({
      kind: "resume",
      reasons: [expect.objectContaining({ sentence: expect.stringContaining("idle for 20 min") })],
    });
    await reviewApproval(house.sam, approval.id, { answer: "approve", digest: approval.digest });
    expect(await answer).toMatchObject({ isError: false });
  });

  it("is over once it is revoked: its token is refused, and a new one is not given for a while", async () => {
    const { agent, taskId } = await runningAgent();
    await revokeTasks({ humanId: house.sam.human.id }, [taskId], "It wrote to the wrong place.");
    await caughtUp();
    const before = upstream.calls().length;
    const refused = await agent.call("files", "echo", { message: "x" });
    expect(refused.status).toBe(401);
    expect(refused.headers.get("www-authenticate")).toContain("resource_metadata=");
    const again = await agent.fetchToken("files");
    expect(again).toMatchObject({
      status: 400,
      body: { error: "access_denied", error_description: expect.stringContaining("wrong place") },
    });
    expect(upstream.calls().length).toBe(before);
  });

  it("pauses when its calls are used up, and a person may give more", async () => {
    const made = await makeRegisteredAgent(house, `bot-${++count}`, {
      ...CHARTER,
      calls: 1,
      purpose: `One call ${count}`,
    });
    const agent = new PlainAgent(house, { clientId: made.agent.id, secret: made.value });
    await agent.fetchToken("files");
    const { id } = await taskOf(agent);
    await Promise.all([agent.call("files", "echo", { message: "1" }), approve(id)]);
    await agent.fetchToken("files");
    const answer = agent.call("files", "echo", { message: "2" });
    const approval = await pendingApproval(id);
    expect(approval).toMatchObject({ kind: "resume" });
    await reviewApproval(house.sam, approval.id, { answer: "approve", digest: approval.digest });
    expect(await answer).toMatchObject({ isError: false });
  });

  it("ends at its agent's word", async () => {
    const { agent, taskId } = await runningAgent();
    await endByAgent(taskId, "complete", "Done.");
    await caughtUp();
    expect((await agent.call("files", "echo", { message: "x" })).status).toBe(401);
    expect(await kindsOf(taskId)).toContain("task.completed");
  });
});

describe("an approved call", () => {
  it("is not sent while nobody waits for it", async () => {
    const { agent, taskId } = await runningAgent();
    const gone = new AbortController();
    const answer = agent.call("files", "write-file", { path: "b.txt" }, gone.signal).catch((error: Error) => error);
    const approval = await pendingApproval(taskId);
    gone.abort();
    await answer;
    await settled();
    const before = upstream.calls().length;
    await reviewApproval(house.sam, approval.id, { answer: "approve", digest: approval.digest });
    await settled();
    expect(upstream.calls().length).toBe(before);
    expect(await agent.call("files", "write-file", { path: "b.txt" })).toMatchObject({ isError: false });
    expect(upstream.calls().length).toBe(before + 1);
  });

  it("keeps the answer that its agent did not wait for, and hands it out once instead of running twice", async () => {
    const { agent, taskId } = await runningAgent();
    upstream.state.behaviour = { kind: "waits" };
    const gone = new AbortController();
    const lost = agent.call("files", "write-file", { path: "c.txt" }, gone.signal).catch((error: Error) => error);
    const before = upstream.calls().length;
    await approve(taskId);
    while (upstream.calls().length === before) await new Promise((resolve) => setTimeout(resolve, 10));
    gone.abort();
    await lost;
    await settled();
    upstream.release();
    upstream.state.behaviour = undefined;
    await settled();
    const kept = await agent.call("files", "write-file", { path: "c.txt" });
    expect(kept).toMatchObject({ isError: false });
    expect(upstream.calls().length).toBe(before + 1);
  });
});
