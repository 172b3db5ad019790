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
