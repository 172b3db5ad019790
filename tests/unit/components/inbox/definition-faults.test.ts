import { describe, expect, it } from "vitest";
import { faultsIn, readDefinition } from "../../../../components/inbox/definition-faults";

/** The faults as lines. */
function said(schema: unknown, given: { [name: string]: unknown }, masked: string[] = []): string[] {
  const definition = readDefinition(JSON.stringify(schema));
  if (!definition) return ["unusable"];
  return faultsIn(definition, given, masked).map(({ at, says }) => `${at}: ${says}`);
}
const object = (properties: object, more: object = {}) => ({ type: "object", properties, ...more });

describe("what a tool's definition does not accept", () => {
  it("is nothing where everything fits, and where the definition says nothing", () => {
    expect(said(object({ path: { type: "string" } }, { required: ["path"] }), { path: "a" })).toEqual([]);
    for (const empty of [{}, true, { type: "object" }, { what: "ever" }])
      expect(said(empty, { anything: [1] })).toEqual([]);
  });

  it.each([
    [{ type: "string" }, 1, "must be a text"],
    [{ type: "integer" }, 1.5, "must be a whole number"],
    [{ type: ["array", "null"] }, "x", "must be a list […] or null"],
    [{ enum: ["a", "b"] }, "c", 'must be one of "a", "b"'],
    [{ const: 1 }, 2, "must be 1"],
    [{ minimum: 3 }, 2, "must be at least 3"],
    [{ exclusiveMaximum: 3 }, 3, "must be less than 3"],
    [{ multipleOf: 5 }, 7, "must be a multiple of 5"],
    [{ maxLength: 2 }, "abc", "must have at most 2 characters"],
    [{ minItems: 1 }, [], "must have at least 1 item"],
    [{ anyOf: [{ type: "string" }, { type: "null" }] }, 1, "must be a text or null"],
    [{ anyOf: [{ const: 1 }, { type: "string" }] }, 2, "fits none of the forms that it may have"],
    [{ oneOf: [{ minimum: 1 }, { minimum: 2 }] }, 3, "fits several of the forms of which it may have one"],
    [{ not: { const: "root" } }, "root", "must be another"],
  ])("is said at its place in a sentence: %j", (schema, value, says) => {
    expect(said(object({ value: schema }), { value })).toEqual([`/value: ${says}`]);
  });

  it("names what is missing and what is unknown, however it is called", () => {
    const schema = object({ path: {} }, { required: ["path", "a/b~c", "toString"], additionalProperties: false });
    expect(said(schema, { "pa th%": 1 }).sort()).toEqual([
      "/a~1b~0c: is missing",
      "/pa th%: is not known to the server",
      "/path: is missing",
      "/toString: is missing",
    ]);
  });

  it("is found deep within, through references inside the definition and in every part", () => {
    const point = object({ x: { type: "number" } }, { required: ["x"] });
    const schema = object(
      { points: { type: "array", items: { $ref: "#/$defs/point" } }, next: { $ref: "#" } },
      { $defs: { point } },
    );
    expect(said(schema, { points: [{ x: 1 }, { x: "2" }], next: { points: [{}] } })).toEqual([
      "/points/1/x: must be a number",
      "/next/points/0/x: is missing",
    ]);
    const either = object(
      { kind: {}, size: {} },
      {
        if: object({ kind: { const: "big" } }),
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: object({ size: { minimum: 10 } }),
      },
    );
    expect(said(either, { kind: "big", size: 1 })).toEqual(["/size: must be at least 10"]);
  });

  it("is found in a large definition and in large arguments that mean well", () => {
    const item = object({ x: { type: "number" }, y: { enum: ["a", "b"] } }, { required: ["x"] });
    const names = Array.from({ length: 300 }, (_, at) => `p${at}`);
    const schema = object(Object.fromEntries(names.map((name) => [name, { type: "array", items: item }])));
    const given = Object.fromEntries(names.map((name, at) => [name, [{ x: at === 7 ? "7" : at, y: "a" }]]));
    expect(said(schema, given)).toEqual(["/p7/0/x: must be a number"]);
  });

  it("reads lists of items by the draft that the definition names", () => {
    const items = [{ type: "string" }, { type: "number" }];
    const old = { $schema: "http://json-schema.org/draft-07/schema#", ...object({ pair: { items } }) };
    expect(said(old, { pair: [1, 2] })).toEqual(["/pair/0: must be a text"]);
    expect(said(object({ pair: { prefixItems: items } }), { pair: ["a", "b"] })).toEqual(["/pair/1: must be a number"]);
  });
});

