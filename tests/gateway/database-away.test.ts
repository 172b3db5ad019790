import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "../../lib/db/index";
import { revokeTasks } from "../../lib/tasks/index";
import type { ToolAnswer } from "../fakes/agent";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import {
  approve,
  callsOf,
  entriesOf,
  eventually,
  newWorker,
  pendingApproval,
  runningWorker,
  settled,
  type Worker,
} from "../setup/agents";
import type { TestPostgres } from "../setup/embedded-postgres";
import { type House, makeServer, startHouse } from "../setup/house";
import { ownPostgres } from "../setup/own-postgres";

let postgres: TestPostgres;
let house: House;
const upstreams = new Map<string, FakeUpstream>();
const workers = new Map<string, Worker>();

const ERAS = ["legacy", "sessions", "modern"] as const;
const scopeOf = (server: string) => [{ server, tools: ["echo", "write-file"] }];

beforeAll(async () => {
  postgres = await ownPostgres();
  house = await startHouse({ database: postgres.url, holdMilliseconds: 20_000 });
  for (const name of ERAS) {
    const era = name === "modern" ? "modern" : "legacy";
    const upstream = await startUpstream({ era, sessions: name === "sessions" });
    upstreams.set(name, upstream);
    await makeServer(house, name, upstream.url, { echo: "read", "write-file": "write" });
    workers.set(name, await runningWorker(house, scopeOf(name)));
  }
}, 120_000);
afterAll(() => Promise.all([...upstreams.values()].map((upstream) => upstream.stop())));

function at(name: string): { upstream: FakeUpstream; worker: Worker } {
  const upstream = upstreams.get(name);
  const worker = workers.get(name);
  if (!upstream || !worker) throw new Error(`there is no server ${name}`);
  return { upstream, worker };
}

const arrivals = () => [...upstreams.values()].reduce((sum, upstream) => sum + upstream.calls().length, 0);
const readiness = async () => (await fetch(`${house.url}/readyz`)).status;
const ready = () => eventually(async () => expect(await readiness()).toBe(200), 15_000);

/** A refusal that an agent's program can act on, and a model can read. */
function expectAway(answer: ToolAnswer): void {
  expect(answer).toMatchObject({ status: 503, text: expect.stringMatching(/^[A-Z].*; nothing was forwarded\.$/) });
  expect(answer.headers.get("retry-after")).toBe("1");
  expect(answer.body).toMatchObject({ jsonrpc: "2.0", error: { code: -32603, data: { code: "UNAVAILABLE" } } });
}

/** Takes the database away while work is done, and waits until the gateway has recovered by itself. */
async function whileAway<T>(signal: "SIGINT" | "SIGQUIT", work: () => Promise<T>): Promise<T> {
  await postgres.halt(signal);
  try {
    return await work();
  } finally {
    await postgres.resume();
    await ready();
  }
}

/** A lane takes a moment to connect anew. */
const goesOn = (agent: Worker["agent"], server: string) =>
  eventually(async () => expect(await agent.call(server, "echo", {})).toMatchObject({ status: 200, isError: false }));

