import { describe, expect, it } from "vitest";
import type { Json } from "../../../lib/base/index";
import { itRefuses, LEGACY_HEADERS, legacy, modern, modernHeaders, post, refused } from "./post";

const CALL = { name: "echo", arguments: { a: "x" } };
const withHeaders = (change: Record<string, string | string[] | undefined>, body: Json = legacy("ping")) => {
  return () => post(body, { ...LEGACY_HEADERS, ...change });
};
const call = (params: { [key: string]: Json }, change: Record<string, string | string[] | undefined> = {}) => {
  return () => post(modern("tools/call", params), { ...modernHeaders("tools/call", "echo"), ...change });
};

describe("the HTTP side of a message is refused", () => {
  itRefuses([
    // HTTP
    [
      "no content type",
      { http: 415, code: -32600, reason: "CONTENT_TYPE" },
      withHeaders({ "content-type": undefined }),
    ],
    [
      "another content type",
      { http: 415, code: -32600, reason: "CONTENT_TYPE" },
      withHeaders({ "content-type": "text/plain; a=application/json" }),
    ],
    [
      "a compressed body",
      { http: 415, code: -32600, reason: "CONTENT_TYPE" },
      withHeaders({ "content-encoding": "gzip" }),
    ],
    [
      "a client that takes no events",
      { http: 406, code: -32600, reason: "ACCEPT" },
      withHeaders({ accept: "application/json" }),
    ],
    [
      "a client that takes no JSON",
      { http: 406, code: -32600, reason: "ACCEPT" },
      withHeaders({ accept: "text/event-stream" }),
    ],
    [
      "a client that takes JSON with weight zero",
      { http: 406, code: -32600, reason: "ACCEPT" },
      withHeaders({ accept: "application/json;q=0, text/event-stream" }),
    ],
    ["no Accept header", { http: 406, code: -32600, reason: "ACCEPT" }, withHeaders({ accept: undefined })],
    [
      "a doubled content type",
      { http: 400, code: -32020, reason: "DOUBLED_HEADER" },
      withHeaders({ "content-type": ["application/json", "application/json"] }),
    ],
    [
      "a doubled Mcp-Name",
      { http: 400, code: -32020, reason: "DOUBLED_HEADER" },
      call(CALL, { "mcp-name": ["echo", "echo"] }),
    ],
    [
      "a doubled Mcp-Method in two cases",
      { http: 400, code: -32020, reason: "DOUBLED_HEADER" },
      call(CALL, { "MCP-Method": "tools/call" }),
    ],
    [
      "a doubled version",
      { http: 400, code: -32020, reason: "DOUBLED_HEADER" },
      withHeaders({ "mcp-protocol-version": ["2025-11-25", "2025-06-18"] }),
    ],
    [
      "a doubled Mcp-Param header",
      { http: 400, code: -32020, reason: "DOUBLED_HEADER" },
      call(CALL, { "mcp-param-region": ["eu", "us"] }),
    ],
    [
      "a doubled session",
      { http: 400, code: -32020, reason: "DOUBLED_HEADER" },
      withHeaders({ "mcp-session-id": ["a", "b"] }),
    ],
  ]);
});

