import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spoilArguments, valueAt } from "../../../lib/approvals/spoil-arguments";
import { canonicalJson, type Json } from "../../../lib/base/index";

const first = () => 0;
const spoil = (value: Json, mask: string[] = []) => spoilArguments({ value }, mask, first)?.arguments.value;

describe("a spoiled value", () => {
  it.each([
    ["sam@acme.com", "sam@acme-billing.example"],
    ["https://api.acme.com:8443/v1?x=1", "https://api.acme.com.collect.example/v1?x=1"],
    ["notes/today.md", "notes/../../.ssh/authorized_keys"],
    ["report.pdf", "../../.ssh/authorized_keys"],
    ["/etc/hosts", "/etc/../../.ssh/authorized_keys"],
    [12, 12_000],
  ])("of %j is %j", (before, after) => {
    expect(spoil(before)).toBe(after);
  });

  it.each(["hello there", "", true, null, 0, -3, 1.5, [], {}, "DROP TABLE x"])("is not made of %j", (value) => {
    expect(spoil(value)).toBeUndefined();
  });

  it("is not made of a long text, and finds that out at once, whatever an agent sends", () => {
    const long = [`${"a".repeat(200_000)}!`, `notes/${"a".repeat(200_000)}.md`, `${"a@".repeat(100_000)}b`];
    const before = performance.now();
    for (const value of long) expect(spoil(value)).toBeUndefined();
    for (const value of ["a".repeat(500), "a@".repeat(250), "a/".repeat(250), "a.".repeat(250)]) spoil(value);
    expect(performance.now() - before).toBeLessThan(500);
  });

  it("is never one that nobody is shown", () => {
    expect(spoilArguments({ api_token: "a/b.txt" }, ["*token*"], first)).toBeNull();
    expect(spoilArguments({ api_token: "a/b.txt", path: "c/d.txt" }, ["*token*"], first)?.pointer).toBe("/path");
  });

  it("points only at hosts that nobody can own", () => {
    for (const value of ["a@b.co", "http://localhost:3000/x", "https://10.0.0.1/"])
      expect(String(spoil(value))).toMatch(/\.example([/?#].*)?$/);
  });
});

describe("spoiled arguments", () => {
  it("differ in one place from what they were made of, and say where", () => {
    const leaf = fc.oneof(fc.constantFrom("a@b.co", "x/y.txt", "https://a.b/c", "words"), fc.integer(), fc.boolean());
    const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        leaf as fc.Arbitrary<Json>,
        fc.array(tie("tree"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom("a", "b/c", "d~e", "f"), tie("tree"), { maxKeys: 3 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom("p", "q/r", "~s"), tree), fc.nat(), (given, drawn) => {
        const before = canonicalJson(given);
        const spoiled = spoilArguments(given, [], (below) => drawn % below);
        expect(canonicalJson(given)).toBe(before);
        if (!spoiled) return;
        const { pointer, arguments: after } = spoiled;
        expect(valueAt(after, pointer)).not.toEqual(valueAt(given, pointer));
        expect(differences(given, after)).toEqual([pointer]);
      }),
    );
  });
});

/** Where two values of one shape differ. */
function differences(a: Json, b: Json, at = ""): string[] {
  if (typeof a !== "object" || a === null || typeof b !== "object" || b === null) return a === b ? [] : [at];
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))];
  if (left.length !== right.size) return [at];
  return left.flatMap(([name, value]) =>
    differences(value, right.get(name) ?? null, `${at}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`),
  );
}

describe("a place in a value", () => {
  it("that is not there holds nothing, whatever it is called", () => {
    const value = { a: [1, { "b/c": "x" }] };
    expect(valueAt(value, "/a/1/b~1c")).toBe("x");
    for (const pointer of ["/a/2", "/a/1/b", "/__proto__", "/a/0/x", "/constructor/name"])
      expect(valueAt(value, pointer)).toBeUndefined();
  });
});
