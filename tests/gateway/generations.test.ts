import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "../../lib/db/index";
import { pauseTask, revokeTasks } from "../../lib/tasks/index";
import { startEverything } from "../fakes/everything-server";
import { type Connect, type Credential, SDK_CLIENTS } from "../fakes/sdk-clients";
import { startSdkServer } from "../fakes/sdk-server";
import { startStatelessServer } from "../fakes/stateless-server";
import { approve, entriesOf, eventually, giveGrant, settled } from "../setup/agents";
import { changeDefaultRule, type House, makeRegisteredAgent, makeServer, startHouse } from "../setup/house";

let house: House;
const stops: (() => Promise<unknown>)[] = [];

type Tool = { name: string; args: Record<string, unknown>; says: string };
type Upstream = { start: () => Promise<{ url: string; stop: () => Promise<unknown> }>; read: Tool; write: Tool };

const ADD: Tool = { name: "add", args: { a: 1, b: 2 }, says: "3" };
const FAIL: Tool = { name: "fail", args: {}, says: "it fell over" };
const UPSTREAMS: Record<string, Upstream> = {
  everything: {
    start: () => startEverything(),
    read: { name: "get-sum", args: { a: 1, b: 2 }, says: "3" },
    write: { name: "echo", args: { message: "hello" }, says: "hello" },
  },
  stateless: { start: startStatelessServer, read: ADD, write: FAIL },
  modern: { start: () => startSdkServer(), read: ADD, write: FAIL },
};

