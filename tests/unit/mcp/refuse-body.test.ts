import { describe } from "vitest";
import type { Json } from "../../../lib/base/index";
import { itRefuses, legacy, modern, modernHeaders, post } from "./post";

const CALL = { name: "echo", arguments: { a: "x" } };
const raw = (text: string | Uint8Array) => () => post(text as Json);
const call = (params: { [key: string]: Json }, change: Record<string, string | string[] | undefined> = {}) => {
  return () => post(modern("tools/call", params), { ...modernHeaders("tools/call", "echo"), ...change });
};

describe("a body is refused", () => {
  itRefuses([
    // bytes
    [
      "a body that is too large",
      { http: 413, code: -32600, reason: "TOO_LARGE" },
      raw(Buffer.alloc(4 * 1024 * 1024 + 1, 0x20)),
    ],
    [
      "arguments that nest too deep",
      { http: 400, code: -32600, reason: "TOO_DEEP" },
      raw(
        `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x","arguments":{"a":${"[".repeat(70)}${"]".repeat(70)}}}}`,
      ),
    ],
    ["a body that is not UTF-8", { http: 400, code: -32700, reason: "NOT_UTF8" }, raw(Buffer.from([0x22, 0xff, 0x22]))],
    ["a body that is not JSON", { http: 400, code: -32700, reason: "NOT_JSON" }, raw("jsonrpc")],
    ["an empty body", { http: 400, code: -32700, reason: "NOT_JSON" }, raw("")],
    [
      "a body with bytes behind it",
      { http: 400, code: -32700, reason: "NOT_JSON" },
      raw(`${JSON.stringify(legacy("ping"))}{}`),
    ],
    [
      "a repeated key",
      { http: 400, code: -32600, reason: "DUPLICATE_KEY" },
      raw('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","name":"rm"}}'),
    ],
    [
      "a repeated key, escaped",
      { http: 400, code: -32600, reason: "DUPLICATE_KEY" },
      raw('{"jsonrpc":"2.0","id":1,"method":"ping","meth\\u006fd":"tools/call"}'),
    ],
    [
      "the key __proto__",
      { http: 400, code: -32600, reason: "FORBIDDEN_KEY" },
      raw('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x","arguments":{"__proto__":{}}}}'),
    ],
    [
      "a number whose value would change",
      { http: 400, code: -32600, reason: "NUMBER_CHANGES" },
      raw(
        '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x","arguments":{"amount":9007199254740993}}}',
      ),
    ],
    [
      "a number that is too large",
      { http: 400, code: -32600, reason: "NUMBER_CHANGES" },
      raw('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x","arguments":{"amount":1e400}}}'),
    ],
    [
      "half a surrogate pair",
      { http: 400, code: -32600, reason: "LONE_SURROGATE" },
      raw('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x","arguments":{"a":"\\ud800"}}}'),
    ],
    // shape
    [
      "a batch",
      { http: 400, code: -32600, reason: "BATCH", id: null },
      () => post([legacy("ping"), legacy("ping", {}, 2)]),
    ],
    ["an empty batch", { http: 400, code: -32600, reason: "BATCH", id: null }, () => post([])],
    ["a text", { http: 400, code: -32600, reason: "SHAPE", id: null }, raw('"ping"')],
    [
      "a response",
      { http: 400, code: -32600, reason: "RESPONSE", id: null },
      () => post({ jsonrpc: "2.0", id: 1, result: {} }),
    ],
    [
      "an error response",
      { http: 400, code: -32600, reason: "RESPONSE", id: null },
      () => post({ jsonrpc: "2.0", id: 1, error: { code: 1, message: "" } }),
    ],
    [
      "a message that is request and response",
      { http: 400, code: -32600, reason: "SHAPE", id: 1 },
      () => post({ jsonrpc: "2.0", id: 1, method: "ping", result: {} }),
    ],
    [
      "no version of JSON-RPC",
      { http: 400, code: -32600, reason: "SHAPE", id: 1 },
      () => post({ id: 1, method: "ping" }),
    ],
    [
      "JSON-RPC 1.0",
      { http: 400, code: -32600, reason: "SHAPE", id: 1 },
      () => post({ jsonrpc: "1.0", id: 1, method: "ping" }),
    ],
    ["no method", { http: 400, code: -32600, reason: "SHAPE", id: 1 }, () => post({ jsonrpc: "2.0", id: 1 })],
    [
      "a method that is no text",
      { http: 400, code: -32600, reason: "SHAPE", id: 1 },
      () => post({ jsonrpc: "2.0", id: 1, method: 5 }),
    ],
    [
      "an unknown member",
      { http: 400, code: -32600, reason: "SHAPE", id: 1 },
      () => post({ jsonrpc: "2.0", id: 1, method: "ping", extra: 1 }),
    ],
    [
      "params as a list",
      { http: 400, code: -32600, reason: "SHAPE", id: 1 },
      () => post(legacy("tools/call", ["echo"])),
    ],
    ["params as null", { http: 400, code: -32600, reason: "SHAPE", id: 1 }, () => post(legacy("tools/call", null))],
    [
      "_meta as a text",
      { http: 400, code: -32600, reason: "SHAPE", id: 1 },
      () => post(legacy("tools/list", { _meta: "x" })),
    ],
    ["an id of null", { http: 400, code: -32600, reason: "ID", id: null }, () => post(legacy("ping", {}, null))],
    ["a fractional id", { http: 400, code: -32600, reason: "ID", id: null }, () => post(legacy("ping", {}, 1.5))],
    [
      "an id beyond a safe integer",
      { http: 400, code: -32600, reason: "ID", id: null },
      () => post(legacy("ping", {}, 2 ** 60)),
    ],
    [
      "an id that is an object",
      { http: 400, code: -32600, reason: "ID", id: null },
      () => post(legacy("ping", {}, { a: 1 })),
    ],
    ["an id that is true", { http: 400, code: -32600, reason: "ID", id: null }, () => post(legacy("ping", {}, true))],
    [
      "a very long id",
      { http: 400, code: -32600, reason: "ID", id: null },
      () => post(legacy("ping", {}, "x".repeat(257))),
    ],
    [
      "a call without an id",
      { http: 400, code: -32600, reason: "ID", id: null },
      () => post({ jsonrpc: "2.0", method: "tools/call", params: CALL }),
    ],
    [
      "a cancellation of nothing",
      { http: 400, code: -32602, reason: "PARAMS", id: null },
      () => post({ jsonrpc: "2.0", method: "notifications/cancelled" }),
    ],
  ]);
});

