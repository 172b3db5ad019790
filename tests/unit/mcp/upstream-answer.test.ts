import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type UpstreamAnswer, type UpstreamEvent, type UpstreamHead, UpstreamReader } from "../../../lib/mcp/index";

const HEAD: UpstreamHead = {
  status: 200,
  contentType: "application/json",
  id: "c-1",
  progressToken: "p-1",
  hasSession: false,
  limits: { bytes: 2000, depth: 16 },
};
const STREAM: Partial<UpstreamHead> = { contentType: "text/event-stream; charset=utf-8" };
const RESULT = '{"content":[{"type":"text","text":"ok"}],"n":9007199254740993}';
const response = (result = RESULT, id: string | number | null = "c-1") =>
  `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${result}}`;
const event = (data: string) => `event: message\ndata: ${data}\n\n`;
const progress = (token: string, value: number) =>
  JSON.stringify({
    jsonrpc: "2.0",
    method: "notifications/progress",
    params: { progressToken: token, progress: value },
  });

function read(body: string | Uint8Array, change: Partial<UpstreamHead> = {}, step = 1_000_000): UpstreamEvent[] {
  const reader = new UpstreamReader({ ...HEAD, ...change });
  const bytes = Buffer.from(body);
  const events: UpstreamEvent[] = [];
  for (let at = 0; at < bytes.length; at += step) events.push(...reader.push(bytes.subarray(at, at + step)));
  events.push(...reader.end());
  expect(reader.isDone).toBe(true);
  expect(reader.push(bytes)).toEqual([]);
  expect(reader.end()).toEqual([]);
  return events;
}

function answer(body: string | Uint8Array, change: Partial<UpstreamHead> = {}): UpstreamAnswer {
  const last = read(body, change).at(-1);
  if (last?.kind !== "answer") throw new Error("no answer");
  return last.answer;
}

describe("a server's answer", () => {
  it("as JSON gives the result's own text, unchanged", () => {
    expect(answer(response())).toEqual({ kind: "result", result: RESULT });
    expect(answer(` ${response(`{ "content" : [ ] }`)}\n`)).toEqual({ kind: "result", result: '{ "content" : [ ] }' });
  });

  it("as an event stream gives progress and then the result", () => {
    const other = '{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"x"}}';
    const ping = '{"jsonrpc":"2.0","id":1,"method":"ping"}';
    const body = `id: 1\nretry: 10\ndata:\n\n: hello\n\n${event(progress("p-1", 1))}${event(progress("foreign", 9))}${event(other)}${event(ping)}${event(response())}`;
    expect(read(body, STREAM)).toEqual([
      { kind: "progress", progress: { progress: 1, total: null, message: null } },
      { kind: "answer", answer: { kind: "result", result: RESULT } },
    ]);
  });

  it("ends with the answer, whatever follows on the stream", () => {
    expect(read(event(response()) + event(response("{}")), STREAM)).toHaveLength(1);
  });

  it("is the same however the stream is cut into pieces and its lines end", () => {
    const lines = [
      "event: message",
      `data: ${progress("p-1", 0.5)}`,
      "",
      ": é😀",
      "event: other",
      "data: no",
      "",
      "data: {",
      `data:${response().slice(1)}`,
      "",
      "",
    ];
    fc.assert(
      fc.property(fc.constantFrom("\n", "\r\n", "\r"), fc.integer({ min: 1, max: 40 }), (newline, step) => {
        const events = read(lines.join(newline), STREAM, step);
        expect(events).toEqual([
          { kind: "progress", progress: { progress: 0.5, total: null, message: null } },
          { kind: "answer", answer: { kind: "result", result: RESULT } },
        ]);
      }),
    );
  });

  it("with an error gives its code, message and data as text", () => {
    const error = '{"code":-32602,"message":"Unknown tool","data":{"n":12345678901234567890}}';
    const expected = { kind: "error", code: -32602, message: "Unknown tool", data: '{"n":12345678901234567890}' };
    expect(answer(`{"jsonrpc":"2.0","id":"c-1","error":${error}}`)).toEqual(expected);
    expect(answer(`{"jsonrpc":"2.0","id":"c-1","error":${error}}`, { status: 400 })).toEqual(expected);
    expect(answer(`{"jsonrpc":"2.0","id":null,"error":${error}}`, { status: 400 })).toEqual(expected);
  });

  it("that asks for something says what", () => {
    for (const method of ["elicitation/create", "sampling/createMessage", "roots/list"]) {
      const body = event(JSON.stringify({ jsonrpc: "2.0", id: 0, method, params: {} }));
      expect(answer(body, STREAM)).toEqual({ kind: "asks", method });
    }
  });
});

