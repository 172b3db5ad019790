import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type JsonRefusalCode, parseStrictJson } from "../../../lib/base/strict-json";

const LIMITS = { bytes: 10_000, depth: 8 };
const read = (text: string | Uint8Array) => parseStrictJson(text, LIMITS);
const refusalOf = (text: string | Uint8Array): JsonRefusalCode | undefined => read(text).refusal?.code;
const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from(part))));

describe("parseStrictJson reads", () => {
  it("any JSON value from text or bytes", () => {
    for (const text of ['{"a":[1,"é",null,true,{"b":{}}]}', "[]", "{}", '"x"', "0", "null", ' \t\r\n[ 1 , "a" ]\n']) {
      expect(read(text)).toEqual({ value: JSON.parse(text) });
      expect(read(Buffer.from(text))).toEqual({ value: JSON.parse(text) });
    }
  });

  it("numbers whose value a double keeps, however they are written", () => {
    for (const literal of [
      "1.0",
      "1e3",
      "-0",
      "-0.0",
      "0.1",
      "0e999999999999999999999",
      "9007199254740992",
      "123456789012345680000",
      "0.30000000000000004",
      "1.7976931348623157e308",
      "5e-324",
      "1E+2",
      "100000000000000000000000e-23",
      `0.${"0".repeat(300)}1`,
      `1${"0".repeat(300)}`,
    ]) {
      expect(read(`[${literal}]`), literal).toEqual({ value: [Number(literal)] });
    }
  });

  it("equal keys in different objects, and colons, brackets and digits inside strings", () => {
    expect(refusalOf('{"a":{"a":{"a":1}},"b":[{"a":1},{"a":1}]}')).toBeUndefined();
    expect(refusalOf('{"{[:9007199254740993":"\\":{[[[[[[[[[[[1e400"}')).toBeUndefined();
    expect(refusalOf('["\\\\","\\\\\\"",":"]')).toBeUndefined();
  });

  it("pairs of surrogates, escaped or not", () => {
    expect(read('["\\ud83d\\ude00","😀"]')).toEqual({ value: ["😀", "😀"] });
  });

  it("a text of exactly the limit, and nesting of exactly the limit", () => {
    expect(refusalOf(`"${"x".repeat(LIMITS.bytes - 2)}"`)).toBeUndefined();
    expect(refusalOf(`${"[".repeat(8)}${"]".repeat(8)}`)).toBeUndefined();
  });
});

