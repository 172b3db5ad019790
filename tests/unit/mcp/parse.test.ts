import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, digestOf, type Json } from "../../../lib/base/index";
import { type ParsedMessage, parseMessage, type Refusal } from "../../../lib/mcp/index";
import {
  accepted,
  LEGACY_HEADERS,
  legacy,
  MODERN_META,
  modern,
  modernHeaders,
  post,
  rawHeaders,
  refused,
} from "./post";

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

describe("a message is refused", () => {
  type Case = [
    title: string,
    refusal: { http: number; code: number; id?: unknown },
    result: () => ParsedMessage | Refusal,
  ];
  const raw = (text: string | Uint8Array) => () => post(text as Json);
  const withHeaders = (change: Record<string, string | string[] | undefined>, body: Json = legacy("ping")) => {
    return () => post(body, { ...LEGACY_HEADERS, ...change });
  };
  const call = (params: { [key: string]: Json }, change: Record<string, string | string[] | undefined> = {}) => {
    return () => post(modern("tools/call", params), { ...modernHeaders("tools/call", "echo"), ...change });
  };
  const cases: Case[] = [
    // bytes
    ["a body that is too large", { http: 413, code: -32600 }, raw(Buffer.alloc(4 * 1024 * 1024 + 1, 0x20))],
    [
      "arguments that nest too deep",
      { http: 400, code: -32600 },
      raw(
        `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x","arguments":{"a":${"[".repeat(70)}${"]".repeat(70)}}}}`,
      ),
    ],
    ["a body that is not UTF-8", { http: 400, code: -32700 }, raw(Buffer.from([0x22, 0xff, 0x22]))],
    ["a body that is not JSON", { http: 400, code: -32700 }, raw("jsonrpc")],
    ["an empty body", { http: 400, code: -32700 }, raw("")],
    ["a body with bytes behind it", { http: 400, code: -32700 }, raw(`${JSON.stringify(legacy("ping"))}{}`)],
    [
      "a repeated key",
      { http: 400, code: -32600 },
      raw('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","name":"rm"}}'),
    ],
    [
      "a repeated key, escaped",
      { http: 400, code: -32600 },
      raw('{"jsonrpc":"2.0","id":1,"method":"ping","meth\\u006fd":"tools/call"}'),
    ],
    [
      "the key __proto__",
      { http: 400, code: -32600 },
      raw('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x","arguments":{"__proto__":{}}}}'),
    ],
    [
      "a number whose value would change",
      { http: 400, code: -32600 },
      raw(
        '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x","arguments":{"amount":9007199254740993}}}',
      ),
    ],
    [
      "a number that is too large",
      { http: 400, code: -32600 },
      raw('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x","arguments":{"amount":1e400}}}'),
    ],
    [
      "half a surrogate pair",
      { http: 400, code: -32600 },
      raw('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x","arguments":{"a":"\\ud800"}}}'),
    ],
    // shape
    ["a batch", { http: 400, code: -32600, id: null }, () => post([legacy("ping"), legacy("ping", {}, 2)])],
    ["an empty batch", { http: 400, code: -32600, id: null }, () => post([])],
    ["a text", { http: 400, code: -32600, id: null }, raw('"ping"')],
    ["a response", { http: 400, code: -32600, id: null }, () => post({ jsonrpc: "2.0", id: 1, result: {} })],
    [
      "an error response",
      { http: 400, code: -32600, id: null },
      () => post({ jsonrpc: "2.0", id: 1, error: { code: 1, message: "" } }),
    ],
    [
      "a message that is request and response",
      { http: 400, code: -32600, id: 1 },
      () => post({ jsonrpc: "2.0", id: 1, method: "ping", result: {} }),
    ],
    ["no version of JSON-RPC", { http: 400, code: -32600, id: 1 }, () => post({ id: 1, method: "ping" })],
    ["JSON-RPC 1.0", { http: 400, code: -32600, id: 1 }, () => post({ jsonrpc: "1.0", id: 1, method: "ping" })],
    ["no method", { http: 400, code: -32600, id: 1 }, () => post({ jsonrpc: "2.0", id: 1 })],
    ["a method that is no text", { http: 400, code: -32600, id: 1 }, () => post({ jsonrpc: "2.0", id: 1, method: 5 })],
    [
      "an unknown member",
      { http: 400, code: -32600, id: 1 },
      () => post({ jsonrpc: "2.0", id: 1, method: "ping", extra: 1 }),
    ],
    ["params as a list", { http: 400, code: -32600, id: 1 }, () => post(legacy("tools/call", ["echo"]))],
    ["params as null", { http: 400, code: -32600, id: 1 }, () => post(legacy("tools/call", null))],
    ["_meta as a text", { http: 400, code: -32600, id: 1 }, () => post(legacy("tools/list", { _meta: "x" }))],
    ["an id of null", { http: 400, code: -32600, id: null }, () => post(legacy("ping", {}, null))],
    ["a fractional id", { http: 400, code: -32600, id: null }, () => post(legacy("ping", {}, 1.5))],
    ["an id beyond a safe integer", { http: 400, code: -32600, id: null }, () => post(legacy("ping", {}, 2 ** 60))],
    ["an id that is an object", { http: 400, code: -32600, id: null }, () => post(legacy("ping", {}, { a: 1 }))],
    ["an id that is true", { http: 400, code: -32600, id: null }, () => post(legacy("ping", {}, true))],
    ["a very long id", { http: 400, code: -32600, id: null }, () => post(legacy("ping", {}, "x".repeat(257)))],
    [
      "a call without an id",
      { http: 400, code: -32600, id: null },
      () => post({ jsonrpc: "2.0", method: "tools/call", params: CALL }),
    ],
    [
      "a cancellation of nothing",
      { http: 400, code: -32602, id: null },
      () => post({ jsonrpc: "2.0", method: "notifications/cancelled" }),
    ],
    // HTTP
    ["no content type", { http: 415, code: -32600 }, withHeaders({ "content-type": undefined })],
    [
      "another content type",
      { http: 415, code: -32600 },
      withHeaders({ "content-type": "text/plain; a=application/json" }),
    ],
    ["a compressed body", { http: 415, code: -32600 }, withHeaders({ "content-encoding": "gzip" })],
    ["a client that takes no events", { http: 406, code: -32600 }, withHeaders({ accept: "application/json" })],
    ["a client that takes no JSON", { http: 406, code: -32600 }, withHeaders({ accept: "text/event-stream" })],
    [
      "a client that takes JSON with weight zero",
      { http: 406, code: -32600 },
      withHeaders({ accept: "application/json;q=0, text/event-stream" }),
    ],
    ["no Accept header", { http: 406, code: -32600 }, withHeaders({ accept: undefined })],
    [
      "a doubled content type",
      { http: 400, code: -32020 },
      withHeaders({ "content-type": ["application/json", "application/json"] }),
    ],
    ["a doubled Mcp-Name", { http: 400, code: -32020 }, call(CALL, { "mcp-name": ["echo", "echo"] })],
    ["a doubled Mcp-Method in two cases", { http: 400, code: -32020 }, call(CALL, { "MCP-Method": "tools/call" })],
    [
      "a doubled version",
      { http: 400, code: -32020 },
      withHeaders({ "mcp-protocol-version": ["2025-11-25", "2025-06-18"] }),
    ],
    ["a doubled Mcp-Param header", { http: 400, code: -32020 }, call(CALL, { "mcp-param-region": ["eu", "us"] })],
    ["a doubled session", { http: 400, code: -32020 }, withHeaders({ "mcp-session-id": ["a", "b"] })],
    // versions
    [
      "no version, which counts as 2025-03-26",
      { http: 400, code: -32022, id: 1 },
      withHeaders({ "mcp-protocol-version": undefined }),
    ],
    ["2025-03-26", { http: 400, code: -32022, id: 1 }, withHeaders({ "mcp-protocol-version": "2025-03-26" })],
    ["an unknown version", { http: 400, code: -32022, id: 1 }, withHeaders({ "mcp-protocol-version": "2099-01-01" })],
    [
      "a notification of an unserved version",
      { http: 400, code: -32022, id: null },
      withHeaders({ "mcp-protocol-version": "2024-11-05" }, { jsonrpc: "2.0", method: "notifications/initialized" }),
    ],
    [
      "a modern body of an unknown version",
      { http: 400, code: -32022, id: 1 },
      () =>
        post(modern("tools/list", { _meta: { "io.modelcontextprotocol/protocolVersion": "2099-01-01" } }), {
          ...modernHeaders("tools/list"),
          "mcp-protocol-version": "2099-01-01",
        }),
    ],
    [
      "a modern body of a legacy version",
      { http: 400, code: -32022, id: 1 },
      () =>
        post(
          modern("tools/list", { _meta: { "io.modelcontextprotocol/protocolVersion": "2025-11-25" } }),
          LEGACY_HEADERS,
        ),
    ],
    // the modern envelope and its headers
    [
      "a modern header over a legacy body",
      { http: 400, code: -32602, id: 1 },
      () => post(legacy("tools/list"), modernHeaders("tools/list")),
    ],
    [
      "a modern header over an initialize",
      { http: 400, code: -32020, id: 1 },
      () => post(legacy("initialize", { protocolVersion: "2025-11-25" }), modernHeaders("initialize")),
    ],
    [
      "a modern body without capabilities",
      { http: 400, code: -32602, id: 1 },
      () =>
        post(
          legacy("tools/list", { _meta: { "io.modelcontextprotocol/protocolVersion": "2026-07-28" } }),
          modernHeaders("tools/list"),
        ),
    ],
    [
      "capabilities that are a list",
      { http: 400, code: -32602, id: 1 },
      call({ ...CALL, _meta: { "io.modelcontextprotocol/clientCapabilities": [] } }),
    ],
    [
      "a clientInfo without a name",
      { http: 400, code: -32602, id: 1 },
      call({ ...CALL, _meta: { "io.modelcontextprotocol/clientInfo": { version: "1" } } }),
    ],
    [
      "a version that is no text",
      { http: 400, code: -32602, id: 1 },
      call({ ...CALL, _meta: { "io.modelcontextprotocol/protocolVersion": 2 } }),
    ],
    [
      "a modern body without a version header",
      { http: 400, code: -32020, id: 1 },
      call(CALL, { "mcp-protocol-version": undefined }),
    ],
    [
      "a version header that contradicts the body",
      { http: 400, code: -32020, id: 1 },
      call(CALL, { "mcp-protocol-version": "2025-11-25" }),
    ],
    ["no Mcp-Method", { http: 400, code: -32020, id: 1 }, call(CALL, { "mcp-method": undefined })],
    [
      "an Mcp-Method that contradicts the body",
      { http: 400, code: -32020, id: 1 },
      call(CALL, { "mcp-method": "tools/list" }),
    ],
    ["an Mcp-Method in another case", { http: 400, code: -32020, id: 1 }, call(CALL, { "mcp-method": "TOOLS/CALL" })],
    ["no Mcp-Name", { http: 400, code: -32020, id: 1 }, call(CALL, { "mcp-name": undefined })],
    ["an Mcp-Name that contradicts the body", { http: 400, code: -32020, id: 1 }, call(CALL, { "mcp-name": "delete" })],
    [
      "an Mcp-Name in broken base64",
      { http: 400, code: -32020, id: 1 },
      call(CALL, { "mcp-name": "=?base64?ZWNobw?=" }),
    ],
    ["an Mcp-Name of Latin-1", { http: 400, code: -32020, id: 1 }, call({ name: "é" }, { "mcp-name": "\u00e9" })],
    [
      "a legacy call with an Mcp-Name that contradicts the body",
      { http: 400, code: -32020, id: 1 },
      withHeaders({ "mcp-name": "delete" }, legacy("tools/call", CALL)),
    ],
    [
      "a legacy message with an Mcp-Method that contradicts the body",
      { http: 400, code: -32020, id: 1 },
      withHeaders({ "mcp-method": "tools/list" }),
    ],
    // methods
    [
      "an unknown method, legacy",
      { http: 200, code: -32601, id: 1 },
      () => post(legacy("resources/read", { uri: "x" })),
    ],
    [
      "an unknown method, modern",
      { http: 404, code: -32601, id: 1 },
      () => post(modern("prompts/list"), modernHeaders("prompts/list")),
    ],
    [
      "ping, which the modern protocol dropped",
      { http: 404, code: -32601, id: 1 },
      () => post(modern("ping"), modernHeaders("ping")),
    ],
    [
      "a modern initialize",
      { http: 404, code: -32601, id: 1 },
      () => post(modern("initialize"), modernHeaders("initialize")),
    ],
    ["a legacy server/discover", { http: 200, code: -32601, id: 1 }, () => post(legacy("server/discover"))],
    ["a method of Object.prototype", { http: 200, code: -32601, id: 1 }, () => post(legacy("constructor"))],
    // parameters
    ["initialize without a version", { http: 400, code: -32602, id: 1 }, () => post(legacy("initialize", {}))],
    ["a cursor that is no text", { http: 400, code: -32602, id: 1 }, () => post(legacy("tools/list", { cursor: 1 }))],
    ["a call without a name", { http: 400, code: -32602, id: 1 }, () => post(legacy("tools/call", {}))],
    ["a call with an empty name", { http: 400, code: -32602, id: 1 }, () => post(legacy("tools/call", { name: "" }))],
    [
      "a call with a name of 129 characters",
      { http: 400, code: -32602, id: 1 },
      () => post(legacy("tools/call", { name: "x".repeat(129) })),
    ],
    [
      "a call whose arguments are a list",
      { http: 400, code: -32602, id: 1 },
      () => post(legacy("tools/call", { name: "x", arguments: [] })),
    ],
    [
      "a call whose arguments are null",
      { http: 400, code: -32602, id: 1 },
      () => post(legacy("tools/call", { name: "x", arguments: null })),
    ],
    [
      "a progress token that is an object",
      { http: 400, code: -32602, id: 1 },
      () => post(legacy("tools/call", { ...CALL, _meta: { progressToken: {} } })),
    ],
    [
      "a task that is a text",
      { http: 400, code: -32602, id: 1 },
      () => post(legacy("tools/call", { ...CALL, task: "now" })),
    ],
    [
      "a task with a negative life",
      { http: 400, code: -32602, id: 1 },
      () => post(legacy("tools/call", { ...CALL, task: { ttl: -1 } })),
    ],
    ["input responses that are a list", { http: 400, code: -32602, id: 1 }, call({ ...CALL, inputResponses: [] })],
    ["a request state that is a number", { http: 400, code: -32602, id: 1 }, call({ ...CALL, requestState: 1 })],
  ];
  it.each(cases)("with %s", (_title, { http, code, id }, result) => {
    const refusal = refused(result());
    expect(refusal).toMatchObject({ kind: "refused", http, rpc: { code } });
    if (id !== undefined) expect(refusal.id).toBe(id);
    expect(refusal.rpc.message).toMatch(/^\S.*\.$/);
  });

  it("with the versions that are served, and the one that was asked for", () => {
    const refusal = refused(post(legacy("ping"), { ...LEGACY_HEADERS, "mcp-protocol-version": "1900-01-01" }));
    expect(refusal.rpc.data).toEqual({
      supported: ["2026-07-28", "2025-11-25", "2025-06-18"],
      requested: "1900-01-01",
    });
  });

  it("without repeating anything that was in it", () => {
    for (const [, , result] of cases) {
      expect(JSON.stringify(refused(result()))).not.toMatch(/canary|delete_all|9007199254740993/);
    }
    const canary = "canary-secret";
    for (const body of [
      legacy(canary),
      legacy("tools/call", { name: canary.repeat(20) }),
      { jsonrpc: canary, id: 1, method: "ping" },
      { jsonrpc: "2.0", id: 1, method: "ping", [canary]: 1 },
    ]) {
      expect(JSON.stringify(refused(post(body)).rpc)).not.toContain(canary);
    }
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
