import { describe, expect, it } from "vitest";
import { type AskedAlone, groupSiblings, siblingOf } from "../../../lib/approvals/index";
import { canonicalJson, digestOf, type Json } from "../../../lib/base/index";

let made = 0;
function ask(args: Json | undefined, over: Partial<AskedAlone> = {}): AskedAlone {
  made += 1;
  return {
    approvalId: `a${made}`,
    server: "files",
    tool: "read_file",
    toolDigest: "d1",
    argumentsDigest: digestOf(args === undefined ? `unread ${made}` : canonicalJson(args)),
    arguments: args,
    ...over,
  };
}

describe("a sibling", () => {
  it("is the same call, whatever the order in which its members were written", () => {
    expect(siblingOf(ask({ path: "a", depth: 1 }), ask({ depth: 1, path: "a" }))).toEqual({
      relation: "same",
      members: [],
    });
  });

  it("is the same without its arguments being read, by their digest alone", () => {
    const one = ask(undefined);
    expect(siblingOf(one, { ...one, approvalId: "b" })?.relation).toBe("same");
  });

  it("is none under another definition, of another tool or of another server", () => {
    const one = ask({ path: "a" });
    for (const over of [{ toolDigest: "d2" }, { tool: "list" }, { server: "other" }])
      expect(siblingOf(one, { ...one, ...over })).toBeNull();
  });

  it("may say more, or less, and names what", () => {
    const [less, more] = [ask({ path: "a" }), ask({ path: "a", limit: 10, deep: true })];
    expect(siblingOf(more, less)).toEqual({ relation: "adds", members: ["deep", "limit"] });
    expect(siblingOf(less, more)).toEqual({ relation: "leaves_out", members: ["deep", "limit"] });
  });

  it("is none when a member they share differs, however little", () => {
    const one = ask({ path: "a", limit: 10 });
    for (const path of ["A", "a ", "a\u200b", "а"]) expect(siblingOf(one, ask({ path }))).toBeNull();
    expect(siblingOf(ask({ path: { of: "a", more: 1 }, limit: 1 }), ask({ path: { of: "a" } }))).toBeNull();
    expect(siblingOf(ask({ path: null, limit: 1 }), ask({ path: "" }))).toBeNull();
    expect(siblingOf(ask({ limit: "10", path: "a" }), ask({ limit: 10 }))).toBeNull();
  });

  it("is none when each says something that the other does not", () => {
    expect(siblingOf(ask({ path: "a", limit: 1 }), ask({ path: "a", deep: true }))).toBeNull();
  });

  it("is none of a call without members, or whose arguments are no object", () => {
    expect(siblingOf(ask({ path: "a" }), ask({}))).toBeNull();
    expect(siblingOf(ask(["a", "b"]), ask(["a"]))).toBeNull();
    expect(siblingOf(ask({ path: "a" }), ask(null))).toBeNull();
  });

  it("is not made by names that every object has", () => {
    expect(siblingOf(ask({ path: "a" }), ask(JSON.parse('{"toString":"x"}')))).toBeNull();
    expect(siblingOf(ask({ path: "a" }), ask(JSON.parse('{"__proto__":{}}')))).toBeNull();
  });

  it("is only the same where arguments are not compared", () => {
    expect(siblingOf(ask({ path: "a", limit: 1 }), { ...ask({ path: "a" }), arguments: undefined })).toBeNull();
  });
});

describe("groups", () => {
  it("hold the same calls, led by the one that comes first", () => {
    const asks = [ask({ path: "a" }), ask({ path: "b" }), ask({ path: "a" })];
    const [first, , third] = asks.map(({ approvalId }) => approvalId);
    expect(groupSiblings(asks)).toEqual([{ lead: first, all: [first, third], same: true }]);
  });

  it("take in what says less, and say that not all are the same", () => {
    const asks = [ask({ path: "a" }), ask({ path: "a", limit: 1 }), ask({ path: "a", limit: 1, deep: true })];
    const all = asks.map(({ approvalId }) => approvalId);
    expect(groupSiblings(asks)).toEqual([{ lead: all[0], all, same: false }]);
  });

  it("put each call into one group only", () => {
    const asks = [ask({ path: "a", limit: 1 }), ask({ path: "a", deep: true }), ask({ path: "a" })];
    const [limit, , less] = asks.map(({ approvalId }) => approvalId);
    expect(groupSiblings(asks)).toEqual([{ lead: limit, all: [limit, less], same: false }]);
  });

  it("are found at once among as many and as long arguments as are compared", () => {
    const long = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`a${at}`, "x".repeat(40)]));
    const asks = Array.from({ length: 200 }, (_, at) => ask({ ...long, z: at }));
    const before = performance.now();
    expect(groupSiblings(asks)).toEqual([]);
    expect(performance.now() - before).toBeLessThan(1000);
  });

  it("leave out who is alone", () => {
    expect(groupSiblings([ask({ path: "a" }), ask({ path: "b" }), ask({})])).toEqual([]);
    expect(groupSiblings([])).toEqual([]);
  });
});