describe("parameters are refused", () => {
  itRefuses([
    // parameters
    [
      "initialize without a version",
      { http: 400, code: -32602, reason: "PARAMS", id: 1 },
      () => post(legacy("initialize", {})),
    ],
    [
      "a cursor that is no text",
      { http: 400, code: -32602, reason: "PARAMS", id: 1 },
      () => post(legacy("tools/list", { cursor: 1 })),
    ],
    [
      "a call without a name",
      { http: 400, code: -32602, reason: "PARAMS", id: 1 },
      () => post(legacy("tools/call", {})),
    ],
    [
      "a call with an empty name",
      { http: 400, code: -32602, reason: "PARAMS", id: 1 },
      () => post(legacy("tools/call", { name: "" })),
    ],
    [
      "a call with a name of 129 characters",
      { http: 400, code: -32602, reason: "PARAMS", id: 1 },
      () => post(legacy("tools/call", { name: "x".repeat(129) })),
    ],
    [
      "a call whose arguments are a list",
      { http: 400, code: -32602, reason: "PARAMS", id: 1 },
      () => post(legacy("tools/call", { name: "x", arguments: [] })),
    ],
    [
      "a call whose arguments are null",
      { http: 400, code: -32602, reason: "PARAMS", id: 1 },
      () => post(legacy("tools/call", { name: "x", arguments: null })),
    ],
    [
      "a progress token that is an object",
      { http: 400, code: -32602, reason: "PARAMS", id: 1 },
      () => post(legacy("tools/call", { ...CALL, _meta: { progressToken: {} } })),
    ],
    [
      "a task that is a text",
      { http: 400, code: -32602, reason: "PARAMS", id: 1 },
      () => post(legacy("tools/call", { ...CALL, task: "now" })),
    ],
    [
      "a task with a negative life",
      { http: 400, code: -32602, reason: "PARAMS", id: 1 },
      () => post(legacy("tools/call", { ...CALL, task: { ttl: -1 } })),
    ],
    [
      "input responses that are a list",
      { http: 400, code: -32602, reason: "PARAMS", id: 1 },
      call({ ...CALL, inputResponses: [] }),
    ],
    [
      "a request state that is a number",
      { http: 400, code: -32602, reason: "PARAMS", id: 1 },
      call({ ...CALL, requestState: 1 }),
    ],
  ]);
});

describe("a refusal repeats nothing of what was sent", () => {
  const canary = "canary-secret";
  itRefuses([
    ["a method", { http: 200, code: -32601, reason: "METHOD" }, () => post(legacy(canary))],
    [
      "a tool's name",
      { http: 400, code: -32602, reason: "PARAMS" },
      () => post(legacy("tools/call", { name: canary.repeat(20) })),
    ],
    [
      "a member's value",
      { http: 400, code: -32600, reason: "SHAPE" },
      () => post({ jsonrpc: canary, id: 1, method: "ping" }),
    ],
    [
      "a member's name",
      { http: 400, code: -32600, reason: "SHAPE" },
      () => post({ jsonrpc: "2.0", id: 1, method: "ping", [canary]: 1 }),
    ],
    ["broken JSON", { http: 400, code: -32700, reason: "NOT_JSON" }, raw(`{"a": ${canary}}`)],
    ["a repeated key", { http: 400, code: -32600, reason: "DUPLICATE_KEY" }, raw(`{"${canary}":1,"${canary}":2}`)],
  ]);
});
