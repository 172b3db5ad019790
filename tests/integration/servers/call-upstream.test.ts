import { beforeAll, describe, expect, it, vi } from "vitest";
import { recordedAllow } from "../../../lib/audit/index";
import { newId } from "../../../lib/base/index";
import { lend } from "../../../lib/credentials/index";
import {
  type CallOutcome,
  CallStop,
  callUpstream,
  closeSessions,
  findTool,
  listTools,
  type ServerView,
  type UpstreamCalling,
} from "../../../lib/servers/index";
import { type Behaviour, DEFAULT_TOOLS } from "../../fakes/upstream";
import { openServers, registered } from "../../setup/servers";

beforeAll(openServers);

const CANARY = "Bearer canary-77aa";
const ARGUMENTS = { message: "hi\u202e <b>\u200b", n: 1 };
const CANONICAL = '{"message":"hi\u202e <b>\u200b","n":1}';

/** A call as the gateway makes it once its allow is recorded. */
async function calling(server: ServerView, over: Partial<UpstreamCalling> = {}): Promise<UpstreamCalling> {
  const found = await findTool(server.name, "echo");
  if (!found.server || !found.tool) throw new Error("the fake has no echo");
  const taskId = newId();
  const evidence = recordedAllow({ callId: newId(), taskId, serverId: server.id, seq: 1n, askedAt: performance.now() });
  return {
    server: found.server,
    tool: found.tool,
    taskId,
    arguments: ARGUMENTS,
    canonicalArguments: CANONICAL,
    to: { id: "agent-7", era: "legacy" },
    secretHeaders: await lend(server.id, evidence),
    deadline: performance.now() + 5000,
    stillGood: () => true,
    ...over,
  };
}

const call = async (server: ServerView, over: Partial<UpstreamCalling> = {}) =>
  callUpstream(await calling(server, over));
const answerOf = (outcome: CallOutcome) => JSON.parse(outcome.body);
const textOf = (outcome: CallOutcome) => answerOf(outcome).result.content[0].text as string;
const until = (condition: () => boolean) =>
  vi.waitFor(() => expect(condition()).toBe(true), { timeout: 5000, interval: 5 });

describe("a call", () => {
  it.each([
    { era: "legacy", answers: "json" },
    { era: "legacy", answers: "sse" },
    { era: "legacy", answers: "json", sessions: true },
    { era: "legacy", answers: "sse", sessions: true },
    { era: "modern", answers: "json" },
    { era: "modern", answers: "sse" },
  ] as const)("is answered by a server that is %j, in the agent's era and under the agent's id", async (options) => {
    const { server } = await registered(options);
    for (const era of ["legacy", "modern"] as const) {
      const outcome = await call(server, { to: { id: "agent-7", era } });
      expect(outcome).toMatchObject({ outcome: "succeeded", note: null });
      const answer = answerOf(outcome);
      expect(answer).toMatchObject({ jsonrpc: "2.0", id: "agent-7" });
      expect(answer.result.resultType).toBe(era === "modern" ? "complete" : undefined);
      expect(JSON.parse(textOf(outcome))).toEqual({ tool: "echo", arguments: ARGUMENTS });
    }
  });

  it("sends the canonical bytes of its arguments, whole", async () => {
    const { server, upstream } = await registered();
    await call(server);
    const [arrival] = upstream.calls();
    expect(arrival?.bytes.toString()).toContain(`"params":{"name":"echo","arguments":${CANONICAL}}`);
  });

  it("carries the headers of its era, the server's credential, and nothing else", async () => {
    const credential = { header: "Authorization", value: CANARY };
    for (const era of ["legacy", "modern"] as const) {
      const { server, upstream } = await registered({ era }, { credential });
      await call(server);
      const [arrival] = upstream.calls();
      const mcp = era === "modern" ? { "mcp-method": "tools/call", "mcp-name": "echo" } : {};
      expect(arrival?.headers).toEqual({
        host: `127.0.0.1:${upstream.port}`,
        connection: "keep-alive",
        "content-length": String(arrival?.bytes.length),
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        "accept-encoding": "identity",
        "user-agent": "countersign",
        "mcp-protocol-version": era === "modern" ? "2026-07-28" : "2025-11-25",
        authorization: CANARY,
        ...mcp,
      });
    }
  });

  it("mirrors arguments into headers as the pinned schema asks", async () => {
    const inputSchema = { type: "object", properties: { message: { type: "string", "x-mcp-header": "Message" } } };
    const { server, upstream } = await registered({ era: "modern", tools: [{ name: "echo", inputSchema }] });
    await call(server);
    const value = upstream.calls()[0]?.headers["mcp-param-message"];
    expect(value).toBe(`=?base64?${Buffer.from(ARGUMENTS.message).toString("base64")}?=`);
  });

  it("is failed, with the tool's own words for the agent, when the tool reports an error", async () => {
    const { server, upstream } = await registered();
    upstream.state.tools = [];
    const outcome = await call(server);
    expect(outcome).toMatchObject({ outcome: "failed" });
    expect(textOf(outcome)).toBe("Unknown tool echo");
  });

  it("hears the server's progress under a token of our own", async () => {
    const { server, upstream } = await registered({ era: "modern", answers: "sse" });
    const heard: unknown[] = [];
    upstream.state.behaviour = { kind: "progresses", steps: 3 };
    const outcome = await call(server, { onProgress: (progress) => heard.push(progress) });
    expect(outcome.outcome).toBe("succeeded");
    expect(heard).toEqual([1, 2, 3].map((progress) => ({ progress, total: 3, message: `step ${progress}` })));
    expect(upstream.calls()[0]?.bytes.toString()).not.toContain("agent-7");
  });

  it("passes a long answer on as the server wrote it, long numbers included", async () => {
    const { server, upstream } = await registered();
    const text = `{"content":[],"structuredContent":{"n":12345678901234567890,"s":"${"x".repeat(300_000)}"}}`;
    upstream.state.behaviour = { kind: "result text", text };
    const outcome = await call(server);
    expect(outcome.body).toBe(`{"jsonrpc":"2.0","id":"agent-7","result":${text}}`);
  });
});

