/**
 * Letters of other scripts that a reader takes for an ASCII character, each followed by the one it is taken for.
 * Source: Unicode TR39 confusables, the rows whose target is one ASCII character, for the scripts in use.
 */
const PAIRS = {
  CYRILLIC: "аaеeоoрpсcуyхxіiјjѕsһhԁdԛqԝwӏlѵvԍgкkмmтtвbнhАAВBЕEКKМMНHОOРPСCТTУYХXІIЈJЅSӀIԌGԜWԚQҮYѴV",
  GREEK: "οoνvαaρpιiυuγyκkχxΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXϲcϳjϜF",
  ARMENIAN: "օoոnսuհhցgզqԼLՕOՏS",
  OTHER: "ⅼlⅰiⅴvⅹxⅽcⅾdⅿmᴏoᴄcᴠvᴡwᴢzꜱsɑaɡgɩiıiǀlℓl⁄/∕/⧸/․.。.꞉:‚,‐-‑-−-",
} as const;

export type Script = keyof typeof PAIRS;
export type LookAlike = { script: Script; letter: string };

const table = new Map<string, LookAlike>();
for (const script of ["CYRILLIC", "GREEK", "ARMENIAN", "OTHER"] as const) {
  const pairs = Array.from(PAIRS[script]);
  for (let at = 0; at + 1 < pairs.length; at += 2) {
    table.set(pairs[at] ?? "", { script, letter: pairs[at + 1] ?? "" });
  }
}

/** The characters worth asking about, for a character class: the table, full-width forms, mathematical letters. */
export const CANDIDATES = `${[...table.keys()].join("")}\\u{ff01}-\\u{ff5e}\\u{1d400}-\\u{1d7ff}`;

/** The ASCII character that `char` is taken for, and the script it really comes from; undefined for all others. */
export function lookAlike(char: string): LookAlike | undefined {
  const known = table.get(char);
  if (known !== undefined) {
    return known;
  }
  const code = char.codePointAt(0) ?? 0;
  const copies = (code >= 0xff01 && code <= 0xff5e) || (code >= 0x1d400 && code <= 0x1d7ff);
  const plain = copies ? char.normalize("NFKC") : "";
  return /^[\x21-\x7e]$/.test(plain) ? { script: "OTHER", letter: plain } : undefined;
}

/**
 * What a reader takes a text for: without what is not seen, look-alikes as the letter they are taken for, upper and
 * lower case the same, and the letters that lower case confuses (l, I, 1; O, 0) as one. Texts with the same skeleton
 * look alike. Source: Unicode TR39 §4, with our table.
 */
export function lookAlikeSkeleton(text: string): string {
  const seen = text.normalize("NFKC").replaceAll(/[\p{Cc}\p{Cf}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}]/gu, "");
  return Array.from(seen, (char) => lookAlike(char)?.letter ?? char)
    .join("")
    .replaceAll("I", "l")
    .toLowerCase()
    .replaceAll("1", "l")
    .replaceAll("0", "o")
    .replaceAll("rn", "m");
}