describe.each(["SIGINT", "SIGQUIT"] as const)("while the database is stopped with %s", (signal) => {
  it.each(ERAS)(
    "calls of a %s server are refused with 503, nothing is sent, and all goes on by itself",
    async (server) => {
      const { agent, taskId } = at(server).worker;
      const unknown = await newWorker(house, scopeOf(server));
      await goesOn(agent, server);
      await settled();
      const entries = (await entriesOf(taskId)).length;
      const sent = arrivals();
      await whileAway(signal, async () => {
        const first = await agent.call(server, "echo", { n: 1 });
        expectAway(first);
        expect(first.text).toMatch(/^The (decision could not be recorded|log cannot be written)/);
        for (const answer of await Promise.all([2, 3, 4].map((n) => agent.call(server, "echo", { n }))))
          expectAway(answer);
        expectAway(await agent.call(server, "no-such-tool", {}));
        expectAway(await unknown.agent.call(server, "echo", {}));
        expect(await readiness()).toBe(503);
        expect((await fetch(`${house.url}/healthz`)).status).toBe(200);
      });
      await goesOn(agent, server);
      expect(arrivals()).toBe(sent + 1);
      await settled();
      expect((await entriesOf(taskId)).slice(entries).map(({ kind }) => kind)).toEqual([
        "call.allowed",
        "call.succeeded",
      ]);
    },
  );

  it("the other machine doors say so, too, and give nothing away", async () => {
    const { agent } = at("legacy").worker;
    const headers = { authorization: `Bearer ${agent.token}` };
    const complete = { method: "POST", headers, body: '{"action":"complete"}' };
    await whileAway(signal, async () => {
      for (const init of [{ headers }, complete]) {
        const answer = await fetch(`${house.url}/agent/v1/task`, init);
        expect(answer.status).toBe(503);
        expect(await answer.json()).toMatchObject({ error: { data: { code: "UNAVAILABLE" } } });
      }
      const { status, body } = await agent.fetchToken("legacy");
      expect(status).toBeGreaterThanOrEqual(500);
      expect(body).toMatchObject({ error: expect.any(String), error_description: expect.any(String) });
      expect(JSON.stringify(body)).not.toMatch(/postgres|prisma|ECONN|ENOENT|\.ts/i);
    });
    await goesOn(agent, "legacy");
  });

  it.each(ERAS)("a call that was sent to a %s server is answered, and its outcome written later", async (server) => {
    const { upstream } = at(server);
    const { agent, taskId } = await runningWorker(house, scopeOf(server));
    await goesOn(agent, server);
    const before = (await callsOf(taskId, 2)).length;
    upstream.state.behaviour = { kind: "waits" };
    const sent = upstream.calls().length;
    const answers = [1, 2, 3].map((n) => agent.call(server, "echo", { said: `meanwhile ${n}` }));
    await eventually(() => expect(upstream.calls().length).toBe(sent + 3));
    await whileAway(signal, async () => {
      upstream.state.behaviour = undefined;
      upstream.release();
      for (const [n, answer] of (await Promise.all(answers)).entries())
        expect(answer).toMatchObject({ status: 200, isError: false, text: expect.stringContaining(`ile ${n + 1}`) });
    });
    const kinds = (await callsOf(taskId, before + 6)).slice(before);
    expect(kinds.toSorted()).toEqual([...Array(3).fill("call.allowed"), ...Array(3).fill("call.succeeded")]);
    const results = await db().body.findMany({ where: { kind: "result", content: { contains: "meanwhile" } } });
    const mine = (await entriesOf(taskId)).map(({ callId }) => callId);
    expect(results.filter(({ callId }) => mine.includes(callId)).length).toBe(3);
  });
});

describe("when the database goes and comes back", () => {
  it("a call that waits for a person goes on waiting, and gets its answer", async () => {
    const { agent, taskId } = await runningWorker(house, scopeOf("legacy"));
    const answer = agent.call("legacy", "write-file", { path: "patient" });
    await pendingApproval(taskId);
    await eventually(() => expect(house.machines.gateway.load().waiting).toBe(1));
    await new Promise((resolve) => setTimeout(resolve, 300)); // it has looked, and now only waits
    await whileAway("SIGINT", async () => {});
    await approve(house, taskId);
    expect(await answer).toMatchObject({ status: 200, text: expect.stringMatching(/"path":"patient"/) });
    expect(await callsOf(taskId, 3)).toEqual(["call.held", "call.allowed", "call.succeeded"]);
  });

  it("an approved call is refused meanwhile, and still there to be used once", async () => {
    const { agent, taskId } = await runningWorker(house, scopeOf("legacy"));
    const gone = new AbortController();
    const left = agent.call("legacy", "write-file", { path: "ready" }, gone.signal).catch(() => {});
    await pendingApproval(taskId);
    gone.abort();
    await left;
    await approve(house, taskId);
    await whileAway("SIGINT", async () =>
      expect(await agent.call("legacy", "write-file", { path: "ready" })).toMatchObject({ status: 503 }),
    );
    await goesOn(agent, "legacy");
    const sent = arrivals();
    expect(await agent.call("legacy", "write-file", { path: "ready" })).toMatchObject({ status: 200, isError: false });
    expect(arrivals()).toBe(sent + 1);
  });

  it("a revocation soon afterwards is heard of: calls in flight are aborted, and the token is refused", async () => {
    const { agent, taskId } = await runningWorker(house, scopeOf("legacy"));
    const { upstream } = at("legacy");
    await whileAway("SIGINT", async () => {});
    await goesOn(agent, "legacy");
    upstream.state.behaviour = { kind: "hangs" };
    const sent = upstream.calls().length;
    const answer = agent.call("legacy", "echo", {});
    await eventually(() => expect(upstream.calls().length).toBe(sent + 1));
    await revokeTasks({ humanId: house.sam.human.id }, [taskId], "Enough.");
    expect(await answer).toMatchObject({ isError: true, text: expect.stringMatching(/^The task has ended/) });
    upstream.state.behaviour = undefined;
    await eventually(async () => expect((await agent.call("legacy", "echo", {})).status).toBe(401));
  });
});

