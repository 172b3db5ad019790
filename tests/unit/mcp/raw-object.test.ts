import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutObject, joinObject } from "../../../lib/mcp/raw-object";

const cut = (text: string, depth = 64) => {
  const members = cutObject(text, depth);
  if (members === null || members === "too deep") throw new Error(`not cut: ${members}`);
  return members;
};

describe("cutObject", () => {
  it("keeps every byte of the values", () => {
    const text = ' { "a" : 9007199254740993 , "b":[ 1.0, {"x":"}],\\"" } ],"c":"a\\\\" ,"\\u0064":null} \n';
    expect([...cut(text)]).toEqual([
      ["a", "9007199254740993"],
      ["b", '[ 1.0, {"x":"}],\\"" } ]'],
      ["c", '"a\\\\"'],
      ["d", "null"],
    ]);
  });

  it("sees what JSON.parse sees, in any object in any spelling", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(undefined, 1, "\t"), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const members = cut(text);
        expect(Object.fromEntries([...members].map(([key, raw]) => [key, JSON.parse(raw)]))).toEqual(JSON.parse(text));
        expect(JSON.parse(joinObject(members))).toEqual(JSON.parse(text));
      }),
      { numRuns: 1000 },
    );
  });

  it("keeps the last of several equal keys, as JSON.parse does", () => {
    expect([...cut('{"a":1,"b":2,"\\u0061":3}')]).toEqual([
      ["a", "3"],
      ["b", "2"],
    ]);
  });

  it("never throws, and cuts nothing that JSON.parse reads as something else than an object", () => {
    const text = fc.string({ unit: fc.constantFrom(...'{}[]":,\\ a1'), maxLength: 24 });
    fc.assert(
      fc.property(text, (source) => {
        const members = cutObject(source, 4);
        let value: unknown;
        try {
          value = JSON.parse(source);
        } catch {
          return;
        }
        const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
        if (members !== "too deep") expect(members !== null).toBe(isObject);
      }),
      { numRuns: 5000 },
    );
  });

  it("refuses what nests too deep before anything is built of it", () => {
    expect(cutObject(`{"a":${"[".repeat(1_000_000)}`, 64)).toBe("too deep");
    expect(cutObject('{"a":[[1]]}', 3)).not.toBe("too deep");
    expect(cutObject('{"a":[[1]]}', 2)).toBe("too deep");
  });
});