describe("a server that behaves badly", () => {
  const bad: [string, Behaviour, RegExp][] = [
    ["sends garbage", { kind: "garbage" }, /not a JSON-RPC message|not valid JSON/],
    ["sends a web page", { kind: "garbage", type: "text/html" }, /neither JSON nor an event stream/],
    ["sends bytes that are no text", { kind: "garbage", text: "\u0000{" }, /not a JSON-RPC message|not valid JSON/],
    ["redirects", { kind: "redirects", to: "http://127.0.0.1:1/" }, /redirect, which is not followed/],
    ["answers another request", { kind: "wrong id" }, /another request/],
    ["fails", { kind: "status", status: 500, text: CANARY }, /HTTP error. \(HTTP 500\)/],
    ["refuses the credential", { kind: "status", status: 401, text: CANARY }, /refused the credential/],
    ["breaks off", { kind: "breaks off" }, /connection broke.*may have run/],
    ["closes the connection", { kind: "resets" }, /connection broke.*may have run/],
    ["never ends", { kind: "endless", megabytes: 20 }, /too large/],
    ["ends its stream early", { kind: "ends without an answer" }, /before it answered/],
    ["says nothing", { kind: "status", status: 202 }, /gave no answer/],
    ["asks for input", { kind: "asks", method: "elicitation/create" }, /asks for input/],
  ];

  it.each(bad)(
    "%s: the call is failed, with a reason the agent can read and no secret",
    async (_, behaviour, reason) => {
      const { server, upstream } = await registered({}, { credential: { header: "Authorization", value: CANARY } });
      upstream.state.behaviour = behaviour;
      const outcome = await call(server);
      expect(outcome).toMatchObject({ outcome: "failed", note: expect.stringMatching(reason) });
      expect(answerOf(outcome)).toMatchObject({ id: "agent-7", result: { isError: true } });
      expect(textOf(outcome)).toMatch(reason);
      expect(JSON.stringify(outcome)).not.toContain("canary");
      expect(upstream.calls()).toHaveLength(1);
    },
  );

  it.each(["hangs", "hangs after headers"] as const)(
    "%s: the call times out and its connection is closed",
    async (kind) => {
      const { server, upstream } = await registered({ era: "modern" });
      upstream.state.behaviour = { kind };
      const started = performance.now();
      const outcome = await call(server, { deadline: started + 200 });
      expect(performance.now() - started).toBeLessThan(1000);
      expect(outcome).toMatchObject({ outcome: "timed_out", note: expect.stringMatching(/did not answer in time/) });
      await until(() => upstream.calls()[0]?.left === true);
    },
  );

  it("is slow: the answer still arrives in time", async () => {
    const { server, upstream } = await registered();
    upstream.state.behaviour = { kind: "slow", milliseconds: 700 };
    expect(await call(server)).toMatchObject({ outcome: "succeeded" });
  });

  it("is down: nothing is sent", async () => {
    const { server, upstream } = await registered();
    await upstream.stop();
    const outcome = await call(server);
    expect(outcome).toMatchObject({
      outcome: "not_sent",
      because: "unreachable",
      note: expect.stringMatching(/nothing was sent/),
    });
    expect(answerOf(outcome).result.isError).toBe(true);
  });

  it("keeps its stream open after the answer: the call does not wait, and the connection is closed", async () => {
    const { server, upstream } = await registered();
    upstream.state.behaviour = { kind: "keeps the stream open" };
    const started = performance.now();
    expect(await call(server)).toMatchObject({ outcome: "succeeded" });
    expect(performance.now() - started).toBeLessThan(900);
    await until(() => upstream.calls()[0]?.left === true);
  });

  it("has changed: its error starts a look at it, which finds the drift", async () => {
    const { server, upstream } = await registered({ era: "modern" });
    upstream.state.tools = DEFAULT_TOOLS.map((tool) => (tool.name === "echo" ? { ...tool, description: "new" } : tool));
    upstream.state.behaviour = { kind: "error", code: -32602, message: "Invalid params" };
    const outcome = await call(server);
    expect(answerOf(outcome).error).toMatchObject({ code: -32602, message: "Invalid params" });
    await vi.waitFor(async () => {
      expect((await listTools(server.id)).find((tool) => tool.name === "echo")?.state).toBe("drifted");
    });
  });
});

