import { beforeAll, describe, expect, it } from "vitest";
import { callUpstream, findTool } from "../../../lib/servers/index";
import { ARGUMENTS, answerOf, CANONICAL, call, calling, textOf } from "../../setup/calling";
import { openServers, registered } from "../../setup/servers";

beforeAll(openServers);

const CANARY = "Bearer canary-77aa";

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
