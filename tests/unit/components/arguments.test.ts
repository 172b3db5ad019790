import fc from "fast-check";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { argumentPages, keyWidth, textPieces } from "../../../components/domain/argument-pages";
import { JsonArguments } from "../../../components/domain/json-arguments";
import type { Json } from "../../../lib/base/schema";
import { renderArguments } from "../../../lib/rendering/schema";

const rows = (value: Json) => renderArguments(value).rows;

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
    const pages = argumentPages(rows({ text, other: 1 }));
    expect(pages.length).toBeGreaterThan(5);
    const pieces = pages.flat().filter((part) => part.row.key === "text");
    expect(pieces.map((part) => part.piece).join("")).toBe(text);
    expect(pieces.filter((part) => part.first)).toHaveLength(1);
    expect(pieces.filter((part) => part.last)).toHaveLength(1);
  });

  test("of hidden characters weighs more, so that its pages are shorter", () => {
    expect(argumentPages(rows({ a: "\u200b\u200c".repeat(20_000) })).length).toBeGreaterThan(
      argumentPages(rows({ a: "ab".repeat(20_000) })).length,
    );
  });
});

describe("the table of arguments", () => {
  const render = (value: Json, changed?: ReadonlySet<string>) =>
    renderToStaticMarkup(createElement(JsonArguments, { rows: rows(value), changed }));

  test("shows markup as text", () => {
    expect(render({ a: "<b>bold</b>" })).toContain("&lt;b&gt;bold&lt;/b&gt;");
  });

  test("names hidden characters in values and in keys, and does not hold them", () => {
    const html = render({ path: "q3_\u202efdp.sh", "k\u200by": 1 });
    expect(html).toContain("RIGHT-TO-LEFT OVERRIDE U+202E");
    expect(html).toContain("ZWSP");
    expect(html).not.toMatch(/[\u202e\u200b]/u);
  });

  test("marks what changed", () => {
    expect(render({ draft: false }, new Set(["/draft"]))).toContain('<span class="hit">false</span>');
  });

  test("says beside a value what its text does not show", () => {
    const html = render({ url: "https://bank.example@evil.example/" });
    expect(html).toContain("it leads to evil.example");
    expect(html).toContain("note warn");
  });

  test("says how much is shown while pages are missing", () => {
    expect(render({ text: "a".repeat(200_000) })).toContain("Not complete yet.");
    expect(render({ text: "a" })).not.toContain("Not complete yet.");
  });

  test("says that there is nothing where there is nothing", () => {
    expect(render({})).toContain("No arguments");
  });

  test("gives the keys a width between bounds", () => {
    expect(keyWidth(argumentPages(rows({ a: 1 })))).toBe(10);
    expect(keyWidth(argumentPages(rows({ target_commitish: 1 })))).toBe(16);
    expect(keyWidth(argumentPages(rows({ ["k".repeat(300)]: 1 })))).toBe(28);
  });
});
