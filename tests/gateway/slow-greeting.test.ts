import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findTool, openAhead } from "../../lib/servers/index";
import { revokeTasks } from "../../lib/tasks/index";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import { approve, callsOf, eventually, runningWorker, type Worker } from "../setup/agents";
import { atEnd } from "../setup/clean-up";
import { type House, makeServer, startHouse } from "../setup/house";

let house: House;
let upstream: FakeUpstream;
let worker: Worker;

beforeAll(async () => {
  house = await startHouse({ holdMilliseconds: 20_000, callMilliseconds: 5000 });
  upstream = await startUpstream({ sessions: true });
  atEnd(upstream.stop);
  await makeServer(house, "far", upstream.url, { echo: "read", "write-file": "write" });
});
beforeEach(async () => {
  worker = await runningWorker(house, [{ server: "far", tools: ["echo", "write-file"] }]);
  upstream.arrivals.length = 0;
});
afterEach(() => {
  upstream.state.others = undefined;
});

const greetings = () => upstream.ofMethod("initialize").length;

describe("a server that takes longer to greet than an allow is good for", () => {
  beforeEach(() => {
    upstream.state.others = { kind: "slow", milliseconds: 700 };
  });

  it("gets the first call of a task, in the session that was opened before its allow was recorded", async () => {
    const answer = worker.agent.call("far", "echo", { message: "hello" });
    await eventually(() => expect(greetings()).toBe(1));
    expect(await callsOf(worker.taskId, 0)).toEqual([]);
    expect(await answer).toMatchObject({ isError: false, text: expect.stringContaining("hello") });
    expect(await callsOf(worker.taskId, 2)).toEqual(["call.allowed", "call.succeeded"]);
  });

  it("is greeted once for calls that come together", async () => {
    const answers = await Promise.all([1, 2, 3, 4].map((n) => worker.agent.call("far", "echo", { message: `${n}` })));
    expect(answers.map(({ text }) => /"message":"(.)"/.exec(text)?.[1])).toEqual(["1", "2", "3", "4"]);
    expect(greetings()).toBe(1);
  });

  it("gets a call that a person approved, and the approval is not used up before", async () => {
    const answer = worker.agent.call("far", "write-file", { path: "a.txt" });
    await approve(house, worker.taskId);
    expect(await answer).toMatchObject({ isError: false });
    expect(upstream.calls()).toHaveLength(1);
    expect(await callsOf(worker.taskId, 3)).toEqual(["call.held", "call.allowed", "call.succeeded"]);
  });

  it("gets no call of a task that was revoked while it was greeted", async () => {
    const answer = worker.agent.call("far", "echo", { message: "hello" });
    await eventually(() => expect(greetings()).toBe(1));
    await revokeTasks({ humanId: house.sam.human.id }, [worker.taskId], "Enough.");
    expect(await answer).toMatchObject({ isError: true, text: expect.stringMatching(/^Denied: .*revoked: Enough\./) });
    expect(upstream.calls()).toHaveLength(0);
    expect(await callsOf(worker.taskId, 1)).toEqual(["call.denied"]);
  });
});

describe("a server that is disabled", () => {
  it("is not greeted, whoever asks", async () => {
    const { server } = await findTool("far", "echo");
    if (!server) throw new Error("the server is gone");
    expect(openAhead({ ...server, state: "disabled" }, worker.taskId)).toBeUndefined();
    await openAhead(server, worker.taskId);
    expect(greetings()).toBe(1);
  });
});

describe("a server that cannot be greeted", () => {
  it.each([
    ["closes the connection", { kind: "resets" } as const],
    ["has an error", { kind: "status", status: 500 } as const],
  ])("because it %s gets no call, and that is written down", async (_what, others) => {
    upstream.state.others = others;
    const answer = await worker.agent.call("far", "echo", { message: "hello" });
    expect(answer).toMatchObject({ isError: true, text: expect.stringMatching(/The call itself was not sent\.$/) });
    expect(upstream.calls()).toHaveLength(0);
    expect(await callsOf(worker.taskId, 2)).toEqual(["call.allowed", "call.not_sent"]);
  });

  it("because it says nothing holds a call up for ten seconds and no longer", { timeout: 30_000 }, async () => {
    upstream.state.others = { kind: "hangs" };
    const startedAt = performance.now();
    const answer = await worker.agent.call("far", "echo", { message: "hello" });
    expect(answer).toMatchObject({ isError: true, text: expect.stringMatching(/The call itself was not sent\.$/) });
    expect(performance.now() - startedAt).toBeLessThan(15_000);
    expect(await callsOf(worker.taskId, 2)).toEqual(["call.allowed", "call.not_sent"]);
  });
});