describe("parseStrictJson refuses", () => {
  const cases: [string, JsonRefusalCode, string | Uint8Array][] = [
    ["a text over the limit", "TOO_LARGE", `"${"x".repeat(LIMITS.bytes - 1)}"`],
    ["bytes over the limit", "TOO_LARGE", Buffer.alloc(LIMITS.bytes + 1, 0x20)],
    ["a text that is over the limit only in bytes", "TOO_LARGE", `"${"€".repeat(LIMITS.bytes / 2)}"`],
    ["arrays too deep", "TOO_DEEP", `${"[".repeat(9)}${"]".repeat(9)}`],
    ["objects too deep", "TOO_DEEP", `${'{"a":'.repeat(9)}1${"}".repeat(9)}`],
    ["brackets that never close", "TOO_DEEP", "[".repeat(5000)],
    ["Latin-1", "NOT_UTF8", bytes('"', [0xe9], '"')],
    ["an overlong encoding", "NOT_UTF8", bytes('"', [0xc0, 0xaf], '"')],
    ["an encoded surrogate", "NOT_UTF8", bytes('"', [0xed, 0xa0, 0x80], '"')],
    ["a character cut short", "NOT_UTF8", bytes('"', [0xf0, 0x9f, 0x98], '"')],
    ["UTF-16", "NOT_JSON", Buffer.from('{"a":1}', "utf16le")],
    ["a byte order mark", "NOT_JSON", bytes([0xef, 0xbb, 0xbf], "{}")],
    ["a byte order mark in a text", "NOT_JSON", "\ufeff{}"],
    ["nothing", "NOT_JSON", ""],
    ["no bytes", "NOT_JSON", new Uint8Array()],
    ["trailing bytes", "NOT_JSON", "{} x"],
    ["two values", "NOT_JSON", "{}{}"],
    ["a trailing NUL", "NOT_JSON", "{}\0"],
    ["a trailing comma", "NOT_JSON", '{"a":1,}'],
    ["a comment", "NOT_JSON", "[1] // one"],
    ["single quotes", "NOT_JSON", "{'a':1}"],
    ["NaN", "NOT_JSON", "[NaN]"],
    ["a number with a leading zero", "NOT_JSON", "[01]"],
    ["a number with a plus", "NOT_JSON", "[+1]"],
    ["a string that never ends", "NOT_JSON", '["a'],
    ["a string that ends in a backslash", "NOT_JSON", '["a\\'],
    ["a stray backslash", "NOT_JSON", '\\ "a" \\'],
    ["a control character in a string", "NOT_JSON", '["\n"]'],
    ["a repeated key", "DUPLICATE_KEY", '{"a":1,"a":1}'],
    ["a key repeated by an escape", "DUPLICATE_KEY", '{"a":1,"\\u0061":2}'],
    ["a repeated key deep inside", "DUPLICATE_KEY", '[{"x":[{"k":{},"l":1,"k":[]}]}]'],
    ["a repeated empty key", "DUPLICATE_KEY", '{"":1,"":2}'],
    ["a repeated number-like key", "DUPLICATE_KEY", '{"1":1,"2":2,"1":3}'],
    ["__proto__", "FORBIDDEN_KEY", '{"__proto__":{"admin":true}}'],
    ["an escaped __proto__", "FORBIDDEN_KEY", '[{"a":{"\\u005f_proto__":1}}]'],
    ["a high surrogate alone", "LONE_SURROGATE", '["\\ud83d"]'],
    ["a low surrogate alone", "LONE_SURROGATE", '["\\uDE00"]'],
    ["surrogates in the wrong order", "LONE_SURROGATE", '["\\ude00\\ud83d"]'],
    ["half a pair in a key", "LONE_SURROGATE", '{"\\ud83d":1}'],
    ["half a pair as the whole text", "LONE_SURROGATE", '"\\ud83d"'],
    ["half a pair in a text that was never bytes", "LONE_SURROGATE", '["\ud83d"]'],
    ["an integer beyond a double", "NUMBER_CHANGES", '{"id":9007199254740993}'],
    ["a large integer", "NUMBER_CHANGES", "[12345678901234567890]"],
    ["a number that overflows", "NUMBER_CHANGES", "[1e400]"],
    ["a number that underflows", "NUMBER_CHANGES", "[1e-400]"],
    ["a denormal that is rounded", "NUMBER_CHANGES", "[4.9e-324]"],
    ["more digits than a double holds", "NUMBER_CHANGES", "[0.1000000000000000055511151231257827]"],
    ["an enormous exponent", "NUMBER_CHANGES", "[-1e999999999999999999999999]"],
    ["a number as the whole text", "NUMBER_CHANGES", "9007199254740993"],
  ];
  it.each(cases)("%s", (_title, code, input) => {
    const { value, refusal } = read(input);
    expect(refusal?.code).toBe(code);
    expect(refusal?.sentence).toMatch(/^[A-Z].*\.$/);
    expect(value).toBeUndefined();
  });

  it("without ever quoting the text", () => {
    for (const text of ['{"canary-1":1,"canary-1":2}', "canary-1", '["canary-1\\ud800"]', '{"canary-1":1e999}']) {
      expect(read(text).refusal?.sentence).not.toContain("canary-1");
    }
  });

  it("a key of Object.prototype without touching it", () => {
    read('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(refusalOf('{"constructor":1,"toString":2,"hasOwnProperty":3}')).toBeUndefined();
  });
});

describe("parseStrictJson agrees with a slow and obvious reader", () => {
  it("on texts with every kind of fault", () => {
    fc.assert(
      fc.property(jsonText(), (text) => {
        const expected = verdict(text);
        const got = read(text);
        expect(got.refusal?.code).toBe(expected);
        if (expected === undefined) expect(got.value).toEqual(JSON.parse(text));
        expect(read(Buffer.from(text))).toEqual(got);
      }),
      { numRuns: 2000 },
    );
  });

  it("on any text and any bytes: it never throws, and reads only what JSON.parse reads", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: fc.constantFrom(...'{}[]":,\\u0d19e.-') })),
        (text) => {
          const got = read(text);
          if (got.refusal === undefined) expect(got.value).toEqual(JSON.parse(text));
        },
      ),
      { numRuns: 3000 },
    );
    fc.assert(fc.property(fc.uint8Array(), (raw) => void read(raw)));
  });

  it("on numbers: it accepts exactly the literals whose decimal value a double keeps", () => {
    fc.assert(
      fc.property(numberLiteral(), (literal) => {
        expect(refusalOf(`[${literal}]`) === undefined, literal).toBe(keeps(literal));
      }),
      { numRuns: 5000 },
    );
  });
});

