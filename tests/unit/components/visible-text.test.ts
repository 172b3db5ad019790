import { describe, expect, test } from "vitest";
import { codeLabel, hasMarks, spelledOut, type TextRun, visibleText } from "../../../lib/base/visible-text";

const marks = (text: string) =>
  visibleText(text).flatMap((run) => (run.kind === "mark" ? [`${run.name} ${codeLabel(run.code)} ${run.count}`] : []));

const joined = (runs: TextRun[]) =>
  runs.map((run) => (run.kind === "mark" ? String.fromCodePoint(run.code).repeat(run.count) : run.text)).join("");

/** Every class of character that can mislead, with the name a reader must see. */
const CORPUS: readonly [text: string, ...names: string[]][] = [
  ["reports/q3-summary_\u202efdp.sh", "RIGHT-TO-LEFT OVERRIDE U+202E 1"],
  ["a\u202db\u202cc", "LEFT-TO-RIGHT OVERRIDE U+202D 1", "POP DIRECTIONAL FORMATTING U+202C 1"],
  ["\u2066x\u2069", "LEFT-TO-RIGHT ISOLATE U+2066 1", "POP DIRECTIONAL ISOLATE U+2069 1"],
  ["a\u200e\u200f\u061c", "LEFT-TO-RIGHT MARK U+200E 1", "RIGHT-TO-LEFT MARK U+200F 1", "ARABIC LETTER MARK U+061C 1"],
  ["on\u200bce", "ZERO WIDTH SPACE U+200B 1"],
  ["\u200b\u200b\u200b", "ZERO WIDTH SPACE U+200B 3"],
  ["a\u200d\u200c", "ZERO WIDTH JOINER U+200D 1", "ZERO WIDTH NON-JOINER U+200C 1"],
  ["\ufeffjson", "ZERO WIDTH NO-BREAK SPACE U+FEFF 1"],
  ["a\u2060b\u2063c", "WORD JOINER U+2060 1", "INVISIBLE SEPARATOR U+2063 1"],
  ["soft\u00adhyphen", "SOFT HYPHEN U+00AD 1"],
  ["x\u0000y", "NULL U+0000 1"],
  ["\u001b[31mred", "ESCAPE U+001B 1"],
  ["line\rover", "CARRIAGE RETURN U+000D 1"],
  ["del\u007f", "DELETE U+007F 1"],
  ["\u0085\u009b", "NEXT LINE U+0085 1", "CONTROL SEQUENCE INTRODUCER U+009B 1"],
  ["a\u0091", "CONTROL U+0091 1"],
  ["a\u00a0b", "NO-BREAK SPACE U+00A0 1"],
  ["a\u2003b\u3000c\u202fd", "EM SPACE U+2003 1", "IDEOGRAPHIC SPACE U+3000 1", "NARROW NO-BREAK SPACE U+202F 1"],
  ["a\u2028b\u2029", "LINE SEPARATOR U+2028 1", "PARAGRAPH SEPARATOR U+2029 1"],
  ["a\u{e0061}\u{e0020}", "TAG a U+E0061 1", "TAG SPACE U+E0020 1"],
  ["a\ufe0f\u{e0101}", "VARIATION SELECTOR U+FE0F 1", "VARIATION SELECTOR U+E0101 1"],
  [
    "\u3164\u115f\uffa0",
    "HANGUL FILLER U+3164 1",
    "HANGUL CHOSEONG FILLER U+115F 1",
    "HALFWIDTH HANGUL FILLER U+FFA0 1",
  ],
  ["\u2800", "BRAILLE PATTERN BLANK U+2800 1"],
  ["\u034f", "COMBINING GRAPHEME JOINER U+034F 1"],
  ["\ud800x", "LONE SURROGATE U+D800 1"],
  ["\ue000", "PRIVATE USE U+E000 1"],
  ["\ufffc\ufff9", "OBJECT REPLACEMENT CHARACTER U+FFFC 1", "INTERLINEAR ANNOTATION ANCHOR U+FFF9 1"],
  ["\uffff", "UNASSIGNED U+FFFF 1"],
  ["\u0301start", "COMBINING MARK U+0301 1"],
  ["p\u0430yments@acme.example", "CYRILLIC A U+0430 1"],
  [
    "\u0441\u043e\u0440\u0435.example",
    "CYRILLIC C U+0441 1",
    "CYRILLIC O U+043E 1",
    "CYRILLIC P U+0440 1",
    "CYRILLIC E U+0435 1",
  ],
  ["gith\u03c5b", "GREEK U U+03C5 1"],
  ["\uff41dmin", "LOOKS LIKE a U+FF41 1"],
  ["rm \u2212rf", "LOOKS LIKE - U+2212 1"],
  ["a\u2044b", "LOOKS LIKE / U+2044 1"],
];