describe("when the database crashes under load", () => {
  it("every call that reached a server was allowed first, and every allow has its one true outcome", async () => {
    const { upstream } = at("legacy");
    upstream.state.behaviour = { kind: "slow", milliseconds: 5 };
    const loaders = await Promise.all(Array.from({ length: 6 }, () => runningWorker(house, scopeOf("legacy"))));
    const answers = new Map<string, ToolAnswer>();
    const end = new AbortController();
    const load = loaders.map(async ({ agent }, w) => {
      for (let n = 0; !end.signal.aborted; n += 1) {
        const id = `load-${w}-${n}`;
        answers.set(id, await agent.call("legacy", "echo", { id }));
        if (answers.get(id)?.status !== 200) await new Promise((resolve) => setTimeout(resolve, 20));
      }
    });
    for (const signal of ["SIGQUIT", "SIGINT", "SIGQUIT"] as const) {
      const sent = upstream.calls().length;
      await eventually(() => expect(upstream.calls().length).toBeGreaterThan(sent + 60));
      const asked = answers.size;
      await whileAway(signal, () => eventually(() => expect(answers.size).toBeGreaterThan(asked + 12)));
    }
    end.abort();
    await Promise.all(load);
    upstream.state.behaviour = undefined;
    await settled();
    const calls = await db().$queryRaw<{ id: string; allows: number; outcomes: string[] }[]>`
      SELECT b.content::json->>'id' AS id, count(*) FILTER (WHERE e.kind = 'call.allowed')::int AS allows,
        array_agg(e.kind) FILTER (WHERE e.kind <> 'call.allowed') AS outcomes
      FROM body b JOIN entry e USING (call_id) WHERE b.kind = 'arguments' AND b.content LIKE '{"id":"load-%' GROUP BY 1`;
    const known = new Map(calls.map((call) => [call.id, call]));
    const loaded = upstream.calls().flatMap(({ bytes }) => /"id":"(load-[\d-]+)"/.exec(bytes.toString())?.[1] ?? []);
    expect(new Set(loaded).size).toBe(loaded.length);
    expect(loaded.filter((id) => known.get(id)?.allows !== 1)).toEqual([]);
    for (const { id, allows, outcomes } of calls) {
      expect({ id, allows, count: outcomes.length }).toEqual({ id, allows: 1, count: 1 });
      expect({ id, sent: loaded.includes(id) }).toEqual({ id, sent: outcomes[0] !== "call.not_sent" });
    }
    for (const [id, { status }] of answers) {
      expect([id, status]).toEqual([id, expect.toBeOneOf([200, 503])]);
      if (loaded.includes(id)) expect([id, status]).toEqual([id, 200]);
    }
    expect([...answers.values()].filter(({ status }) => status === 503).length).toBeGreaterThan(30);
    expect(loaded.length).toBeGreaterThan(180);
  });
});