describe("a server's answer is useless", () => {
  const small = { limits: { bytes: 60, depth: 16 } };
  it.each<[string, string, string | Uint8Array, Partial<UpstreamHead>]>([
    ["a redirect", "REDIRECTS", "", { status: 302 }],
    ["a redirect with a long body", "REDIRECTS", "x".repeat(9000), { status: 307, contentType: "text/html" }],
    ["an unknown credential", "CREDENTIAL_REFUSED", response(), { status: 401 }],
    ["a credential without the right", "CREDENTIAL_REFUSED", "", { status: 403 }],
    ["a session that is gone", "SESSION_GONE", "", { status: 404, hasSession: true }],
    [
      "a session that is gone, as popular servers say it",
      "SESSION_GONE",
      '{"jsonrpc":"2.0","error":{"code":-32000,"message":"Bad Request: No valid session ID provided"},"id":null}',
      { status: 400, hasSession: true },
    ],
    ["a page that is not found", "HTTP_STATUS", "<h1>", { status: 404, contentType: "text/html" }],
    ["an internal error", "HTTP_STATUS", "oops", { status: 500, contentType: "text/plain" }],
    ["a result with an error status", "HTTP_STATUS", response(), { status: 500 }],
    ["a stream with an error status", "HTTP_STATUS", event(response()), { ...STREAM, status: 502 }],
    ["nothing", "NO_ANSWER", "", {}],
    ["an accepted request", "NO_ANSWER", "", { status: 202, contentType: undefined }],
    ["a notification instead of an answer", "NO_ANSWER", progress("p-1", 1), {}],
    ["HTML", "CONTENT_TYPE", "<html>", { contentType: "text/html" }],
    ["no content type", "CONTENT_TYPE", response(), { contentType: undefined }],
    ["too many bytes", "TOO_LARGE", response(), small],
    ["an event that is too large", "TOO_LARGE", event(response()), { ...STREAM, ...small }],
    ["a line that never ends", "TOO_LARGE", `data: ${"x".repeat(90)}`, { ...STREAM, ...small }],
    ["an event of many lines that is too large", "TOO_LARGE", "data: 0123456789\n".repeat(9), { ...STREAM, ...small }],
    ["too many brackets", "TOO_DEEP", response(`{"a":${"[".repeat(20)}${"]".repeat(20)}}`), {}],
    ["garbage", "NOT_JSON_RPC", "garbage", {}],
    ["a list", "NOT_JSON_RPC", `[${response()}]`, {}],
    ["broken JSON", "NOT_JSON", response("{,}"), {}],
    ["bytes that are not UTF-8", "NOT_JSON", Buffer.from([0x7b, 0xff]), {}],
    ["events that are not UTF-8", "NOT_JSON", Buffer.from([0x64, 0xff, 0x0a]), STREAM],
    ["garbage in an event", "NOT_JSON_RPC", event("garbage"), STREAM],
    ["another JSON-RPC", "NOT_JSON_RPC", '{"jsonrpc":"1.0","id":"c-1","result":{}}', {}],
    ["result and error", "NOT_JSON_RPC", '{"jsonrpc":"2.0","id":"c-1","result":{},"error":{}}', {}],
    ["neither result nor error", "NOT_JSON_RPC", '{"jsonrpc":"2.0","id":"c-1"}', {}],
    ["a result that is a text", "NOT_JSON_RPC", response('"ok"'), {}],
    ["an error that is a text", "NOT_JSON_RPC", '{"jsonrpc":"2.0","id":"c-1","error":"no"}', {}],
    [
      "an error with a fractional code",
      "NOT_JSON_RPC",
      '{"jsonrpc":"2.0","id":"c-1","error":{"code":1.5,"message":""}}',
      {},
    ],
    ["another id", "WRONG_ID", response("{}", "c-2"), {}],
    ["the id as another type", "WRONG_ID", response("{}", 1), { id: "1" }],
    ["no id", "WRONG_ID", '{"jsonrpc":"2.0","result":{}}', {}],
    ["another id on a stream", "WRONG_ID", event(response("{}", "c-2")), STREAM],
    ["a stream that ends without it", "ENDED_EARLY", event(progress("p-1", 1)), STREAM],
    ["a stream that breaks inside it", "ENDED_EARLY", event(response()).slice(0, -1), STREAM],
  ])("with %s", (_title, fault, body, change) => {
    const useless = answer(body, change);
    expect(useless).toMatchObject({ kind: "fault", fault });
    expect(useless.kind === "fault" ? useless.sentence : "").toMatch(/^The server\b.*[.)]$/);
  });

  it("never throws, whatever the bytes are and however they are cut", () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 20 }),
      fc.constantFrom(event(response()), response(), "data: ", "\r", "\n").map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 6 }),
        fc.boolean(),
        fc.constantFrom(200, 202, 302, 400, 404, 500),
        (pieces, stream, status) => {
          const reader = new UpstreamReader({ ...HEAD, ...(stream ? STREAM : {}), status });
          const events = [...pieces.flatMap((bytes) => reader.push(bytes)), ...reader.end()];
          expect(events.filter((one) => one.kind === "answer")).toHaveLength(1);
        },
      ),
    );
  });
});