function timeFor(text: string): number {
  const started = performance.now();
  expect(joined(visibleText(text))).toHaveLength(text.length);
  return performance.now() - started;
}

describe("visible text", () => {
  test.each(CORPUS)("names what does not show in %j", (text, ...names) => {
    expect(marks(text)).toEqual(names);
  });

  test.each(CORPUS)("loses nothing of %j", (text) => {
    expect(joined(visibleText(text))).toBe(text);
  });

  test("leaves ordinary text in one piece, line breaks and tabs included", () => {
    const text = "## Fixed\n\t- Sign-out clears the cache (#2231)";
    expect(visibleText(text)).toEqual([{ kind: "text", text }]);
    expect(visibleText("")).toEqual([]);
  });

  test.each([
    "Grüße aus Zürich",
    "日本語のテキスト",
    "Привет, как дела",
    "Ελληνικά γράμματα",
    "नमस्ते दुनिया",
    "สวัสดีครับ",
    "🙂",
  ])("leaves %s alone", (text) => {
    expect(visibleText(text)).toEqual([{ kind: "text", text }]);
  });

  test("keeps a right-to-left word in a run of its own, so that it cannot move its neighbours", () => {
    expect(visibleText("a/שלום עולם/1")).toEqual([
      { kind: "text", text: "a/" },
      { kind: "rtl", text: "שלום עולם" },
      { kind: "text", text: "/1" },
    ]);
  });

  test("marks a Cyrillic letter inside a Latin word even where the text is otherwise Russian", () => {
    expect(marks("Открой p\u0430ypal сейчас")).toEqual(["CYRILLIC A U+0430 1"]);
  });

  test("names the marks of a stack from the fifth on, so that none can cover the lines above", () => {
    expect(marks(`e${"\u0301".repeat(12)}`)).toEqual(["COMBINING MARK U+0301 8"]);
  });

  test("names them under right-to-left letters too", () => {
    expect(marks(`\u05d0${"\u05b0".repeat(9)}`)).toEqual(["COMBINING MARK U+05B0 5"]);
    expect(marks("\u05d0\u05b0\u05d1\u05b0")).toEqual([]);
  });

  test("spells marks out where there is no markup", () => {
    expect(spelledOut("q3_\u202efdp.sh")).toBe("q3_[RLO U+202E]fdp.sh");
    expect(hasMarks("plain")).toBe(false);
    expect(hasMarks("pl\u200bain")).toBe(true);
  });

  test("takes a time in proportion to the text, whatever it is made of", () => {
    for (const part of ["\u0430\u0435", "\u200b\u200c", "a\u0430б ", "\u05d0\u05b0", "\u05d0 "]) {
      // Eight times the text may take eight times as long, with room for a busy machine; quadratic would be 64 times.
      const small = Math.min(timeFor(part.repeat(5_000)), timeFor(part.repeat(5_000)), timeFor(part.repeat(5_000)));
      const large = Math.min(timeFor(part.repeat(40_000)), timeFor(part.repeat(40_000)));
      expect(large, JSON.stringify(part)).toBeLessThan(Math.max(small, 4) * 32);
    }
  });
});
