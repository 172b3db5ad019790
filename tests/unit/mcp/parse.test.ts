import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, digestOf, type Json } from "../../../lib/base/index";
import { parseMessage } from "../../../lib/mcp/index";
import { accepted, LEGACY_HEADERS, legacy, MODERN_META, modern, modernHeaders, post, rawHeaders } from "./post";

const CALL = { name: "echo", arguments: { b: 1.0, a: "x" } };

describe("a legacy client's message", () => {
  it("initialize settles on the version asked for when it is served, else on the newest", () => {
    const headers = { ...LEGACY_HEADERS, "mcp-protocol-version": undefined };
    for (const [asked, settled] of [
      ["2025-06-18", "2025-06-18"],
      ["2025-11-25", "2025-11-25"],
      ["2025-03-26", "2025-11-25"],
      ["2026-07-28", "2025-11-25"],
      ["tomorrow", "2025-11-25"],
    ]) {
      const message = accepted(post(legacy("initialize", { protocolVersion: asked ?? "", capabilities: {} }), headers));
      expect(message).toMatchObject({ method: "initialize", era: "legacy", version: settled, id: 1 });
    }
  });

  it("initialize says who the client is and what it can do, cut to what fits", () => {
    const params = {
      protocolVersion: "2025-11-25",
      clientInfo: { name: "n".repeat(500), version: `${"v".repeat(99)}😀`, title: "T" },
      capabilities: { elicitation: { url: {} }, extensions: { "io.modelcontextprotocol/tasks": {} } },
    };
    const message = accepted(post(legacy("initialize", params)));
    expect(message).toMatchObject({
      client: { name: "n".repeat(100), version: `${"v".repeat(99)}\ufffd`, title: "T" },
      abilities: { elicitationUrl: true, tasks: true },
    });
  });

  it("ping and tools/list are read", () => {
    expect(accepted(post(legacy("ping")))).toMatchObject({ method: "ping", version: "2025-11-25", client: null });
    expect(accepted(post(legacy("tools/list", { cursor: "2" }, "a")))).toMatchObject({
      method: "tools/list",
      id: "a",
      cursor: "2",
    });
    expect(accepted(post(legacy("tools/list")))).toMatchObject({ cursor: null });
  });

  it("tools/call is read with the canonical text and digest of its arguments", () => {
    const message = accepted(
      post(
        '{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"echo","arguments":{"b":1.0,"a":"\\u0078"}}}',
      ),
    );
    const canonicalArguments = '{"a":"x","b":1}';
    expect(message).toMatchObject({
      method: "tools/call",
      era: "legacy",
      version: "2025-11-25",
      id: 7,
      name: "echo",
      arguments: { a: "x", b: 1 },
      canonicalArguments,
      argumentsDigest: digestOf(canonicalArguments),
      progressToken: null,
      task: null,
      retry: null,
    });
  });

  it("tools/call without arguments has empty ones", () => {
    expect(accepted(post(legacy("tools/call", { name: "echo" })))).toMatchObject({
      arguments: {},
      canonicalArguments: "{}",
    });
  });

  it("tools/call keeps the progress token, the wish for an MCP task and the trace", () => {
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const params = { ...CALL, task: { ttl: 60_000 }, _meta: { progressToken: "p", traceparent } };
    expect(accepted(post(legacy("tools/call", params)))).toMatchObject({
      progressToken: "p",
      task: { ttl: 60_000 },
      traceparent,
    });
    expect(accepted(post(legacy("tools/call", { ...CALL, task: {} })))).toMatchObject({ task: { ttl: null } });
  });

  it("tools/call of 2025-06-18 knows no task parameter, and a malformed trace is no trace", () => {
    const headers = { ...LEGACY_HEADERS, "mcp-protocol-version": "2025-06-18" };
    const params = { ...CALL, task: "soon", _meta: { traceparent: "00-zz" } };
    expect(accepted(post(legacy("tools/call", params), headers))).toMatchObject({
      task: null,
      version: "2025-06-18",
      traceparent: null,
    });
  });

  it("notifications are told apart", () => {
    const notify = (method: string, params?: Json) =>
      accepted(post({ jsonrpc: "2.0", method, ...(params === undefined ? {} : { params }) }));
    expect(notify("notifications/initialized")).toEqual({
      kind: "notification",
      era: "legacy",
      method: "notifications/initialized",
    });
    expect(notify("notifications/cancelled", { requestId: 5, reason: "late" })).toEqual({
      kind: "notification",
      era: "legacy",
      method: "notifications/cancelled",
      requestId: 5,
    });
    expect(notify("notifications/roots/list_changed")).toMatchObject({ method: "other" });
  });

  it("may carry Mcp-* headers as long as they are true", () => {
    const headers = { ...LEGACY_HEADERS, "Mcp-Method": "tools/call", "MCP-Name": "echo" };
    expect(accepted(post(legacy("tools/call", CALL), headers))).toMatchObject({ name: "echo" });
  });
});