describe("a value that is masked", () => {
  const schema = object({ login: object({ password: { type: "integer", minimum: 5 } }, { maxProperties: 1 }) });

  it("is compared with nothing, nor is what depends on it", () => {
    const login = { password: "[masked, 8 characters]" };
    expect(said(schema, { login })).toEqual(["/login/password: must be a whole number"]);
    expect(said(schema, { login }, ["/login/password"])).toEqual([]);
    const choice = { anyOf: [object({ password: { const: "x" } }), object({ password: { type: "integer" } })] };
    expect(said(object({ login: choice }), { login }, ["/login/password"])).toEqual([]);
  });

  it("hides no fault beside it", () => {
    const login = { password: "[masked, 8 characters]", user: "root" };
    expect(said(schema, { login }, ["/login/password"])).toEqual(["/login: must have at most 1 member"]);
  });
});

describe("a definition that means no good", () => {
  const soon = <T>(work: () => T): T => {
    const started = performance.now();
    const answer = work();
    expect(performance.now() - started).toBeLessThan(1000);
    return answer;
  };

  it("gets no pattern and no format evaluated", () => {
    const value = { pattern: "^(a+)+$", format: "email", patternProperties: { "^(a+)+$": false } };
    const schema = object({ value }, { patternProperties: { "^(a+)+$": {} }, additionalProperties: false });
    expect(soon(() => said(schema, { value: `${"a".repeat(40)}!`, [`${"a".repeat(40)}!`]: 1 }))).toEqual([]);
  });

  it.each(["https://example.com/schema.json", "other.json#/a", "#anchor", "#/$defs/none"])(
    "leads nowhere with a reference out of it: %s",
    (to) => {
      expect(said(object({ value: { $ref: to } }), { value: 1 })).toEqual(["unusable"]);
    },
  );

  it("runs out when it goes in circles or branches without end, and says nothing", () => {
    expect(soon(() => said({ $ref: "#" }, { a: 1 }))).toEqual([]);
    const doubling = Object.fromEntries(
      Array.from({ length: 30 }, (_, at) => [`d${at}`, { allOf: [0, 1].map(() => ({ $ref: `#/$defs/d${at + 1}` })) }]),
    );
    const $defs = { ...doubling, d30: { type: "string" } };
    expect(soon(() => said({ $defs, $ref: "#/$defs/d0" }, { a: 1 }))).toEqual([]);
    const branch = object({ a: { $ref: "#" } });
    const deep = JSON.parse(`${'{"a":'.repeat(50)}1${"}".repeat(50)}`) as { [name: string]: unknown };
    expect(soon(() => said({ anyOf: [branch, branch, { type: "null" }] }, deep))).toEqual([]);
  });

  it("is not used when it is too large or too deep, and says nothing of what is too large", () => {
    expect(soon(() => said({ enum: Array.from({ length: 6000 }, (_, at) => at) }, {}))).toEqual(["unusable"]);
    const deep = JSON.parse(`${'{"not":'.repeat(100)}true${"}".repeat(100)}`) as unknown;
    expect(said(deep, {})).toEqual(["unusable"]);
    const large = { list: Array.from({ length: 6000 }, () => "x") };
    expect(soon(() => said(object({ list: { items: { type: "number" } } }), large))).toEqual([]);
    for (const text of ["{", "[]", "1", "null"]) expect(readDefinition(text)).toBeNull();
    expect(readDefinition(null)).toBeNull();
  });

  it("changes nothing by names that mean something to JavaScript", () => {
    const schema = JSON.parse(
      '{"properties":{"__proto__":{"type":"string"},"constructor":{"type":"string"}}}',
    ) as unknown;
    expect(said(schema, JSON.parse('{"__proto__":1}') as { [name: string]: unknown })).toEqual([
      "/__proto__: must be a text",
    ]);
    expect(said(schema, {})).toEqual([]);
  });

  it("keeps what it says short", () => {
    const [line = ""] = said(object({ value: { enum: Array.from({ length: 200 }, (_, at) => `${at}`.repeat(50)) } }), {
      value: 1,
    });
    expect(line).toMatch(/and 192 more$/);
    expect(line.length).toBeLessThan(700);
  });
});
