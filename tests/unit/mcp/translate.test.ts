import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Era, toolReply, type UpstreamAnswer } from "../../../lib/mcp/index";

const AGENT = { modern: { id: 3, era: "modern" }, legacy: { id: 3, era: "legacy" } } as const;
const result = (text: string): UpstreamAnswer => ({ kind: "result", result: text });
const error = (code: number, data: string | null = null): UpstreamAnswer => ({
  kind: "error",
  code,
  message: "No.",
  data,
});
const resultOf = (to: Era, from: Era, text: string) => JSON.parse(toolReply(AGENT[to], from, result(text)).body).result;

const PLAIN = '{"content":[{"type":"text","text":"ok"}]}';
const TYPED = '{"resultType":"complete","content":[{"type":"text","text":"ok"}]}';

describe("a server's result", () => {
  it("passes within one generation as the server wrote it", () => {
    const spaced = '{ "content" : [ ] , "structuredContent": {"id": 9007199254740993} }';
    expect(toolReply(AGENT.legacy, "legacy", result(spaced)).body).toBe(`{"jsonrpc":"2.0","id":3,"result":${spaced}}`);
    expect(toolReply(AGENT.modern, "modern", result(TYPED)).body).toBe(`{"jsonrpc":"2.0","id":3,"result":${TYPED}}`);
  });

  it("gets a result type for a modern agent, and loses it for a legacy one", () => {
    expect(resultOf("modern", "legacy", PLAIN)).toEqual({ ...JSON.parse(PLAIN), resultType: "complete" });
    expect(resultOf("legacy", "modern", TYPED)).toEqual(JSON.parse(PLAIN));
    expect(resultOf("modern", "modern", PLAIN)).toMatchObject({ resultType: "complete" });
    expect(resultOf("modern", "legacy", '{"content":[],"resultType":"input_required"}')).toMatchObject({
      resultType: "complete",
    });
  });

  it("keeps long numbers across generations", () => {
    const { body } = toolReply(
      AGENT.modern,
      "legacy",
      result('{"content":[],"structuredContent":{"id":9007199254740993}}'),
    );
    expect(body).toContain('"structuredContent":{"id":9007199254740993}');
  });

  it("with structured content that is no object becomes a text for a legacy agent", () => {
    expect(resultOf("legacy", "modern", '{"resultType":"complete","content":[],"structuredContent":[1,2]}')).toEqual({
      content: [{ type: "text", text: "[1,2]" }],
    });
    expect(
      resultOf(
        "legacy",
        "modern",
        '{"resultType":"complete","content":[{"type":"text","text":"two"}],"structuredContent":2}',
      ),
    ).toEqual({
      content: [{ type: "text", text: "two" }],
    });
    expect(
      resultOf("modern", "modern", '{"resultType":"complete","content":[],"structuredContent":[1]}'),
    ).toMatchObject({ structuredContent: [1] });
  });

  it("without content gets an empty list", () => {
    expect(resultOf("legacy", "legacy", '{"structuredContent":{"a":1}}')).toEqual({
      structuredContent: { a: 1 },
      content: [],
    });
  });

  it("that is the tool's error is recorded as failed and passed on", () => {
    expect(toolReply(AGENT.legacy, "legacy", result('{"content":[],"isError":true}'))).toMatchObject({
      outcome: "failed",
      note: "The tool reported an error.",
      body: expect.stringContaining('"isError":true'),
    });
    expect(toolReply(AGENT.legacy, "legacy", result('{"content":[],"isError":false}'))).toMatchObject({
      outcome: "succeeded",
      note: null,
    });
  });

  it("of any shape gives valid JSON that says the same to every generation", () => {
    const text = fc
      .dictionary(fc.string(), fc.jsonValue())
      .map((extra) =>
        JSON.stringify({ ...extra, resultType: "complete", content: [1], structuredContent: {}, isError: false }),
      );
    fc.assert(
      fc.property(
        text,
        fc.constantFrom<Era>("modern", "legacy"),
        fc.constantFrom<Era>("modern", "legacy"),
        (source, to, from) => {
          const { resultType: _, ...expected } = JSON.parse(source);
          const { resultType, ...got } = resultOf(to, from, source);
          expect(got).toEqual(expected);
          expect(resultType).toBe(to === "modern" ? "complete" : undefined);
        },
      ),
    );
  });

  it.each([
    ["an input_required", "modern", '{"resultType":"input_required","requestState":"x"}', /asks for input/],
    ["an MCP task", "modern", '{"resultType":"task","taskId":"t"}', /MCP task/],
    ["an unknown type", "modern", '{"resultType":"surprise","content":[]}', /type nobody asked for/],
    ["content that is a text", "legacy", '{"content":"ok"}', /not a list/],
  ] as const)("with %s is a readable tool error", (_title, from, text, sentence) => {
    for (const to of ["modern", "legacy"] as const) {
      const reply = toolReply(AGENT[to], from, result(text));
      const { content, isError } = JSON.parse(reply.body).result;
      expect({ isError, outcome: reply.outcome }).toEqual({ isError: true, outcome: "failed" });
      expect(content[0].text).toMatch(sentence);
    }
  });
});

describe("a server's error", () => {
  it("passes with its code, message and data", () => {
    const reply = toolReply(AGENT.modern, "legacy", error(-31001, '{"n":12345678901234567890}'));
    expect(reply.body).toBe(
      '{"jsonrpc":"2.0","id":3,"error":{"code":-31001,"message":"No.","data":{"n":12345678901234567890}}}',
    );
    expect(reply).toMatchObject({ outcome: "failed", note: "The server answered with error -31001." });
  });

  it("of the legacy protocol alone never reaches a modern agent", () => {
    expect(JSON.parse(toolReply(AGENT.modern, "legacy", error(-32002)).body).error.code).toBe(-32602);
    expect(JSON.parse(toolReply(AGENT.legacy, "legacy", error(-32002)).body).error.code).toBe(-32002);
    for (const to of ["modern", "legacy"] as const) {
      const { body } = toolReply(
        AGENT[to],
        "legacy",
        error(-32042, '{"elicitations":[{"url":"https://phish.example"}]}'),
      );
      expect(JSON.parse(body).result.content[0].text).toMatch(/asks for input/);
      expect(body).not.toContain("phish");
    }
  });

  it("about our own hop is explained, not relayed", () => {
    for (const code of [-32020, -32021, -32022, -32099]) {
      const { body } = toolReply(AGENT.modern, "modern", error(code));
      expect(JSON.parse(body).result).toMatchObject({ isError: true });
    }
    expect(JSON.parse(toolReply(AGENT.modern, "modern", error(-32603)).body).error.code).toBe(-32603);
  });
});

describe("a server that asks for something, or answers nonsense", () => {
  it("gives a readable tool error", () => {
    const asks = toolReply(AGENT.legacy, "legacy", { kind: "asks", method: "elicitation/create" });
    expect(JSON.parse(asks.body).result.content[0].text).toBe(
      "The server asks for input (elicitation/create), which this gateway does not pass on yet. The call did not finish.",
    );
    const fault = toolReply(AGENT.modern, "legacy", {
      kind: "fault",
      fault: "NOT_JSON",
      sentence: "The server's answer is not valid JSON.",
    });
    expect(JSON.parse(fault.body).result).toMatchObject({ resultType: "complete", isError: true });
    expect(fault.note).toBe("The server's answer is not valid JSON.");
  });
});