beforeAll(async () => {
  house = await startHouse({ holdMilliseconds: 20_000 });
  for (const [name, { start, read, write }] of Object.entries(UPSTREAMS)) {
    const { url, stop } = await start();
    stops.push(stop);
    await makeServer(house, name, url, { [read.name]: "read", [write.name]: "write" });
  }
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

let count = 0;

/** Registers an agent for both tools of a server. */
async function agentFor(server: string, kind: "secret" | "key" = "secret") {
  const { read, write } = upstreamOf(server);
  count += 1;
  const scope = [{ server, tools: [read.name, write.name] }];
  const made = await makeRegisteredAgent(house, `program-${count}`, { purpose: `Work ${count}`, scope }, kind);
  const credential: Credential =
    kind === "key"
      ? { key: made.value }
      : { clientId: made.agent.id, clientSecret: made.value, expectedIssuer: `${house.url}/oauth` };
  return { agentId: made.agent.id, credential, scope };
}

function upstreamOf(server: string): Upstream {
  const upstream = UPSTREAMS[server];
  if (!upstream) throw new Error(`there is no ${server}`);
  return upstream;
}

/** The only open task of an agent. */
const taskOf = (agentId: string) =>
  eventually(() =>
    db().task.findFirstOrThrow({ where: { agentId, state: { in: ["requested", "running", "paused"] } } }),
  );

/** Every call that was allowed has one outcome, and every outcome its allow. */
async function expectWholeCalls(taskId: string): Promise<void> {
  await settled();
  const calls = (await entriesOf(taskId)).filter(({ kind }) => kind.startsWith("call.") && kind !== "call.held");
  const allowed = calls.filter(({ kind }) => kind === "call.allowed").map(({ callId }) => callId);
  const ended = calls
    .filter(({ kind }) => kind !== "call.allowed" && kind !== "call.denied")
    .map(({ callId }) => callId);
  expect(new Set(allowed).size).toBe(allowed.length);
  expect(ended.toSorted()).toEqual(allowed.toSorted());
}

const PAIRS = Object.keys(UPSTREAMS).flatMap((server) =>
  Object.entries(SDK_CLIENTS).map(([client, connect]) => [client, server, connect] as [string, string, Connect]),
);

describe("an unchanged client", () => {
  it.each(PAIRS)(
    "%s lists and calls the tools of a server that is %s, waits for people, and works on meanwhile",
    async (_client, server, connect) => {
      const { agentId, credential } = await agentFor(server);
      const { read, write } = upstreamOf(server);
      const client = await connect(house.mcp(server), credential);
      expect(await client.list()).toEqual(expect.arrayContaining([read.name, write.name]));
      const { id } = await taskOf(agentId);

      const first = client.call(read.name, read.args);
      await approve(house, id);
      expect(await first).toEqual({ text: expect.stringContaining(read.says), isError: false });

      const held = client.call(write.name, write.args);
      await eventually(() => db().approval.findFirstOrThrow({ where: { taskId: id, state: "pending", kind: "call" } }));
      const parallel = await Promise.all([1, 2, 3].map((n) => client.call(read.name, { a: n, b: n })));
      expect(parallel.map(({ text }) => text.match(/\d+(?!.*\d)/)?.[0])).toEqual(["2", "4", "6"]);
      await approve(house, id);
      expect((await held).text).toContain(write.says);
      expect(await client.list()).toHaveLength(2);
      await client.close();
      await expectWholeCalls(id);
    },
  );

  it.each(Object.entries(SDK_CLIENTS))("%s comes as well with a key in a header", async (_client, connect) => {
    const { agentId, credential, scope } = await agentFor("modern", "key");
    const client = await connect(house.mcp("modern"), credential);
    expect(await client.list()).toEqual(["add", "fail"]);
    const { id } = await taskOf(agentId);
    const first = client.call("add", { a: 1, b: 2 });
    await approve(house, id);
    expect(await first).toEqual({ text: "3", isError: false });
    await pauseTask(id, { pausedFor: "idle", note: "The task was idle for 20 min." });
    const again = client.call("add", { a: 2, b: 2 });
    await approve(house, id);
    expect(await again).toEqual({ text: "4", isError: false });
    await client.close();
    expect(scope).toHaveLength(1);
    await expectWholeCalls(id);
  });
});

describe("a client that authenticates again by itself", () => {
  it.each(Object.entries(SDK_CLIENTS))(
    "%s waits for its resume after a pause, and goes on without noticing",
    async (_client, connect) => {
      const { agentId, credential, scope } = await agentFor("stateless");
      const client = await connect(house.mcp("stateless"), credential);
      const { id } = await taskOf(agentId);
      await giveGrant(id, { scope });
      expect(await client.call("add", { a: 1, b: 1 })).toEqual({ text: "2", isError: false });
      await pauseTask(id, { pausedFor: "idle", note: "The task was idle for 20 min." });
      const resumed = client.call("add", { a: 2, b: 1 });
      const approval = await eventually(() =>
        db().approval.findFirstOrThrow({ where: { taskId: id, state: "pending", kind: "resume" } }),
      );
      expect(approval.reasons).toMatchObject([{ sentence: "The task was idle for 20 min." }]);
      await approve(house, id);
      expect(await resumed).toEqual({ text: "3", isError: false });
      await client.close();
      await expectWholeCalls(id);
    },
  );

  it.each(Object.entries(SDK_CLIENTS))(
    "%s starts without a person where a rule says so, and gets nowhere after its revocation",
    async (_client, connect) => {
      await changeDefaultRule(house, { start: "automatic", resume: "automatic" });
      const { agentId, credential } = await agentFor("stateless");
      const client = await connect(house.mcp("stateless"), credential);
      expect(await client.call("add", { a: 1, b: 1 })).toEqual({ text: "2", isError: false });
      const { id } = await taskOf(agentId);
      await pauseTask(id, { pausedFor: "idle", note: "The task was idle for 20 min." });
      expect(await client.call("add", { a: 1, b: 2 })).toEqual({ text: "3", isError: false });
      expect(await db().approval.count({ where: { taskId: id } })).toBe(0);

      await revokeTasks({ humanId: house.sam.human.id }, [id], "It reads too much.");
      for (let attempt = 0; attempt < 3; attempt += 1)
        await expect(client.call("add", { a: 1, b: 3 })).rejects.toThrow(/reads too much|Unauthorized|401/);
      await expect(connect(house.mcp("stateless"), credential)).rejects.toThrow(/reads too much/);
      await client.close();
      expect(await db().task.count({ where: { agentId } })).toBe(1);
      await expectWholeCalls(id);
      await changeDefaultRule(house, {});
    },
  );
});