describe("the last moment before the bytes are written", () => {
  it("sends nothing when the allow is no longer good", async () => {
    const { server, upstream } = await registered();
    const outcome = await call(server, { stillGood: () => false });
    expect(outcome).toMatchObject({
      outcome: "not_sent",
      because: "stale",
      note: expect.stringMatching(/nothing was sent/),
    });
    expect(upstream.calls()).toHaveLength(0);
  });

  it("asks synchronously before the write, after every wait for a connection", async () => {
    const { server, upstream } = await registered();
    let asked = 0;
    const outcome = await call(server, {
      stillGood: () => {
        asked += 1;
        // Whatever blocks the process between the commit and the write is seen here.
        return upstream.calls().length === 0;
      },
    });
    expect(outcome.outcome).toBe("succeeded");
    expect(asked).toBe(1);
  });

  it("sends nothing when the call was aborted before", async () => {
    const { server, upstream } = await registered();
    expect(await call(server, { signal: AbortSignal.abort() })).toMatchObject({
      outcome: "not_sent",
      because: "stopped",
    });
    const stop = new CallStop();
    const underway = call(server, {
      signal: stop,
      stillGood: () => {
        stop.abort();
        return true;
      },
    });
    expect(await underway).toMatchObject({ outcome: "not_sent", because: "stopped" });
    await new Promise((done) => setTimeout(done, 50));
    expect(upstream.calls()).toHaveLength(0);
  });

  it("sends nothing to a server that has not been looked at since it was changed", async () => {
    const { server, upstream } = await registered();
    const made = await calling(server);
    const outcome = await callUpstream({ ...made, server: { ...made.server, era: null } });
    expect(outcome).toMatchObject({ outcome: "not_sent", because: "not_ready" });
    expect(upstream.calls()).toHaveLength(0);
  });

  it("keeps a connection for the next call when nothing was written to it", async () => {
    const { server, upstream } = await registered();
    await call(server);
    await call(server, { stillGood: () => false });
    await call(server);
    expect(new Set(upstream.calls().map((arrival) => arrival.remotePort)).size).toBe(1);
  });
});

describe("aborting a call", () => {
  const abortWhileItRuns = async (era: "legacy" | "modern", sessions: boolean) => {
    const { server, upstream } = await registered({ era, sessions });
    upstream.state.behaviour = { kind: "waits" };
    const stop = new CallStop();
    const underway = call(server, { signal: stop });
    await until(() => upstream.calls().length === 1);
    const aborted = performance.now();
    stop.abort();
    const outcome = await underway;
    expect(performance.now() - aborted).toBeLessThan(100);
    expect(outcome).toMatchObject({ outcome: "aborted", note: expect.stringMatching(/may have run/) });
    await until(() => upstream.calls()[0]?.left === true);
    return upstream;
  };

  it("closes the connection, which cancels it on a modern server", async () => {
    const upstream = await abortWhileItRuns("modern", false);
    expect(upstream.ofMethod("notifications/cancelled")).toHaveLength(0);
  });

  it.each([false, true])("tells a legacy server by its request's id (sessions: %s)", async (sessions) => {
    const upstream = await abortWhileItRuns("legacy", sessions);
    await until(() => upstream.ofMethod("notifications/cancelled").length === 1);
    const [cancelled] = upstream.ofMethod("notifications/cancelled");
    expect(cancelled?.message?.params).toMatchObject({ requestId: upstream.calls()[0]?.message?.id });
    expect(cancelled?.headers["mcp-session-id"]).toBe(upstream.calls()[0]?.headers["mcp-session-id"]);
  });

  it("ignores an answer that comes after the revocation", async () => {
    const { server, upstream } = await registered();
    upstream.state.behaviour = { kind: "waits" };
    const stop = new CallStop();
    const underway = call(server, { signal: stop });
    await until(() => upstream.calls().length === 1);
    stop.abort();
    upstream.release();
    expect((await underway).outcome).toBe("aborted");
  });
});

