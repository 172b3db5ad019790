import { beforeAll, describe, expect, it, vi } from "vitest";
import { listTools } from "../../../lib/servers/index";
import { type Behaviour, DEFAULT_TOOLS } from "../../fakes/upstream";
import { answerOf, call, textOf, until } from "../../setup/calling";
import { openServers, registered } from "../../setup/servers";

beforeAll(openServers);

const CANARY = "Bearer canary-77aa";

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
