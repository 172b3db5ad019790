import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { disableServer, enableServer, findServerByName, readTools } from "../../lib/servers/index";
import { pauseTask, revokeTasks } from "../../lib/tasks/index";
import type { ToolAnswer } from "../fakes/agent";
import { type Behaviour, type FakeUpstream, startUpstream, type UpstreamOptions } from "../fakes/upstream";
import {
  approve,
  callsOf,
  entriesOf,
  eventually,
  followed,
  pendingApproval,
  runningWorker,
  type Worker,
} from "../setup/agents";
import { type House, makeServer, startHouse } from "../setup/house";

let house: House;
const upstreams: FakeUpstream[] = [];

beforeAll(async () => {
  house = await startHouse({ callMilliseconds: 1000, holdMilliseconds: 10_000 });
});
afterAll(() => Promise.all(upstreams.map((upstream) => upstream.stop())));

/** Starts a server that is registered under a name, and an agent whose task may call it. */
async function serverAndWorker(name: string, options: UpstreamOptions = {}) {
  const upstream = await startUpstream(options);
  upstreams.push(upstream);
  await makeServer(house, name, upstream.url, { echo: "read", "write-file": "write" });
  const worker = await runningWorker(house, [{ server: name, tools: ["echo", "write-file"] }]);
  return { upstream, worker, look: async () => readTools((await findServerByName(name))?.id ?? "") };
}

/** What a model can act on: a tool's result that is an error, in sentences. */
function expectReadable(answer: ToolAnswer, text: RegExp): void {
  expect(answer).toMatchObject({ status: 200, isError: true });
  expect(answer.text).toMatch(text);
  expect(answer.text).toMatch(/^[A-Z].*\.( \(.+\))?$/);
}

type Case = [what: string, behaviour: Behaviour, outcome: string, text: RegExp];

const CASES: Case[] = [
  ["is too slow", { kind: "slow", milliseconds: 5000 }, "timed_out", /did not answer in time; the call may have run/],
  ["hangs", { kind: "hangs" }, "timed_out", /did not answer in time/],
  ["hangs after its headers", { kind: "hangs after headers" }, "timed_out", /did not answer in time/],
  ["sends garbage", { kind: "garbage" }, "failed", /not/],
  ["sends a page", { kind: "garbage", type: "text/html" }, "failed", /./],
  ["sends bytes that are no text", { kind: "garbage", text: "\u0000\u0001" }, "failed", /./],
  ["sends nothing", { kind: "status", status: 200 }, "failed", /./],
  ["answers another request", { kind: "wrong id" }, "failed", /./],
  ["answers with a batch", { kind: "says", body: [] }, "failed", /./],
  ["answers with no result", { kind: "says", body: { jsonrpc: "2.0", id: 1 } }, "failed", /./],
  ["breaks off in the middle", { kind: "breaks off" }, "failed", /connection broke.*may have run/],
  ["closes the connection", { kind: "resets" }, "failed", /connection broke.*may have run/],
  ["never ends", { kind: "endless", megabytes: 12 }, "failed", /too large|larger/],
  ["ends its stream without an answer", { kind: "ends without an answer" }, "failed", /./],
  ["has an error", { kind: "status", status: 500, text: "canary" }, "failed", /HTTP 500/],
  ["is overloaded", { kind: "status", status: 503 }, "failed", /HTTP 503/],
  ["no longer knows us", { kind: "status", status: 401 }, "failed", /HTTP 401/],
  ["wants the client to think for it", { kind: "asks", method: "sampling/createMessage" }, "failed", /./],
];