describe("a version or a modern envelope is refused", () => {
  itRefuses([
    // versions
    [
      "no version, which counts as 2025-03-26",
      { http: 400, code: -32022, reason: "VERSION", id: 1 },
      withHeaders({ "mcp-protocol-version": undefined }),
    ],
    [
      "2025-03-26",
      { http: 400, code: -32022, reason: "VERSION", id: 1 },
      withHeaders({ "mcp-protocol-version": "2025-03-26" }),
    ],
    [
      "an unknown version",
      { http: 400, code: -32022, reason: "VERSION", id: 1 },
      withHeaders({ "mcp-protocol-version": "2099-01-01" }),
    ],
    [
      "a notification of an unserved version",
      { http: 400, code: -32022, reason: "VERSION", id: null },
      withHeaders({ "mcp-protocol-version": "2024-11-05" }, { jsonrpc: "2.0", method: "notifications/initialized" }),
    ],
    [
      "a modern body of an unknown version",
      { http: 400, code: -32022, reason: "VERSION", id: 1 },
      () =>
        post(modern("tools/list", { _meta: { "io.modelcontextprotocol/protocolVersion": "2099-01-01" } }), {
          ...modernHeaders("tools/list"),
          "mcp-protocol-version": "2099-01-01",
        }),
    ],
    [
      "a modern body of a legacy version",
      { http: 400, code: -32022, reason: "VERSION", id: 1 },
      () =>
        post(
          modern("tools/list", { _meta: { "io.modelcontextprotocol/protocolVersion": "2025-11-25" } }),
          LEGACY_HEADERS,
        ),
    ],
    // the modern envelope and its headers
    [
      "a modern header over a legacy body",
      { http: 400, code: -32602, reason: "ENVELOPE", id: 1 },
      () => post(legacy("tools/list"), modernHeaders("tools/list")),
    ],
    [
      "a modern header over an initialize",
      { http: 400, code: -32020, reason: "HEADER_MISMATCH", id: 1 },
      () => post(legacy("initialize", { protocolVersion: "2025-11-25" }), modernHeaders("initialize")),
    ],
    [
      "a modern body without capabilities",
      { http: 400, code: -32602, reason: "ENVELOPE", id: 1 },
      () =>
        post(
          legacy("tools/list", { _meta: { "io.modelcontextprotocol/protocolVersion": "2026-07-28" } }),
          modernHeaders("tools/list"),
        ),
    ],
    [
      "capabilities that are a list",
      { http: 400, code: -32602, reason: "ENVELOPE", id: 1 },
      call({ ...CALL, _meta: { "io.modelcontextprotocol/clientCapabilities": [] } }),
    ],
    [
      "a clientInfo without a name",
      { http: 400, code: -32602, reason: "ENVELOPE", id: 1 },
      call({ ...CALL, _meta: { "io.modelcontextprotocol/clientInfo": { version: "1" } } }),
    ],
    [
      "a version that is no text",
      { http: 400, code: -32602, reason: "ENVELOPE", id: 1 },
      call({ ...CALL, _meta: { "io.modelcontextprotocol/protocolVersion": 2 } }),
    ],
    [
      "a modern body without a version header",
      { http: 400, code: -32020, reason: "HEADER_MISMATCH", id: 1 },
      call(CALL, { "mcp-protocol-version": undefined }),
    ],
    [
      "a version header that contradicts the body",
      { http: 400, code: -32020, reason: "HEADER_MISMATCH", id: 1 },
      call(CALL, { "mcp-protocol-version": "2025-11-25" }),
    ],
    [
      "no Mcp-Method",
      { http: 400, code: -32020, reason: "HEADER_MISMATCH", id: 1 },
      call(CALL, { "mcp-method": undefined }),
    ],
    [
      "an Mcp-Method that contradicts the body",
      { http: 400, code: -32020, reason: "HEADER_MISMATCH", id: 1 },
      call(CALL, { "mcp-method": "tools/list" }),
    ],
    [
      "an Mcp-Method in another case",
      { http: 400, code: -32020, reason: "HEADER_MISMATCH", id: 1 },
      call(CALL, { "mcp-method": "TOOLS/CALL" }),
    ],
    [
      "no Mcp-Name",
      { http: 400, code: -32020, reason: "HEADER_MISMATCH", id: 1 },
      call(CALL, { "mcp-name": undefined }),
    ],
    [
      "an Mcp-Name that contradicts the body",
      { http: 400, code: -32020, reason: "HEADER_MISMATCH", id: 1 },
      call(CALL, { "mcp-name": "delete" }),
    ],
    [
      "an Mcp-Name in broken base64",
      { http: 400, code: -32020, reason: "HEADER_MISMATCH", id: 1 },
      call(CALL, { "mcp-name": "=?base64?ZWNobw?=" }),
    ],
    [
      "an Mcp-Name of Latin-1",
      { http: 400, code: -32020, reason: "HEADER_MISMATCH", id: 1 },
      call({ name: "é" }, { "mcp-name": "\u00e9" }),
    ],
    [
      "a legacy call with an Mcp-Name that contradicts the body",
      { http: 400, code: -32020, reason: "HEADER_MISMATCH", id: 1 },
      withHeaders({ "mcp-name": "delete" }, legacy("tools/call", CALL)),
    ],
    [
      "a legacy message with an Mcp-Method that contradicts the body",
      { http: 400, code: -32020, reason: "HEADER_MISMATCH", id: 1 },
      withHeaders({ "mcp-method": "tools/list" }),
    ],
  ]);
});

describe("a method is refused", () => {
  itRefuses([
    // methods
    [
      "an unknown method, legacy",
      { http: 200, code: -32601, reason: "METHOD", id: 1 },
      () => post(legacy("resources/read", { uri: "x" })),
    ],
    [
      "an unknown method, modern",
      { http: 404, code: -32601, reason: "METHOD", id: 1 },
      () => post(modern("prompts/list"), modernHeaders("prompts/list")),
    ],
    [
      "ping, which the modern protocol dropped",
      { http: 404, code: -32601, reason: "METHOD", id: 1 },
      () => post(modern("ping"), modernHeaders("ping")),
    ],
    [
      "a modern initialize",
      { http: 404, code: -32601, reason: "METHOD", id: 1 },
      () => post(modern("initialize"), modernHeaders("initialize")),
    ],
    [
      "a legacy server/discover",
      { http: 200, code: -32601, reason: "METHOD", id: 1 },
      () => post(legacy("server/discover")),
    ],
    [
      "a method of Object.prototype",
      { http: 200, code: -32601, reason: "METHOD", id: 1 },
      () => post(legacy("constructor")),
    ],
  ]);
});

describe("a refused version", () => {
  it("comes with the versions that are served, and the one that was asked for", () => {
    const refusal = refused(post(legacy("ping"), { ...LEGACY_HEADERS, "mcp-protocol-version": "1900-01-01" }));
    expect(refusal.rpc.data).toEqual({
      supported: ["2026-07-28", "2025-11-25", "2025-06-18"],
      requested: "1900-01-01",
    });
  });
});
