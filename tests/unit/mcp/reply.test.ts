import { describe, expect, it } from "vitest";
import {
  discoverReply,
  errorReply,
  initializeReply,
  pingReply,
  progressFor,
  refusalReply,
  sseComment,
  sseMessage,
  type ToolDefinition,
  toolsListReply,
  toolText,
} from "../../../lib/mcp/index";
import { legacy, post, refused } from "./post";

const face = { info: { name: "countersign", version: "0.1.0" }, instructions: "Be brief." };
const tool: ToolDefinition = {
  name: "echo",
  inputSchema: { type: "object", properties: { a: { type: "string" } } },
  annotations: { readOnlyHint: true },
  execution: { taskSupport: "required" },
};

describe("a reply", () => {
  it("to initialize names the version, the tools ability and the server", () => {
    expect(JSON.parse(initializeReply({ id: "a", version: "2025-06-18" }, face))).toEqual({
      jsonrpc: "2.0",
      id: "a",
      result: {
        protocolVersion: "2025-06-18",
        capabilities: { tools: { listChanged: false } },
        serverInfo: face.info,
        instructions: "Be brief.",
      },
    });
  });

  it("to server/discover may be kept by nobody but this client", () => {
    expect(JSON.parse(discoverReply(0, { info: face.info }))).toEqual({
      jsonrpc: "2.0",
      id: 0,
      result: {
        resultType: "complete",
        supportedVersions: ["2026-07-28"],
        capabilities: { tools: { listChanged: false } },
        ttlMs: 0,
        cacheScope: "private",
        _meta: { "io.modelcontextprotocol/serverInfo": face.info },
      },
    });
  });

  it("to ping is empty", () => {
    expect(JSON.parse(pingReply(3))).toEqual({ jsonrpc: "2.0", id: 3, result: {} });
  });

  it("to tools/list holds each generation's own members and never asks for MCP tasks", () => {
    const { execution: _, ...offered } = tool;
    expect(JSON.parse(toolsListReply({ id: 1, era: "legacy" }, [tool])).result).toEqual({ tools: [offered] });
    expect(JSON.parse(toolsListReply({ id: 1, era: "modern" }, [tool])).result).toEqual({
      resultType: "complete",
      tools: [offered],
      ttlMs: 0,
      cacheScope: "private",
    });
  });

  it("with a text is a tool result of its generation", () => {
    const content = [{ type: "text", text: 'Held for approval: "x"\n' }];
    expect(JSON.parse(toolText({ id: 1, era: "legacy" }, 'Held for approval: "x"\n', true)).result).toEqual({
      content,
      isError: true,
    });
    expect(JSON.parse(toolText({ id: 1, era: "modern" }, 'Held for approval: "x"\n', false)).result).toEqual({
      resultType: "complete",
      content,
      isError: false,
    });
  });

  it("to a refused message is its JSON-RPC error with its status", () => {
    const { http, body } = refusalReply(refused(post(legacy("nope", {}, "x"))));
    expect(http).toBe(200);
    expect(JSON.parse(body)).toEqual({
      jsonrpc: "2.0",
      id: "x",
      error: { code: -32601, message: "This method is not served here." },
    });
    expect(JSON.parse(errorReply(null, { code: -32603, message: "m", data: { a: 1 } }))).toEqual({
      jsonrpc: "2.0",
      id: null,
      error: { code: -32603, message: "m", data: { a: 1 } },
    });
  });
});

describe("an event stream", () => {
  it("frames a message on one line, whatever white space its JSON has", () => {
    expect(sseMessage('{"a":1}')).toBe('event: message\ndata: {"a":1}\n\n');
    const framed = sseMessage('{\r\n "a":\n"x\\ny"}');
    expect(framed.slice(0, -2).split("\n")).toHaveLength(2);
    expect(JSON.parse(framed.slice(framed.indexOf("{")))).toEqual({ a: "x\ny" });
    expect(sseComment()).toBe(":\n\n");
  });
});

describe("progress", () => {
  const numbers = (texts: (string | null)[]) =>
    texts.map((text) => (text === null ? null : JSON.parse(text).params.progress));

  it("carries the request's own token and always increases", () => {
    const writer = progressFor("token");
    const first = writer.say("waiting for approval");
    expect(JSON.parse(first)).toEqual({
      jsonrpc: "2.0",
      method: "notifications/progress",
      params: { progressToken: "token", progress: 1, message: "waiting for approval" },
    });
    expect(numbers([writer.say("still"), writer.say("still")])).toEqual([2, 3]);
  });

  it("moves the server's own progress above what was said before it", () => {
    const writer = progressFor(7);
    writer.say("waiting");
    const passed = writer.pass({ progress: 0.25, total: 1, message: "a quarter" });
    expect(JSON.parse(passed ?? "").params).toEqual({
      progressToken: 7,
      progress: 1.25,
      total: 2,
      message: "a quarter",
    });
    expect(
      numbers([
        writer.pass({ progress: 0.25, total: null, message: null }),
        writer.pass({ progress: 0.1, total: null, message: null }),
        writer.pass({ progress: Number.NaN, total: null, message: null }),
        writer.pass({ progress: 1, total: null, message: null }),
      ]),
    ).toEqual([null, null, null, 2]);
  });

  it("without anything said before is passed on as it is", () => {
    expect(numbers([progressFor(1).pass({ progress: 5, total: 10, message: null })])).toEqual([5]);
  });
});