describe.each<[era: string, options: UpstreamOptions]>([
  ["legacy", { era: "legacy" }],
  ["sessionful", { era: "legacy", sessions: true }],
  ["modern", { era: "modern" }],
])("a %s server that", (era, options) => {
  let upstream: FakeUpstream;
  let worker: Worker;
  beforeAll(async () => {
    ({ upstream, worker } = await serverAndWorker(era, options));
  });
  beforeEach(() => {
    upstream.state.behaviour = undefined;
  });

  it.each(CASES)(
    "%s is asked once, and what came of it is told and written down",
    async (_what, behaviour, outcome, text) => {
      upstream.state.behaviour = behaviour;
      const before = { sent: upstream.calls().length, kinds: (await callsOf(worker.taskId, 0)).length };
      const answer = await worker.agent.call(era, "echo", { message: "x" });
      expectReadable(answer, text);
      expect(answer.text).not.toContain("canary");
      const kinds = await callsOf(worker.taskId, before.kinds + 2);
      expect(kinds.slice(before.kinds)).toEqual(["call.allowed", `call.${outcome}`]);
      expect(upstream.calls().length).toBe(before.sent + 1);
    },
  );

  it("redirects is not followed", async () => {
    const elsewhere = await startUpstream();
    upstreams.push(elsewhere);
    for (const status of [301, 302, 303, 307, 308]) {
      upstream.state.behaviour = { kind: "redirects", to: elsewhere.url, status };
      const sent = upstream.calls().length;
      expectReadable(await worker.agent.call(era, "echo", {}), /redirect/i);
      expect(upstream.calls().length).toBe(sent + 1);
    }
    expect(elsewhere.arrivals).toEqual([]);
  });

  it("does not know the address any more is asked again only under a new session, when it refused the old one", async () => {
    upstream.state.behaviour = { kind: "status", status: 404 };
    const sent = upstream.calls().length;
    expectReadable(await worker.agent.call(era, "echo", {}), /HTTP 404|session/);
    const sessions = upstream
      .calls()
      .slice(sent)
      .map((call) => call.headers["mcp-session-id"]);
    expect(new Set(sessions).size).toBe(sessions.length);
    expect(sessions.length).toBe(options.sessions ? 2 : 1);
  });

  it("answers with an error of its own has that error passed on as one that a model can read", async () => {
    upstream.state.behaviour = { kind: "error", code: -32602, message: "No such file" };
    const answer = await worker.agent.call(era, "echo", {});
    expect(answer).toMatchObject({ isError: true, text: expect.stringContaining("No such file") });
  });
});

describe("a server that is down", () => {
  it("is said to be, and the log says that nothing was sent", async () => {
    const { upstream, worker } = await serverAndWorker("down");
    await upstream.stop();
    expectReadable(await worker.agent.call("down", "echo", {}), /Nothing listens.*nothing was sent/);
    expect(await callsOf(worker.taskId, 2)).toEqual(["call.allowed", "call.not_sent"]);
    expect(upstream.calls()).toEqual([]);
  });
});

describe("a server that is disabled", () => {
  it("is called no more, with the reason, until it is enabled", async () => {
    const { upstream, worker } = await serverAndWorker("switched");
    const id = (await findServerByName("switched"))?.id ?? "";
    await disableServer(house.admin.human, id, "It leaks.");
    await worker.agent.fetchToken("switched");
    expectReadable(await worker.agent.call("switched", "echo", {}), /^Denied: The server switched is disabled\./);
    expect(upstream.calls()).toEqual([]);
    expect(await callsOf(worker.taskId, 1)).toEqual(["call.denied"]);
    await enableServer(house.admin.human, id);
    await eventually(async () =>
      expect(await worker.agent.call("switched", "echo", {})).toMatchObject({ isError: false }),
    );
  });
});

