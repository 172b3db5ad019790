import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, type Json, parseStrictJson } from "../../../lib/base/index";
import { writeCanonical } from "../../../lib/mcp/canonical-arguments";

const parsed = (text: string): Json => {
  const read = parseStrictJson(text, { bytes: 1_000_000, depth: 64 });
  if (read.refusal) throw new Error(read.refusal.code);
  return read.value;
};

describe("writeCanonical", () => {
  it("writes the same bytes as canonicalJson for every value that can be parsed", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(text.isWellFormed() && parseStrictJson(text, { bytes: 1e6, depth: 64 }).refusal === undefined);
        expect(writeCanonical(parsed(text))).toBe(canonicalJson(parsed(text)));
      }),
      { numRuns: 3000 },
    );
  });

  it("writes the same bytes for strings and keys of any characters", () => {
    const text = fc.string({ unit: "binary", maxLength: 12 });
    const special = fc.constantFrom(
      '"',
      "\\",
      "\u0000",
      "\u001f",
      "\u007f",
      "\u0080",
      "\u2028",
      "\ufeff",
      "😀",
      "/",
      "é",
    );
    fc.assert(
      fc.property(fc.dictionary(fc.oneof(text, special), fc.oneof(text, special), { maxKeys: 40 }), (record) => {
        expect(writeCanonical(record)).toBe(canonicalJson(record));
      }),
      { numRuns: 2000 },
    );
  });

  it("writes the same bytes for numbers of every kind", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(writeCanonical([number])).toBe(canonicalJson([number]));
      }),
    );
    expect(writeCanonical(parsed('{"a":-0,"b":1.0,"c":1e3,"d":1e21}'))).toBe('{"a":0,"b":1,"c":1000,"d":1e+21}');
  });

  it("gives one text for one value, in whatever order and spelling it came", () => {
    expect(writeCanonical(parsed(' { "b" : [ 1.0 , "\\u0041" ] , "10":1, "9":2, "a" : null } '))).toBe(
      '{"10":1,"9":2,"a":null,"b":[1,"A"]}',
    );
  });
});
