import fc from "fast-check";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { argumentPages, keyWidth } from "../../../components/domain/argument-pages";
import { argumentRows, textPieces } from "../../../components/domain/argument-rows";
import { JsonArguments } from "../../../components/domain/json-arguments";

const rows = (value: unknown) => [...argumentRows(value)];

describe("rows of arguments", () => {
  test("show every value at its depth, keys in canonical order", () => {
    const found = rows({ b: { y: 1, x: [{ deep: true }] }, a: "text" });
    expect(found.map((row) => [row.pointer, row.depth, row.key, row.value])).toEqual([
      ["/a", 0, "a", "text"],
      ["/b", 0, "b", null],
      ["/b/x", 1, "x", null],
      ["/b/x/0", 2, "[0]", null],
      ["/b/x/0/deep", 3, "deep", "true"],
      ["/b/y", 1, "y", "1"],
    ]);
  });

  test("tell a text from the value that it looks like", () => {
    const types = rows({ a: "false", b: false, c: "1", d: 1, e: "null", f: null }).map((row) => row.type);
    expect(types).toEqual(["text", "boolean", "text", "number", "text", "null"]);
  });

  test("keep short lists in one line, as JSON writes them", () => {
    expect(rows({ tags: ["a", 1, null] })).toMatchObject([{ value: '"a", 1, null', typeWords: "list, 3 entries" }]);
    expect(rows({ tags: ["two words"] })).toHaveLength(2);
  });

  test("say what the eye would miss at the ends of a text", () => {
    const notes = rows({ a: " x", b: "x\n\n", c: "", d: "  ", e: "x" }).map((row) => row.note);
    expect(notes).toEqual(["starts with 1 space", "ends with 2 line breaks", "empty text", "only 2 spaces", null]);
  });

  test("name empty branches, and escape keys in pointers", () => {
    expect(rows({ "a/b~c": {}, list: [] })).toMatchObject([
      { pointer: "/a~1b~0c", note: "empty", typeWords: "object, 0 entries" },
      { pointer: "/list", note: "empty", typeWords: "list, 0 entries" },
    ]);
  });

  test("show a value that is no object by itself", () => {
    expect(rows("alone")).toMatchObject([{ key: "value", value: "alone", pointer: "" }]);
  });

  test("do not lose a key named like a part of the language", () => {
    expect(rows(JSON.parse('{"__proto__":"x","constructor":1}')).map((row) => row.key)).toEqual([
      "__proto__",
      "constructor",
    ]);
  });

  test("hold every leaf of any JSON exactly once", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const shown = rows(value);
        expect(new Set(shown.map((row) => row.pointer)).size).toBe(shown.length);
        for (const row of shown.filter((one) => one.type === "text")) {
          expect(row.value).toBe(at(value, row.pointer));
        }
      }),
    );
  });
});

/** The value that a JSON pointer names. Source: RFC 6901. */
function at(value: unknown, pointer: string): unknown {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>((inside, key) => (inside as Record<string, unknown>)[key], value);
}

describe("a long text", () => {
  test("comes in pieces that join to it again, cut at lines and never inside a character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 600 }), fc.integer({ min: 2, max: 50 }), (text, size) => {
        const pieces = [...textPieces(text, size)];
        expect(pieces.join("")).toBe(text);
        for (const piece of pieces.slice(1)) {
          expect(piece.charCodeAt(0) >= 0xdc00 && piece.charCodeAt(0) <= 0xdfff).toBe(false);
        }
      }),
    );
    expect([...textPieces("aaaa\nbbbb\ncccc", 6)]).toEqual(["aaaa\n", "bbbb\n", "cccc"]);
  });

  test("is spread over pages, of which none is left out", () => {
    const text = "line of text\n".repeat(80_000);
    const pages = argumentPages({ text, other: 1 });
    expect(pages.length).toBeGreaterThan(5);
    const pieces = pages.flat().filter((part) => part.row.key === "text");
    expect(pieces.map((part) => part.piece).join("")).toBe(text);
    expect(pieces.filter((part) => part.first)).toHaveLength(1);
    expect(pieces.filter((part) => part.last)).toHaveLength(1);
  });

  test("of hidden characters weighs more, so that its pages are shorter", () => {
    expect(argumentPages({ a: "\u200b\u200c".repeat(20_000) }).length).toBeGreaterThan(
      argumentPages({ a: "ab".repeat(20_000) }).length,
    );
  });
});

describe("the table of arguments", () => {
  const render = (value: unknown, more = {}) => renderToStaticMarkup(createElement(JsonArguments, { value, ...more }));

  test("shows markup as text", () => {
    expect(render({ a: "<b>bold</b>" })).toContain("&lt;b&gt;bold&lt;/b&gt;");
  });

  test("names hidden characters in values and in keys, and does not hold them", () => {
    const html = render({ path: "q3_\u202efdp.sh", "k\u200by": 1 });
    expect(html).toContain("RIGHT-TO-LEFT OVERRIDE U+202E");
    expect(html).toContain("ZWSP");
    expect(html).not.toMatch(/[\u202e\u200b]/u);
  });

  test("marks what changed, and says so beside it", () => {
    const html = render({ draft: false }, { hits: { "/draft": "changed" }, notes: { "/draft": "It was a draft." } });
    expect(html).toContain('<span class="hit">false</span>');
    expect(html).toContain("It was a draft.");
  });

  test("says how much is shown while pages are missing", () => {
    expect(render({ text: "a".repeat(200_000) })).toContain("Not complete yet.");
    expect(render({ text: "a" })).not.toContain("Not complete yet.");
  });

  test("says that there is nothing where there is nothing", () => {
    expect(render({})).toContain("No arguments");
  });

  test("gives the keys a width between bounds", () => {
    expect(keyWidth(argumentPages({ a: 1 }))).toBe(10);
    expect(keyWidth(argumentPages({ target_commitish: 1 }))).toBe(16);
    expect(keyWidth(argumentPages({ ["k".repeat(300)]: 1 }))).toBe(28);
  });
});
