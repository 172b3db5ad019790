import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../../../lib/base/index";
import {
  isRefusal,
  parseMessage,
  readParamHeaders,
  readSessionId,
  type UpstreamCall,
  type UpstreamSpeech,
  upstreamCall,
  upstreamCancellation,
  upstreamInitialize,
  upstreamRequest,
} from "../../../lib/mcp/index";
import { accepted, legacy, post } from "./post";

const self = { name: "countersign", version: "0.1.0" };
const MODERN: UpstreamSpeech = { era: "modern" };
const LEGACY: UpstreamSpeech = { era: "legacy", version: "2025-11-25", session: "s-1" };

function callOf(name: string, args: Json): UpstreamCall {
  const message = accepted(post(legacy("tools/call", { name, arguments: args })));
  if (message.kind !== "request" || message.method !== "tools/call") throw new Error("not a call");
  return { ...message, paramHeaders: [], progressToken: null, traceparent: null };
}

const headersOf = (headers: string[]) =>
  Object.fromEntries(Array.from({ length: headers.length / 2 }, (_, at) => [headers[2 * at], headers[2 * at + 1]]));

describe("a call to a server", () => {
  it("holds exactly the canonical arguments, byte for byte", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), (args) => {
        fc.pre(!Object.hasOwn(args, "__proto__"));
        const sent = post(legacy("tools/call", { name: "echo", arguments: args as Json }));
        if (isRefusal(sent) || sent.kind !== "request" || sent.method !== "tools/call") return;
        for (const speech of [MODERN, LEGACY]) {
          const { body } = upstreamCall({ speech, self, id: 5 }, { ...sent, paramHeaders: [], progressToken: null });
          expect(body.endsWith(`"name":"echo","arguments":${sent.canonicalArguments}}}`)).toBe(true);
        }
      }),
    );
  });

  it("to a modern server says everything the protocol asks for, and nothing of the agent's own", () => {
    const { headers, body } = upstreamCall({ speech: MODERN, self, id: "c-1" }, callOf("echo", { a: 1 }));
    expect(headersOf(headers)).toEqual({
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      "mcp-protocol-version": "2026-07-28",
      "mcp-method": "tools/call",
      "mcp-name": "echo",
    });
    expect(JSON.parse(body)).toEqual({
      jsonrpc: "2.0",
      id: "c-1",
      method: "tools/call",
      params: {
        _meta: {
          "io.modelcontextprotocol/protocolVersion": "2026-07-28",
          "io.modelcontextprotocol/clientInfo": self,
          "io.modelcontextprotocol/clientCapabilities": {},
        },
        name: "echo",
        arguments: { a: 1 },
      },
    });
  });

  it("to a legacy server carries the session and version, and a progress token of our own", () => {
    const call = { ...callOf("echo", {}), progressToken: "p-1", traceparent: "00-aa" };
    const { headers, body } = upstreamCall({ speech: LEGACY, self, id: 2 }, call);
    expect(headersOf(headers)).toMatchObject({ "mcp-protocol-version": "2025-11-25", "mcp-session-id": "s-1" });
    expect(Object.keys(headersOf(headers)).filter((name) => /^mcp-(method|name|param)/.test(name))).toEqual([]);
    expect(JSON.parse(body).params).toEqual({
      name: "echo",
      arguments: {},
      _meta: { progressToken: "p-1", traceparent: "00-aa" },
    });
    expect(
      JSON.parse(upstreamCall({ speech: LEGACY, self, id: 2 }, callOf("echo", {})).body).params,
    ).not.toHaveProperty("_meta");
  });

  it("mirrors the arguments that the tool's schema asks for into headers", () => {
    const plan = readParamHeaders({
      type: "object",
      properties: {
        region: { type: "string", "x-mcp-header": "Region" },
        limit: { type: "integer", "x-mcp-header": "Limit" },
        options: { type: "object", properties: { dry: { type: "boolean", "x-mcp-header": "Dry" } } },
        absent: { type: "string", "x-mcp-header": "Absent" },
      },
    });
    const call = callOf("query", { region: "zürich", limit: 3.0, options: { dry: true }, absent: null });
    const { headers } = upstreamCall({ speech: MODERN, self, id: 1 }, { ...call, paramHeaders: plan.headers ?? [] });
    const written = headersOf(headers);
    expect(written).toMatchObject({
      "Mcp-Param-Region": "=?base64?esO8cmljaA==?=",
      "Mcp-Param-Limit": "3",
      "Mcp-Param-Dry": "true",
    });
    expect(written).not.toHaveProperty("Mcp-Param-Absent");
  });

  it("is itself a message that this gateway would take", () => {
    for (const [speech, name] of [
      [MODERN, "文件 "],
      [{ ...LEGACY, session: null }, "echo"],
    ] as const) {
      const { headers, body } = upstreamCall({ speech, self, id: 1 }, callOf(name, { "": [1] }));
      expect(parseMessage({ headers, body: Buffer.from(body) })).toMatchObject({
        method: "tools/call",
        name,
        era: speech.era,
      });
    }
  });
});

describe("another request to a server", () => {
  it("is taken by this gateway in either generation", () => {
    for (const [speech, method] of [
      [MODERN, "server/discover"],
      [MODERN, "tools/list"],
      [LEGACY, "tools/list"],
    ] as const) {
      const { headers, body } = upstreamRequest(
        { speech, self, id: 9 },
        method,
        method === "tools/list" ? { cursor: "2" } : {},
      );
      expect(parseMessage({ headers, body: Buffer.from(body) })).toMatchObject({ method, id: 9, era: speech.era });
    }
  });

  it("opens a session with the newest legacy version and no abilities to lend", () => {
    const { headers, body } = upstreamInitialize({ self, id: 1 });
    expect(JSON.parse(body).params).toEqual({ protocolVersion: "2025-11-25", capabilities: {}, clientInfo: self });
    expect(parseMessage({ headers, body: Buffer.from(body) })).toMatchObject({
      method: "initialize",
      version: "2025-11-25",
    });
  });

  it("cancels a legacy request by its id", () => {
    const { headers, body } = upstreamCancellation(LEGACY, "c-1", "revoked");
    expect(parseMessage({ headers, body: Buffer.from(body) })).toEqual({
      kind: "notification",
      era: "legacy",
      method: "notifications/cancelled",
      requestId: "c-1",
    });
  });

  it("sends back only a session id of visible ASCII", () => {
    expect(readSessionId("abc-123")).toBe("abc-123");
    for (const odd of [undefined, "", "a b", "a\r\nx: y", "é", "x".repeat(513)]) expect(readSessionId(odd)).toBeNull();
  });
});
