import { nameOfHidden } from "./hidden-characters";
import { CANDIDATES, type LookAlike, lookAlike, type Script } from "./look-alikes";

/**
 * A piece of untrusted text. `text` and `rtl` may be shown as they are (`rtl` inside its own isolate); a `mark` is
 * never shown: its name stands in its place, `count` times.
 */
export type TextRun =
  | { kind: "text" | "rtl"; text: string }
  | { kind: "mark"; code: number; name: string; short: string; count: number };

const RTL = "\\p{Script=Hebrew}\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Thaana}\\p{Script=Nko}";
const HIDDEN =
  "\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Zs}\\p{Co}\\p{Cs}\\p{Cn}\\p{Default_Ignorable_Code_Point}\\u2800\\ufffc";

const RTL_LETTER = `(?!\\p{M})[${RTL}]\\p{M}{0,4}`;

/** Anything that is not plain: hidden characters, stacks of combining marks, right-to-left words, look-alikes. */
const SPECIAL = new RegExp(
  [
    `(?![ \\n\\t])[${HIDDEN}]`,
    "(?<=^|[\\s]|\\p{M}{4})\\p{M}",
    // Bounded: without an end, a few megabytes of one alphabet exhaust the stack of the regular expression.
    `${RTL_LETTER}(?: {0,20}${RTL_LETTER}){0,2000}`,
    `[${CANDIDATES}]`,
  ].join("|"),
  "gu",
);
const STARTS_RTL = new RegExp(`^(?![${HIDDEN}\\p{M}])[${RTL}]`, "u");
const ORDINARY = /^[\x20-\x7e\n\t]*$/;
const OWN_LETTERS: Record<Exclude<Script, "OTHER">, RegExp> = {
  CYRILLIC: /\p{Script=Cyrillic}/gu,
  GREEK: /\p{Script=Greek}/gu,
  ARMENIAN: /\p{Script=Armenian}/gu,
};
/** How far a word is followed. Longer ones would make a text of one word quadratic. */
const WORD_REACH = 48;

/** A code point as people write it, such as U+202E. */
export const codeLabel = (code: number): string => `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;

/** Splits untrusted text into what may be shown and named marks for what may not. Joined, it is the text again. */
export function visibleText(text: string): TextRun[] {
  if (ORDINARY.test(text)) {
    return text === "" ? [] : [{ kind: "text", text }];
  }
  const scripts = honestScripts(text);
  const runs: TextRun[] = [];
  let shown = 0;
  for (const found of text.matchAll(SPECIAL)) {
    const piece = found[0];
    const run: TextRun | undefined = STARTS_RTL.test(piece)
      ? { kind: "rtl", text: piece }
      : markOf(piece, { text, at: found.index, scripts });
    if (run === undefined) {
      continue;
    }
    if (found.index > shown) {
      runs.push({ kind: "text", text: text.slice(shown, found.index) });
    }
    append(runs, run);
    shown = found.index + piece.length;
  }
  if (shown < text.length) {
    runs.push({ kind: "text", text: text.slice(shown) });
  }
  return runs;
}

/** Tells whether a text holds anything that must be named instead of shown. */
export const hasMarks = (text: string): boolean => visibleText(text).some((run) => run.kind === "mark");

/** The text for places without markup (titles, notifications, messages): marks in brackets, `a[RLO U+202E]b`. */
export function spelledOut(text: string): string {
  return visibleText(text)
    .map((run) => (run.kind === "mark" ? `[${run.short} ${codeLabel(run.code)}]`.repeat(run.count) : run.text))
    .join("");
}

type Place = { text: string; at: number; scripts: ReadonlySet<Script> };

function markOf(char: string, place: Place): TextRun | undefined {
  const code = char.codePointAt(0) ?? 0;
  const alike = lookAlike(char);
  if (alike === undefined) {
    return { kind: "mark", code, ...nameOfHidden(code), count: 1 };
  }
  if (!isDeceptive(alike, char, place)) {
    return undefined;
  }
  const from = alike.script === "OTHER" ? "LOOKS LIKE" : alike.script;
  const name = `${from} ${alike.script === "OTHER" ? alike.letter : alike.letter.toUpperCase()}`;
  return { kind: "mark", code, name, short: name, count: 1 };
}

/** A look-alike deceives beside Latin letters, or where nothing else in the text is of its script. */
function isDeceptive(alike: LookAlike, char: string, { text, at, scripts }: Place): boolean {
  if (alike.script === "OTHER" || !scripts.has(alike.script)) {
    return true;
  }
  const before = /[\p{L}\p{M}]*$/u.exec(text.slice(Math.max(0, at - WORD_REACH), at))?.[0] ?? "";
  const after = /^[\p{L}\p{M}]*/u.exec(text.slice(at + char.length, at + char.length + WORD_REACH))?.[0] ?? "";
  return /[a-z]/i.test(before + after);
}

/** The scripts that the text really uses: those with at least one letter that looks like no other. */
function honestScripts(text: string): ReadonlySet<Script> {
  const found = new Set<Script>();
  for (const script of ["CYRILLIC", "GREEK", "ARMENIAN"] as const) {
    for (const letter of text.matchAll(OWN_LETTERS[script])) {
      if (lookAlike(letter[0]) === undefined) {
        found.add(script);
        break;
      }
    }
  }
  return found;
}

function append(runs: TextRun[], run: TextRun): void {
  const last = runs.at(-1);
  if (run.kind === "mark" && last?.kind === "mark" && last.code === run.code) {
    last.count += 1;
  } else {
    runs.push(run);
  }
}
