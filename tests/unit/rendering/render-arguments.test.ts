import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../../lib/base/index";
import { type Json, spelledOut, visibleText } from "../../../lib/base/schema";
import { type RenderedRow, renderArguments } from "../../../lib/rendering/schema";
import { readBack } from "../../vectors/read-back";
import { SPOOFS } from "../../vectors/spoofs";

const rows = (value: Json) => renderArguments(value).rows;
const row = (value: Json, pointer: string): RenderedRow => {
  const found = rows(value).find((one) => one.pointer === pointer);
  if (!found) throw new Error(`there is no row ${pointer}`);
  return found;
};
const remarksOf = (value: Json, pointer: string) => row(value, pointer).remarks.map(({ text }) => text);

describe("a rendering of arguments", () => {
  it("shows every value at its depth, keys in canonical order", () => {
    expect(
      rows({ b: { y: 1, x: [{ deep: true }] }, a: "text" }).map((one) => [one.pointer, one.depth, one.value]),
    ).toEqual([
      ["/a", 0, "text"],
      ["/b", 0, null],
      ["/b/x", 1, null],
      ["/b/x/0", 2, null],
      ["/b/x/0/deep", 3, "true"],
      ["/b/y", 1, "1"],
    ]);
  });

  it("tells a text from the value that it looks like", () => {
    const kinds = rows({ a: "false", b: false, c: "1", d: 1, e: "null", f: null }).map(({ kind }) => kind);
    expect(kinds).toEqual(["text", "boolean", "text", "number", "text", "null"]);
  });

  it("keeps short lists in one line, as JSON writes them", () => {
    expect(rows({ tags: ["a", 1, null] })).toMatchObject([{ value: '"a", 1, null', typeWords: "list, 3 entries" }]);
    expect(rows({ tags: ["two words"] })).toHaveLength(2);
    expect(rows({ links: ["http://2130706433/"] })).toHaveLength(2);
  });

  it("says what the eye would miss at the ends of a text", () => {
    const said = rows({ a: " x", b: "x\n\n", c: "", d: "  ", e: "x" }).map(({ remarks }) => remarks[0]?.text);
    expect(said).toEqual(["starts with 1 space", "ends with 2 line breaks", "empty text", "only 2 spaces", undefined]);
  });

  it("is made of the bytes that are sent, all of them and nothing else", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), (value) => {
        const given = value as Json; // fast-check's JSON
        expect(readBack(rows(given))).toBe(canonicalJson(given));
      }),
    );
  });

  it("names the kinds of values by what they are, then by their names and the tool's definition", () => {
    const kind = (name: string, value: Json) => row({ [name]: value }, `/${name}`).kind;
    expect(kind("x", "https://a.example/x")).toBe("url");
    expect(kind("x", "jane@a.example")).toBe("email");
    expect(kind("x", "/etc/hosts")).toBe("path");
    expect(kind("file_path", "notes.txt")).toBe("path");
    expect(kind("x", "2026-11-22")).toBe("date");
    expect(kind("x", "select a from b")).toBe("sql");
    expect(kind("command", "ls")).toBe("shell");
    expect(kind("x", "select this one")).toBe("text");
    expect(kind("id", "1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgVE2upms")).toBe("text");
    expect(kind("sha", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")).toBe("text");
    const inputSchema = { properties: { where: { type: "string", format: "uri" } } };
    expect(renderArguments({ where: "a.example" }, { inputSchema }).rows[0]?.kind).toBe("url");
  });

  it("shows what a server takes for arguments that are not sent, and arguments that its definition does not have", () => {
    const inputSchema = { properties: { path: { type: "string" }, force: { type: "boolean", default: true } } };
    const shown = renderArguments({ path: "/tmp", sudo: true }, { inputSchema }).rows;
    expect(shown.map(({ key, value, from }) => [key, value, from])).toEqual([
      ["path", "/tmp", "sent"],
      ["sudo", "true", "sent"],
      ["force", "true", "default"],
    ]);
    expect(shown[1]?.remarks[0]?.text).toContain("has no such argument");
    const open = renderArguments({ sudo: true }, { inputSchema: { ...inputSchema, additionalProperties: {} } });
    expect(open.rows[0]?.remarks).toEqual([]);
  });

  it("shows below a text what it decodes to, apart from what is sent", () => {
    const shown = rows({ body: '{"drop":{"table":"users"}}', note: btoa("hello there, world") });
    const decoded = shown.filter(({ from }) => from === "decoded").map(({ pointer, value }) => [pointer, value]);
    expect(decoded).toEqual([
      ["/body#/drop", null],
      ["/body#/drop/table", "users"],
      ["/note#", "hello there, world"],
    ]);
  });

  it("calls uninspectable what nobody can read: bytes, and more than a person reads", () => {
    const bytes = btoa(String.fromCharCode(0x1f, 0x8b, ...Array.from({ length: 100 }, (_, at) => 255 - at)));
    expect(renderArguments({ attachment: bytes }).uninspectable).toEqual([
      { pointer: "/attachment", why: "102 bytes, gzip" },
    ]);
    expect(renderArguments({ text: "word ".repeat(50_000) }).uninspectable[0]?.why).toContain(
      "more than a person reads",
    );
    expect(renderArguments({ list: Array.from({ length: 10_001 }, () => ({})) }).uninspectable).toHaveLength(1);
    expect(renderArguments({ text: "word ".repeat(10_000) }).uninspectable).toEqual([]);
  });

  it("says of a path, address and mail where they really lead", () => {
    expect(remarksOf({ p: "/a/b/../../../etc" }, "/p")).toEqual(["It goes up: it leads to /etc."]);
    expect(remarksOf({ p: "../x" }, "/p")[0]).toContain("leads to ../x");
    expect(remarksOf({ u: "http://10.0.0.1/" }, "/u")).toContain("leads into this network");
    expect(remarksOf({ u: "https://a.example/x?y=1" }, "/u")).toEqual([]);
    expect(remarksOf({ to: "jane@a.example" }, "/to")).toEqual([]);
  });

  it("says of ordinary SQL and commands nothing", () => {
    expect(remarksOf({ sql: "select a, b from c where d = 'x;y'" }, "/sql")).toEqual([]);
    expect(remarksOf({ command: "ls -la '/tmp; x'" }, "/command")).toEqual([]);
  });
});

describe("the corpus of spoofs", () => {
  it("has at least 40 of them, each once", () => {
    expect(SPOOFS.length).toBeGreaterThanOrEqual(40);
    expect(new Set(SPOOFS.map(({ name }) => name)).size).toBe(SPOOFS.length);
  });

  it.each(SPOOFS)("shows $name as what it is", ({ arguments: given, says, uninspectable }) => {
    const rendering = renderArguments(given);
    expect(readBack(rendering.rows)).toBe(canonicalJson(given));
    const words = rendering.rows.flatMap(({ key, value, typeWords, remarks }) => [
      ...[key, value ?? ""].flatMap((text) =>
        visibleText(text).map((run) => (run.kind === "mark" ? `${run.name} ${run.short}` : "")),
      ),
      typeWords,
      ...remarks.map(({ text }) => spelledOut(text)),
    ]);
    if (says !== undefined) expect(words.join("\n")).toContain(says);
    expect(rendering.uninspectable.length > 0).toBe(uninspectable ?? false);
  });
});