describe("parseStrictJson is linear", () => {
  const big = { bytes: 8_000_000, depth: 64 };
  const texts: [string, string][] = [
    ["escapes", `["${'\\"'.repeat(1_000_000)}"]`],
    ["short strings with escapes", `[${'"\\n",'.repeat(300_000)}1]`],
    ["long numbers", `[${"12345678901234567,".repeat(100_000)}1]`],
    ["one very long number", `[${"1".repeat(2_000_000)}]`],
    ["brackets", "[".repeat(4_000_000)],
    ["objects", `[${"{},".repeat(500_000)}1]`],
  ];
  it.each(texts)("in megabytes of %s", (_title, text) => {
    const start = performance.now();
    parseStrictJson(text, big);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

/** A number as an integer times a power of ten, exactly. */
function exact(literal: string): { units: bigint; power: bigint } {
  const [mantissa = "", power = "0"] = literal.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  return { units: BigInt(`${whole}${fraction}`.replace("-", "")), power: BigInt(power) - BigInt(fraction.length) };
}

function keeps(literal: string): boolean {
  const value = Number(literal);
  if (!Number.isFinite(value)) return false;
  const a = exact(literal);
  const b = exact(String(value));
  if (a.units === 0n || b.units === 0n) return a.units === b.units;
  const least = a.power < b.power ? a.power : b.power;
  return a.units * 10n ** (a.power - least) === b.units * 10n ** (b.power - least);
}

function numberLiteral(): fc.Arbitrary<string> {
  const digits = (max: number) => fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 1, maxLength: max });
  const whole = fc.oneof(
    fc.constant("0"),
    digits(18).map((text) => text.replace(/^0+(?=.)/, "")),
  );
  const literal = fc
    .tuple(fc.constantFrom("", "-"), whole, fc.option(digits(20)), fc.option(fc.integer({ min: -330, max: 330 })))
    .map(([sign, int, fraction, power]) => {
      return `${sign}${int}${fraction === null ? "" : `.${fraction}`}${power === null ? "" : `e${power}`}`;
    });
  return fc.oneof(literal, fc.double({ noNaN: true, noDefaultInfinity: true }).map(String), fc.bigInt().map(String));
}

/** JSON text in odd but valid spellings, now and then with a fault of each kind. */
function jsonText(): fc.Arbitrary<string> {
  const spell = (text: string) =>
    fc
      .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
      .map((long) => `"${[...Array(text.length).keys()].map((at) => unit(text, at, long[at] ?? false)).join("")}"`);
  const unit = (text: string, at: number, long: boolean) =>
    long ? `\\u${text.charCodeAt(at).toString(16).padStart(4, "0")}` : JSON.stringify(text[at]).slice(1, -1);
  const string = fc.oneof(
    fc.string({ maxLength: 6 }).chain(spell),
    fc.constantFrom('"\\ud83d\\ude00"', '"😀"', '"\\ud800"', '"\\\\"', '"\\""'),
  );
  const key = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom("a", "b", "c", "", "1").chain(spell) },
    { weight: 1, arbitrary: spell("__proto__") },
  );
  const space = fc.constantFrom("", "", " ", "\n\t");
  const { value } = fc.letrec<{ value: string; array: string; object: string }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 9 },
      string,
      numberLiteral(),
      fc.constantFrom("true", "null"),
      tie("array"),
      tie("object"),
    ),
    array: fc
      .tuple(space, fc.array(tie("value"), { maxLength: 4 }))
      .map(([gap, items]) => `[${gap}${items.join(`,${gap}`)}]`),
    object: fc
      .tuple(space, fc.array(fc.tuple(key, tie("value")), { maxLength: 4 }))
      .map(([gap, members]) => `{${gap}${members.map(([name, item]) => `${name}${gap}:${item}`).join(`${gap},`)}}`),
  }));
  return value;
}

/** Reads with a recursive-descent parser that sees every key and every literal, and says the same codes in the same order. */
function verdict(text: string): JsonRefusalCode | undefined {
  const found = new Set<JsonRefusalCode>();
  let at = 0;
  const token = () => {
    const match = /[\s]*(?:("(?:[^"\\]|\\.)*")|(-?[0-9][0-9.eE+-]*)|(true|false|null)|([{}[\],:]))/y;
    match.lastIndex = at;
    const result = match.exec(text);
    if (result === null) throw new Error("not JSON");
    at = match.lastIndex;
    return result;
  };
  const string = (source: string): string => {
    const value = JSON.parse(source) as string;
    if (/[\ud800-\udfff]/u.test(value)) found.add("LONE_SURROGATE");
    return value;
  };
  const members = (depth: number) => {
    const keys = new Set<string>();
    for (let next = token(); next[4] !== "}"; next = token()) {
      if (next[4] === ",") continue;
      const key = string(next[1] ?? '""');
      if (key === "__proto__") found.add("FORBIDDEN_KEY");
      if (keys.has(key)) found.add("DUPLICATE_KEY");
      keys.add(key);
      token();
      walk(token(), depth);
    }
  };
  const walk = (next: RegExpExecArray, depth: number): void => {
    if (next[1] !== undefined) string(next[1]);
    else if (next[2] !== undefined && !keeps(next[2])) found.add("NUMBER_CHANGES");
    else if (next[4] === "{" || next[4] === "[") {
      if (depth > LIMITS.depth) found.add("TOO_DEEP");
      if (next[4] === "{") members(depth + 1);
      else for (let item = token(); item[4] !== "]"; item = token()) if (item[4] !== ",") walk(item, depth + 1);
    }
  };
  walk(token(), 1);
  const order: JsonRefusalCode[] = ["TOO_DEEP", "NUMBER_CHANGES", "DUPLICATE_KEY", "FORBIDDEN_KEY", "LONE_SURROGATE"];
  return order.find((code) => found.has(code));
}