describe("sessions of a legacy server", () => {
  const sessionIds = (arrivals: { headers: Record<string, unknown> }[]) =>
    arrivals.map((arrival) => arrival.headers["mcp-session-id"]);

  it("are one per task, opened by its first call", async () => {
    const { server, upstream } = await registered({ sessions: true });
    const taskId = newId();
    await Promise.all([call(server, { taskId }), call(server, { taskId })]);
    await call(server, { taskId });
    await call(server);
    const [first, second, third, other] = sessionIds(upstream.calls());
    expect(first).toBeDefined();
    expect([second, third]).toEqual([first, first]);
    expect(other).not.toBe(first);
    // one by the look at the server, one per task
    expect(upstream.ofMethod("initialize")).toHaveLength(3);
  });

  it("are opened anew, once, when the server has forgotten them", async () => {
    const { server, upstream } = await registered({ sessions: true });
    const taskId = newId();
    await call(server, { taskId });
    upstream.endSessions();
    expect(await call(server, { taskId })).toMatchObject({ outcome: "succeeded" });
    const [first, refused, again] = sessionIds(upstream.calls());
    expect(refused).toBe(first);
    expect(again).not.toBe(first);
    upstream.endSessions();
    upstream.state.others = { kind: "status", status: 404 };
    expect(await call(server, { taskId })).toMatchObject({ outcome: "not_sent" });
    expect(upstream.calls()).toHaveLength(4);
  });

  it("are not opened for a call whose allow is no longer good", async () => {
    const { server, upstream } = await registered({ sessions: true });
    const before = upstream.ofMethod("initialize").length;
    expect(await call(server, { stillGood: () => false })).toMatchObject({ outcome: "not_sent", because: "stale" });
    expect(upstream.ofMethod("initialize")).toHaveLength(before);
  });

  it("are closed with the server's credential when their task ends", async () => {
    const credential = { header: "Authorization", value: CANARY };
    const { server, upstream } = await registered({ sessions: true, credential }, { credential });
    const taskId = newId();
    await call(server, { taskId });
    expect(upstream.state.sessionIds.size).toBe(1);
    await closeSessions(taskId);
    await until(() => upstream.state.sessionIds.size === 0);
    await closeSessions(taskId);
  });

  it("are not needed by a server that gives none", async () => {
    const { server, upstream } = await registered();
    await call(server);
    await call(server);
    expect(upstream.ofMethod("initialize")).toHaveLength(1);
    expect(sessionIds(upstream.calls())).toEqual([undefined, undefined]);
  });

  it("are found out about when a server begins to ask for them", async () => {
    const { server, upstream } = await registered();
    upstream.state.sessions = true;
    expect(await call(server)).toMatchObject({ outcome: "failed", note: expect.stringMatching(/HTTP 400/) });
    expect(await call(server)).toMatchObject({ outcome: "succeeded" });
  });
});

describe("the loan of the credential", () => {
  it("ends with the call, whatever became of it", async () => {
    const { server } = await registered({}, { credential: { header: "Authorization", value: CANARY } });
    for (const stillGood of [() => true, () => false]) {
      const made = await calling(server, { stillGood });
      await callUpstream(made);
      const headers: string[] = [];
      made.secretHeaders.appendTo(headers, server.id);
      expect(headers).toEqual([]);
    }
  });

  it("never reaches another server", async () => {
    const { server } = await registered({}, { credential: { header: "Authorization", value: CANARY } });
    const other = await registered();
    const made = await calling(server);
    const elsewhere = await findTool(other.server.name, "echo");
    if (!elsewhere.server) throw new Error("not found");
    expect(await callUpstream({ ...made, server: elsewhere.server })).toMatchObject({ outcome: "failed" });
    expect(other.upstream.calls()).toHaveLength(0);
  });
});

describe("many calls at once", () => {
  it("each get their own answer", async () => {
    const { server, upstream } = await registered({ era: "modern" });
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        call(server, { to: { id: n, era: "modern" }, arguments: { n }, canonicalArguments: `{"n":${n}}` }),
      ),
    );
    for (const [n, outcome] of outcomes.entries()) {
      expect(answerOf(outcome).id).toBe(n);
      expect(JSON.parse(textOf(outcome)).arguments).toEqual({ n });
    }
    expect(upstream.calls()).toHaveLength(200);
  });
});
