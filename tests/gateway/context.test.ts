import { beforeAll, describe, expect, it } from "vitest";
import { reviewApproval } from "../../lib/approvals/index";
import { db } from "../../lib/db/index";
import { disablePerson } from "../../lib/identity/index";
import { changeServer } from "../../lib/servers/index";
import { findTask } from "../../lib/tasks/index";
import { issueAgentKey } from "../../lib/tokens/index";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import { approve, callsOf, eventually, followed, newWorker, pendingApproval, type Worker } from "../setup/agents";
import { atEnd } from "../setup/clean-up";
import { changeDefaultRule, type House, makePerson, makeServer, startHouse } from "../setup/house";

let house: House;
let upstream: FakeUpstream;
let named = 0;

beforeAll(async () => {
  house = await startHouse({ holdMilliseconds: 10_000 });
  upstream = await startUpstream();
  atEnd(() => upstream.stop());
});

/** A task that a person approved by its first call, on a server of its own. */
async function approvedWorker(by?: Parameters<typeof reviewApproval>[0]): Promise<Worker & { server: string }> {
  named += 1;
  const server = `files-${named}`;
  await makeServer(house, server, upstream.url, { echo: "read", "write-file": "write" });
  const worker = await newWorker(house, [{ server, tools: ["echo", "write-file"] }]);
  const first = worker.agent.call(server, "echo", { message: "first" });
  const { id, digest } = await pendingApproval(worker.taskId);
  await reviewApproval(by ?? house.sam, id, { answer: "approve", digest });
  expect(await first).toMatchObject({ status: 200, isError: false });
  await worker.agent.fetchToken(server);
  return { ...worker, server };
}

const stateOf = async (taskId: string) => {
  const task = await findTask(taskId);
  return { state: task?.state, pausedFor: task?.pausedFor, note: task?.pauseNote };
};

describe("a call whose surroundings are not those of the approval", () => {
  it("by another credential of the agent pauses the task, is held with the reason, and goes on once approved", async () => {
    const { agent, agentId, taskId, name, server } = await approvedWorker();
    const made = await issueAgentKey(house.admin, agentId);
    const arrived = upstream.calls().length;
    agent.token = made.value;
    const held = agent.call(server, "echo", { message: "by key" });
    const pending = await pendingApproval(taskId);
    const said = `The task is called as key:${name}…${made.value.slice(-4)}; it was approved for client:${name}.`;
    expect(await stateOf(taskId)).toEqual({ state: "paused", pausedFor: "context_changed", note: said });
    expect(pending.reasons).toMatchObject([{ code: "resume_needed", sentence: said }]);
    expect(upstream.calls().length).toBe(arrived);
    await approve(house, taskId);
    expect(await held).toMatchObject({ isError: false });
    expect(await agent.call(server, "echo", { message: "again by key" })).toMatchObject({ isError: false });
    expect((await stateOf(taskId)).state).toBe("running");
  });

  it("on a server with another address pauses the task before anything is sent there", async () => {
    const { agent, taskId, server } = await approvedWorker();
    const other = await startUpstream();
    atEnd(() => other.stop());
    const { id } = await db().server.findUniqueOrThrow({ where: { name: server } });
    await changeServer(house.admin.human, id, { url: other.url });
    await followed(house);
    await agent.fetchToken(server);
    const held = agent.call(server, "echo", { message: "elsewhere" });
    await pendingApproval(taskId);
    const state = await stateOf(taskId);
    expect(state).toMatchObject({ state: "paused", pausedFor: "context_changed" });
    expect(state.note).toContain(`The address of ${server} is ${other.url}`);
    expect(other.calls()).toEqual([]);
    await approve(house, taskId);
    expect(await held).toMatchObject({ isError: false });
  });

  it("after the approver was disabled finds the task paused in the same moment", async () => {
    const ann = await makePerson(["viewer", "approver"]);
    const { agent, taskId, server } = await approvedWorker(ann);
    await disablePerson(house.admin, ann.human.id, "left the company");
    expect(await stateOf(taskId)).toEqual({
      state: "paused",
      pausedFor: "context_changed",
      note: `${ann.human.name}, who approved it, is disabled.`,
    });
    await followed(house);
    expect((await agent.call(server, "echo", { message: "stale" })).status).toBe(401);
    expect(await callsOf(taskId, 3)).toHaveLength(3);
  });

  it("does not use an approval that was given before they changed", async () => {
    const { agent, agentId, taskId, server } = await approvedWorker();
    const held = agent.call(server, "write-file", { path: "a" });
    const { id, digest } = await pendingApproval(taskId);
    const key = (await issueAgentKey(house.admin, agentId)).value;
    const token = agent.token;
    agent.token = key;
    const other = agent.call(server, "echo", { message: "by key" });
    await pausedBy(taskId);
    await expect(reviewApproval(house.sam, id, { answer: "approve", digest })).rejects.toMatchObject({
      code: "APPROVAL_DECIDED",
    });
    agent.token = token;
    // Both calls wait for the new question, and nothing was sent on the old answer.
    await eventually(async () => expect((await pendingApproval(taskId)).asked).toMatchObject({ calls: [{}, {}] }));
    expect(writes()).toHaveLength(0);
    await approve(house, taskId);
    await Promise.all([held, other]);
    expect(writes()).toHaveLength(1);
  });
});

const writes = () => upstream.calls().filter(({ bytes }) => bytes.includes("write-file"));

const pausedBy = async (taskId: string) => {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if ((await findTask(taskId))?.state === "paused") return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("the task was not paused");
};

describe("what does not pause a task", () => {
  it("is a rule that changed, nor a part of the context that its rule does not watch", async () => {
    await changeDefaultRule(house, { context: [] });
    const { agent, agentId, taskId, server } = await approvedWorker();
    await changeDefaultRule(house, { idleSeconds: 700 });
    await followed(house);
    agent.token = (await issueAgentKey(house.admin, agentId)).value;
    expect(await agent.call(server, "echo", { message: "by key" })).toMatchObject({ isError: false });
    expect((await stateOf(taskId)).state).toBe("running");
  });
});
