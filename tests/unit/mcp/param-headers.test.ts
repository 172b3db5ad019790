import { describe, expect, it } from "vitest";
import type { Json } from "../../../lib/base/index";
import { type CallToolRequest, type JsonObject, readParamHeaders, refuseParamHeaders } from "../../../lib/mcp/index";
import { accepted, legacy, modern, modernHeaders, post } from "./post";

const property = (schema: Json): JsonObject => ({ type: "object", properties: { p: schema } });
const marked = { type: "string", "x-mcp-header": "Region" };

describe("a tool's schema that mirrors arguments into headers", () => {
  it("is read at any depth of properties", () => {
    const schema = {
      type: "object",
      properties: { a: { type: "object", properties: { b: marked } }, c: { type: "integer", "x-mcp-header": "N" } },
    };
    expect(readParamHeaders(schema)).toEqual({
      headers: [
        { path: ["a", "b"], header: "Region", numeric: false },
        { path: ["c"], header: "N", numeric: true },
      ],
    });
    expect(readParamHeaders({ type: "object" })).toEqual({ headers: [] });
  });

  it.each<[string, JsonObject]>([
    ["the root", { type: "object", "x-mcp-header": "Root" }],
    ["items", property({ type: "array", items: marked })],
    ["prefixItems", property({ type: "array", prefixItems: [marked] })],
    ["oneOf", property({ oneOf: [marked] })],
    ["if", { type: "object", if: { properties: { p: marked } } }],
    ["$defs", { type: "object", $defs: { x: marked } }],
    ["patternProperties", { type: "object", patternProperties: { "^x": marked } }],
    ["additionalProperties", { type: "object", additionalProperties: marked }],
    ["an object", property({ type: "object", "x-mcp-header": "A" })],
    ["a number", property({ type: "number", "x-mcp-header": "A" })],
    ["no type", property({ "x-mcp-header": "A" })],
    ["an empty name", property({ type: "string", "x-mcp-header": "" })],
    ["a name with a line break", property({ type: "string", "x-mcp-header": "A\r\nX: y" })],
    ["a name with a space", property({ type: "string", "x-mcp-header": "A B" })],
    ["a name that is no text", property({ type: "string", "x-mcp-header": 1 })],
    ["two equal names", { type: "object", properties: { a: marked, b: { type: "string", "x-mcp-header": "REGION" } } }],
  ])("is refused when the mark stands on %s", (_title, schema) => {
    const { headers, fault } = readParamHeaders(schema);
    expect(headers).toBeUndefined();
    expect(fault).toMatch(/^x-mcp-header .*\.$/);
  });
});

describe("a call's Mcp-Param headers", () => {
  const { headers: plan = [] } = readParamHeaders({
    type: "object",
    properties: { region: marked, limit: { type: "integer", "x-mcp-header": "Limit" } },
  });
  const call = (args: Json, headers: Record<string, string>, era: "modern" | "legacy" = "modern"): CallToolRequest => {
    const params = { name: "query", arguments: args };
    const base =
      era === "modern"
        ? modernHeaders("tools/call", "query")
        : { ...modernHeaders("x"), "mcp-protocol-version": "2025-11-25", "mcp-method": undefined };
    const message = accepted(
      post(era === "modern" ? modern("tools/call", params) : legacy("tools/call", params), { ...base, ...headers }),
    );
    if (message.kind !== "request" || message.method !== "tools/call") throw new Error("not a call");
    return message;
  };
  const check = (...given: Parameters<typeof call>) => refuseParamHeaders(plan, call(...given));

  it("are fine when they say what the arguments say, numbers compared as numbers", () => {
    expect(check({ region: "eu", limit: 42 }, { "mcp-param-region": "eu", "MCP-PARAM-LIMIT": "42.0" })).toBeNull();
    expect(check({ region: "zürich" }, { "mcp-param-region": "=?base64?esO8cmljaA==?=" })).toBeNull();
    expect(check({ region: null }, {})).toBeNull();
    expect(check({}, { "mcp-param-unknown": "x" })).toBeNull();
    expect(check({ region: "eu" }, {}, "legacy")).toBeNull();
  });

  it.each<[string, ...Parameters<typeof call>]>([
    ["a missing header", { region: "eu" }, {}],
    ["another value", { region: "eu" }, { "mcp-param-region": "us" }],
    ["another case", { region: "eu" }, { "mcp-param-region": "EU" }],
    ["another number", { limit: 42 }, { "mcp-param-limit": "43" }],
    ["a number in hexadecimal", { limit: 42 }, { "mcp-param-limit": "0x2a" }],
    ["broken base64", { region: "eu" }, { "mcp-param-region": "=?base64?ZXU?=" }],
    ["a value for an argument that is absent", {}, { "mcp-param-region": "eu" }],
    ["a value for an argument that is null", { region: null }, { "mcp-param-region": "eu" }],
    ["a value for an argument that is an object", { region: {} }, { "mcp-param-region": "eu" }],
    ["another value from a legacy client", { region: "eu" }, { "mcp-param-region": "us" }, "legacy"],
  ])("are refused for %s", (_title, ...given) => {
    expect(check(...given)).toMatchObject({
      kind: "refused",
      reason: "HEADER_MISMATCH",
      http: 400,
      id: 1,
      rpc: { code: -32020 },
    });
  });
});
