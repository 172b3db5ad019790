import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inTransaction } from "../../lib/db/index";
import { tightenTasks } from "../../lib/tasks/index";
import { type Connect, SDK_CLIENTS } from "../fakes/sdk-clients";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import { approve, callsOf, eventually, followed, pendingApproval, runningWorker, type Worker } from "../setup/agents";
import { type House, makeServer, startHouse } from "../setup/house";

let house: House;
const upstreams: Record<string, FakeUpstream> = {};

beforeAll(async () => {
  house = await startHouse();
  for (const era of ["legacy", "modern"] as const) {
    const upstream = await startUpstream({ era, behaviour: { kind: "waits" } });
    upstreams[era] = upstream;
    await makeServer(house, era, upstream.url, { echo: "read", "write-file": "write" });
  }
});
afterAll(() => Promise.all(Object.values(upstreams).map((upstream) => upstream.stop())));

function upstreamOf(era: string): FakeUpstream {
  const upstream = upstreams[era];
  if (!upstream) throw new Error(`there is no ${era} server`);
  return upstream;
}

const workerFor = (era: string) => runningWorker(house, [{ server: era, tools: ["echo", "write-file"] }]);

/** Waits for the next call at a server. */
async function nextCall(upstream: FakeUpstream, work: () => void): Promise<FakeUpstream["arrivals"][number]> {
  const before = upstream.calls().length;
  work();
  return eventually(() => {
    const call = upstream.calls()[before];
    if (!call) throw new Error("it was not called");
    return call;
  });
}

/** Each era has its own way of saying that nobody waits: a legacy server is told, for a modern one the connection ends. */
async function expectTold(era: string, call: FakeUpstream["arrivals"][number]): Promise<void> {
  await eventually(() => expect(call.left).toBe(true));
  const told = () =>
    upstreamOf(era)
      .ofMethod("notifications/cancelled")
      .map(({ message }) => message?.params);
  if (era === "modern") return expect(told()).toEqual([]);
  await eventually(() => expect(told()).toContainEqual(expect.objectContaining({ requestId: call.message?.id })));
}

const PAIRS = Object.entries(SDK_CLIENTS).flatMap(([client, connect]) =>
  ["legacy", "modern"].map((era) => [client, era, connect] as [string, string, Connect]),
);

describe("a call that its client cancels", () => {
  it.each(PAIRS)("of %s is stopped at a %s server, in that server's own terms", async (_client, era, connect) => {
    const { taskId, agentId, secret } = await workerFor(era);
    const credential = { clientId: agentId, clientSecret: secret, expectedIssuer: `${house.url}/oauth` };
    const client = await connect(house.mcp(era), credential);
    const cancel = new AbortController();
    let failed = Promise.resolve<unknown>(null);
    const call = await nextCall(upstreamOf(era), () => {
      failed = client.call("echo", { message: "x" }, cancel.signal).catch((error: unknown) => error);
    });
    cancel.abort();
    expect(await failed).toBeInstanceOf(Error);
    expect(await callsOf(taskId, 2)).toEqual(["call.allowed", "call.aborted"]);
    await expectTold(era, call);
    await client.close();
  });
});

/** Sends a call under an id, and the cancellation of an id, as a legacy client writes them. */
const write = (id: unknown, tool = "echo") =>
  JSON.stringify({ jsonrpc: "2.0", id, method: "tools/call", params: { name: tool } });
async function cancel({ agent }: Worker, requestId: unknown): Promise<void> {
  const message = { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId } };
  expect((await agent.postRaw("legacy", JSON.stringify(message))).status).toBe(202);
}

describe("a legacy client", () => {
  const upstream = () => upstreamOf("legacy");

  it("gets no answer to what it has cancelled", async () => {
    const worker = await workerFor("legacy");
    const answers: Promise<Response>[] = [];
    await nextCall(upstream(), () => answers.push(worker.agent.postRaw("legacy", write(1))));
    await cancel(worker, 1);
    const [answer] = await Promise.all(answers);
    expect(answer?.status).toBe(200);
    expect(await answer?.text()).not.toContain("data:");
    expect(await callsOf(worker.taskId, 2)).toEqual(["call.allowed", "call.aborted"]);
  });

  it("that closes its connection has not cancelled: the call goes on, and its outcome is written down", async () => {
    const worker = await workerFor("legacy");
    const gone = new AbortController();
    const call = await nextCall(upstream(), () => {
      void worker.agent.postRaw("legacy", write(1), {}, gone.signal).catch(() => {});
    });
    gone.abort();
    upstream().release();
    expect(await callsOf(worker.taskId, 2)).toEqual(["call.allowed", "call.succeeded"]);
    expect(call.left).toBe(false);
  });

  it("may have fetched another token since", async () => {
    upstream().state.behaviour = { kind: "hangs" };
    const worker = await workerFor("legacy");
    await nextCall(upstream(), () => void worker.agent.postRaw("legacy", write("a")).catch(() => {}));
    await inTransaction((tx) => tightenTasks(tx, [worker.taskId], "Something changed."));
    await followed(house);
    await worker.agent.fetchToken("legacy");
    await cancel(worker, "a");
    expect(await callsOf(worker.taskId, 2)).toEqual(["call.allowed", "call.aborted"]);
  });

  it("cancels its own request only, and by its very id", async () => {
    const worker = await workerFor("legacy");
    const other = await workerFor("legacy");
    await nextCall(upstream(), () => void worker.agent.postRaw("legacy", write(5)).catch(() => {}));
    await cancel(other, 5);
    await cancel(worker, "5");
    await cancel(worker, 6);
    expect(house.machines.gateway.load().inFlight).toBe(1);
    await cancel(worker, 5);
    expect(await callsOf(worker.taskId, 2)).toEqual(["call.allowed", "call.aborted"]);
    expect(await callsOf(other.taskId, 0)).toEqual([]);
  });

  it("that shares its task with another one which counts alike ends neither's call", async () => {
    const worker = await workerFor("legacy");
    for (const _client of ["one", "two"])
      await nextCall(upstream(), () => void worker.agent.postRaw("legacy", write(9)).catch(() => {}));
    await cancel(worker, 9);
    expect(house.machines.gateway.load().inFlight).toBe(2);
  });

  it("that cancels a held call leaves the question to the person, and the answer to its next call", async () => {
    upstream().state.behaviour = undefined;
    const worker = await workerFor("legacy");
    const answer = worker.agent.postRaw("legacy", write(3, "write-file"));
    await pendingApproval(worker.taskId);
    await cancel(worker, 3);
    expect(await (await answer).text()).not.toContain("data:");
    const sent = upstream().calls().length;
    await approve(house, worker.taskId);
    await followed(house);
    expect(upstream().calls().length).toBe(sent);
    expect(await worker.agent.call("legacy", "write-file", {})).toMatchObject({ isError: false });
    expect(await callsOf(worker.taskId, 3)).toEqual(["call.held", "call.allowed", "call.succeeded"]);
  });
});