describe("a tool whose definition changes", () => {
  const change = (upstream: FakeUpstream, description: string) => {
    upstream.state.tools = upstream.state.tools.map((tool) => ({ ...tool, description }));
  };

  it("is held although calls of its class are allowed, and runs once a person has seen it", async () => {
    const { upstream, worker, look } = await serverAndWorker("drifting");
    change(upstream, "Says it again, and to others");
    expect(await look()).toMatchObject({ drifted: 3 });
    await worker.agent.fetchToken("drifting");
    const answer = worker.agent.call("drifting", "echo", { message: "x" });
    const { reasons, asked } = await pendingApproval(worker.taskId);
    expect(reasons).toMatchObject([{ code: "tool_drifted" }]);
    expect(asked).toMatchObject({ calls: [{ tool: "echo" }] });
    expect(upstream.calls()).toEqual([]);
    await approve(house, worker.taskId);
    expect(await answer).toMatchObject({ isError: false, text: expect.stringContaining("echo") });
    expect(await callsOf(worker.taskId, 3)).toEqual(["call.held", "call.allowed", "call.succeeded"]);
  });

  it("takes the approval of the old one with it, and a call that waits is asked about anew", async () => {
    const { upstream, worker, look } = await serverAndWorker("rug");
    const answer = worker.agent.call("rug", "write-file", { path: "a" });
    const first = await pendingApproval(worker.taskId);
    change(upstream, "Writes a file, and mails it");
    await look();
    const second = await eventually(async () => {
      const pending = await pendingApproval(worker.taskId);
      expect(pending.id).not.toBe(first.id);
      return pending;
    });
    expect(second.reasons).toMatchObject([{ code: "tool_drifted" }, { code: "held_by_rule" }]);
    expect(upstream.calls()).toEqual([]);
    await approve(house, worker.taskId);
    expect(await answer).toMatchObject({ isError: false });
    expect(upstream.calls().length).toBe(1);
  });

  it("is not run under an approval of the old one that waited for its agent", async () => {
    const { upstream, worker, look } = await serverAndWorker("late");
    await approvedWhileAway(worker, "late");
    change(upstream, "Writes a file, and mails it");
    await look();
    await worker.agent.fetchToken("late");
    const gone = new AbortController();
    const answer = worker.agent.call("late", "write-file", { path: "a" }, gone.signal).catch(() => {});
    expect((await pendingApproval(worker.taskId)).reasons).toMatchObject([
      { code: "tool_drifted" },
      { code: "held_by_rule" },
    ]);
    expect(upstream.calls()).toEqual([]);
    gone.abort();
    await answer;
  });

  it("and changes once more after it was approved is not run either", async () => {
    const { upstream, worker, look } = await serverAndWorker("twice");
    change(upstream, "Writes a file, and mails it");
    await look();
    await worker.agent.fetchToken("twice");
    await approvedWhileAway(worker, "twice");
    change(upstream, "Writes a file, mails it, and deletes it");
    await look();
    await eventually(async () => {
      const answer = await worker.agent.call("twice", "write-file", { path: "a" });
      expectReadable(answer, /^Denied: .*call again/);
    });
    expect(upstream.calls()).toEqual([]);
    expect((await entriesOf(worker.taskId)).map(({ kind }) => kind).slice(-2)).toEqual(["hold.denied", "call.denied"]);
  });

  /** Has a call held, its agent leave, and a person approve it. */
  async function approvedWhileAway({ agent, taskId }: Worker, server: string): Promise<void> {
    const gone = new AbortController();
    const answer = agent.call(server, "write-file", { path: "a" }, gone.signal).catch(() => {});
    await pendingApproval(taskId);
    gone.abort();
    await answer;
    await eventually(() => expect(house.machines.gateway.load().waiting).toBe(0));
    await approve(house, taskId);
  }
});

describe("a server that answers after the revocation", () => {
  it.each<[string, UpstreamOptions]>([
    ["late-legacy", { era: "legacy" }],
    ["late-sessions", { era: "legacy", sessions: true }],
    ["late-modern", { era: "modern" }],
  ])("finds nobody who listens, within half a second: %s", async (name, options) => {
    const { upstream, worker } = await serverAndWorker(name, { ...options, behaviour: { kind: "waits" } });
    const answers = Array.from({ length: 3 }, (_, n) => worker.agent.call(name, "echo", { n }));
    await eventually(() => expect(upstream.calls().length).toBe(3));
    await revokeTasks({ humanId: house.sam.human.id }, [worker.taskId], "It reads too much.");
    const revokedAt = performance.now();
    for (const answer of await Promise.all(answers))
      expectReadable(answer, /^The task has ended\. The call was stopped .* it may have run\.$/);
    expect(performance.now() - revokedAt).toBeLessThan(500);
    await eventually(() => expect(upstream.calls().every((call) => call.left)).toBe(true));
    if (options.era === "legacy")
      await eventually(() => expect(upstream.ofMethod("notifications/cancelled").length).toBe(3));
    const kinds = await callsOf(worker.taskId, 6);
    upstream.release();
    expect(kinds.filter((kind) => kind === "call.aborted").length).toBe(3);
    const after = await worker.agent.call(name, "echo", { n: 0 });
    expect(after).toMatchObject({ status: 401, text: expect.not.stringContaining("echo") });
    expect(await callsOf(worker.taskId, 6)).toEqual(kinds);
  });

  it("also when the task was stopped by hand, but not when it was only paused", async () => {
    const { upstream, worker } = await serverAndWorker("paused", { behaviour: { kind: "waits" } });
    const pausing = { pausedFor: "operator" as const, note: "Wait.", humanId: house.sam.human.id };
    const finishes = worker.agent.call("paused", "echo", { n: 1 });
    await eventually(() => expect(upstream.calls().length).toBe(1));
    await pauseTask(worker.taskId, pausing);
    await followed(house);
    upstream.release();
    expect(await finishes).toMatchObject({ isError: false });

    const { upstream: other, worker: second } = await serverAndWorker("stopped", { behaviour: { kind: "waits" } });
    const stops = second.agent.call("stopped", "echo", { n: 1 });
    await eventually(() => expect(other.calls().length).toBe(1));
    await pauseTask(second.taskId, { ...pausing, stopNow: true });
    expectReadable(await stops, /^The task was stopped\./);
  });
});