describe("a modern client's message", () => {
  it("server/discover and tools/list are read", () => {
    const discover = accepted(post(modern("server/discover"), modernHeaders("server/discover")));
    expect(discover).toMatchObject({
      method: "server/discover",
      era: "modern",
      version: "2026-07-28",
      client: { name: "probe" },
    });
    expect(accepted(post(modern("tools/list"), modernHeaders("tools/list")))).toMatchObject({
      method: "tools/list",
      era: "modern",
    });
  });

  it("tools/call is read with what the client can do", () => {
    const _meta = {
      "io.modelcontextprotocol/clientCapabilities": {
        elicitation: { url: {} },
        extensions: { "io.modelcontextprotocol/tasks": {} },
      },
      progressToken: 4,
    };
    const message = accepted(post(modern("tools/call", { ...CALL, _meta }), modernHeaders("tools/call", "echo")));
    expect(message).toMatchObject({
      method: "tools/call",
      era: "modern",
      abilities: { elicitationUrl: true, tasks: true },
      progressToken: 4,
      canonicalArguments: '{"a":"x","b":1}',
    });
  });

  it("tools/call of a name that no header can carry is read from its encoding", () => {
    const headers = modernHeaders("tools/call", "=?base64?5paH5Lu2?=");
    expect(accepted(post(modern("tools/call", { name: "文件" }), headers))).toMatchObject({ name: "文件" });
  });

  it("headers are read in any case and with spaces around them", () => {
    const { "mcp-method": method, "mcp-name": name, ...rest } = modernHeaders("tools/call", "echo");
    const headers = { ...rest, "MCP-METHOD": method, "Mcp-Name": `\t ${name} ` };
    expect(accepted(post(modern("tools/call", CALL), headers))).toMatchObject({ name: "echo" });
  });

  it("clientInfo may be absent", () => {
    const { "io.modelcontextprotocol/clientInfo": _, ...meta } = MODERN_META;
    const message = accepted(post(legacy("tools/list", { _meta: meta }), modernHeaders("tools/list")));
    expect(message).toMatchObject({ client: null });
  });

  it("a retry keeps its answers and state; a task parameter is ignored", () => {
    const params = { ...CALL, inputResponses: { approve: { action: "accept" } }, requestState: "v1.x", task: 3 };
    expect(accepted(post(modern("tools/call", params), modernHeaders("tools/call", "echo")))).toMatchObject({
      retry: { inputResponses: { approve: { action: "accept" } }, requestState: "v1.x" },
      task: null,
    });
  });

  it("a notification is accepted and means nothing, a cancellation included", () => {
    const body = { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 1 } };
    const headers = { ...LEGACY_HEADERS, "mcp-protocol-version": "2026-07-28" };
    expect(accepted(post(body, headers))).toEqual({ kind: "notification", era: "modern", method: "other" });
  });

  it("keeps the Mcp-Param-* headers it came with", () => {
    const headers = {
      ...modernHeaders("tools/call", "echo"),
      "Mcp-Param-Region": " eu ",
      "mcp-param-Tenant": "=?base64?w6k=?=",
    };
    const message = accepted(post(modern("tools/call", CALL), headers));
    if (message.kind !== "request" || message.method !== "tools/call") throw new Error("not a call");
    expect([...message.paramHeaders]).toEqual([
      ["region", "eu"],
      ["tenant", "=?base64?w6k=?="],
    ]);
  });
});

describe("parseMessage", () => {
  it("takes an Accept header that covers both types", () => {
    for (const accept of [
      "*/*",
      "text/event-stream, application/json",
      "application/*;q=0.9,text/*",
      "APPLICATION/JSON , Text/Event-Stream",
    ]) {
      accepted(post(legacy("ping"), { ...LEGACY_HEADERS, accept }));
    }
    accepted(post(legacy("ping"), { ...LEGACY_HEADERS, accept: ["application/json", "text/event-stream"] }));
  });

  it("takes a content type with parameters, and a body that says it is not encoded", () => {
    const headers = {
      ...LEGACY_HEADERS,
      "content-type": "Application/JSON; charset=utf-8",
      "content-encoding": "identity",
    };
    accepted(post(legacy("ping"), headers));
  });

  it("reads any arguments into a text that says the same", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), (args) => {
        fc.pre(!Object.hasOwn(args, "__proto__"));
        const message = post(legacy("tools/call", { name: "x", arguments: args as Json }));
        if (message.kind === "refused") return;
        if (message.kind !== "request" || message.method !== "tools/call") throw new Error("not a call");
        expect(JSON.parse(message.canonicalArguments)).toEqual(JSON.parse(JSON.stringify(args)));
        expect(message.canonicalArguments).toBe(canonicalJson(message.arguments));
        expect(message.argumentsDigest).toBe(digestOf(canonicalJson(message.arguments)));
      }),
    );
  });

  it("never throws, whatever the bytes and headers are", () => {
    const header = fc.constantFrom(
      "accept",
      "content-type",
      "mcp-method",
      "mcp-name",
      "mcp-protocol-version",
      "mcp-param-x",
      "host",
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(header, fc.string({ unit: "binary" }))),
        fc.oneof(
          fc.uint8Array(),
          fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value))),
        ),
        (headers, body) => void parseMessage({ headers: [...rawHeaders(LEGACY_HEADERS), ...headers.flat()], body }),
      ),
    );
    const part = fc.oneof(
      fc.constantFrom<Json[]>("2.0", "tools/call", "initialize", "x", 1, null, true),
      fc.constant<Json>({}),
      fc.constant<Json>([]),
    );
    const body = fc.record(
      {
        jsonrpc: fc.constant("2.0"),
        id: part,
        method: part,
        params: fc.record({ name: part, arguments: part, _meta: part, task: part }, { requiredKeys: [] }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(body, (value) => void post(value as Json)),
      { numRuns: 2000 },
    );
  });
});
