import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, type Json } from "../../../lib/base/schema";
import { type ArgumentPattern, faultOfBeginning, misfitOf, sayPattern } from "../../../lib/policy/schema";

const digestOf = (text: string) => createHash("sha256").update(text).digest("hex");
const equal = (name: string, value: Json): ArgumentPattern[number] => {
  const shown = canonicalJson(value);
  return { name, must: "equal", digest: digestOf(shown), shown };
};
const begin = (name: string, text: string): ArgumentPattern[number] => ({ name, must: "begin", text });
const any = (name: string): ArgumentPattern[number] => ({ name, must: "any" });
const misfit = (pattern: ArgumentPattern, given: { [name: string]: Json }) => misfitOf(pattern, given, digestOf);

describe("arguments and a pattern", () => {
  it("fit when every argument is as it must be, and there is no other", () => {
    const pattern = [begin("path", "/docs/"), equal("mode", { a: [1, null] }), any("note")];
    expect(misfit(pattern, { path: "/docs/a.md", mode: { a: [1, null] }, note: 7 })).toBeNull();
    expect(misfit(pattern, { path: "/docs/", mode: { a: [1, null] } })).toBeNull();
    expect(misfit([], {})).toBeNull();
  });

  it("do not fit with an argument more, one less, or another value", () => {
    const pattern = [begin("path", "/docs/"), equal("n", 1)];
    expect(misfit(pattern, { path: "/docs/a", n: 1, force: true })).toEqual({ name: "force", why: "unnamed" });
    expect(misfit(pattern, { path: "/docs/a" })).toEqual({ name: "n", why: "missing" });
    expect(misfit(pattern, { path: "/docs/a", n: "1" })).toEqual({ name: "n", why: "differs" });
    expect(misfit(pattern, { path: "/etc/passwd", n: 1 })).toEqual({ name: "path", why: "differs" });
    expect(misfit(pattern, { path: ["/docs/a"], n: 1 })).toEqual({ name: "path", why: "differs" });
    expect(misfit([], { constructor: 1 })).toEqual({ name: "constructor", why: "unnamed" });
    expect(misfit([equal("constructor", 1)], {})).toEqual({ name: "constructor", why: "missing" });
  });

  it.each([
    "/docs/../etc/passwd",
    "/docs/a/..",
    "/docs/..;/x",
    "/docs/%2e%2e/etc/passwd",
    "/docs/..\\..\\etc",
    "/docs/a\u0000.png",
    "/docs/a\u202Egpj.exe",
    "/docs/a\nrm -rf /",
    "/docs/\u200B../etc",
  ])("do not fit when what begins right leads elsewhere: %j", (path) => {
    expect(misfit([begin("path", "/docs/")], { path })).toEqual({ name: "path", why: "leads_elsewhere" });
  });

  it("fit whatever they are when every argument must be what it is", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (given) => {
        const parsed = JSON.parse(JSON.stringify(given)) as { [name: string]: Json };
        const pattern = Object.keys(parsed).map((name) => equal(name, parsed[name] ?? null));
        expect(misfit(pattern, parsed)).toBeNull();
      }),
    );
  });

  it("stop fitting when any value that must be equal is changed", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string(), { minKeys: 1 }), fc.nat(), (given, at) => {
        const pattern = Object.keys(given).map((name) => equal(name, given[name] ?? null));
        const name = Object.keys(given)[at % Object.keys(given).length] ?? "";
        expect(misfit(pattern, { ...given, [name]: `${given[name]}!` })).toEqual({ name, why: "differs" });
      }),
    );
  });
});

describe("a beginning", () => {
  it("of an address goes past its host, or another host could begin so", () => {
    expect(faultOfBeginning("https://api.example.com")).toContain("whole host");
    expect(faultOfBeginning("HTTPS://")).toContain("whole host");
    expect(faultOfBeginning("https://api.example.com/v1")).toBeNull();
    expect(faultOfBeginning("/docs/")).toBeNull();
    expect(faultOfBeginning("release-")).toBeNull();
  });
});

describe("a pattern in words", () => {
  it("says each condition, and spells out what would not show", () => {
    expect(sayPattern([])).toBe("no arguments");
    expect(sayPattern([begin("path", "/docs/"), equal("n", 1), any("note")])).toBe(
      'path begins with "/docs/", n is 1, any note',
    );
    expect(sayPattern([{ name: "key", must: "equal", digest: "00" }])).toBe("key is the same, masked value");
    expect(sayPattern([begin("p\u202Eath", "/")])).toContain("[RLO U+202E]");
  });
});
