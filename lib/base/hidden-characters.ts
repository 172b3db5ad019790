/** A character that does not show what it is, with the name that stands in its place. */
export type HiddenName = { name: string; short: string };

const C0 =
  "NULL|START OF HEADING|START OF TEXT|END OF TEXT|END OF TRANSMISSION|ENQUIRY|ACKNOWLEDGE|BELL|BACKSPACE|TAB|LINE FEED|VERTICAL TAB|FORM FEED|CARRIAGE RETURN|SHIFT OUT|SHIFT IN|DATA LINK ESCAPE|DEVICE CONTROL 1|DEVICE CONTROL 2|DEVICE CONTROL 3|DEVICE CONTROL 4|NEGATIVE ACKNOWLEDGE|SYNCHRONOUS IDLE|END OF BLOCK|CANCEL|END OF MEDIUM|SUBSTITUTE|ESCAPE|FILE SEPARATOR|GROUP SEPARATOR|RECORD SEPARATOR|UNIT SEPARATOR".split(
    "|",
  );
const C0_SHORT =
  "NUL|SOH|STX|ETX|EOT|ENQ|ACK|BEL|BS|TAB|LF|VT|FF|CR|SO|SI|DLE|DC1|DC2|DC3|DC4|NAK|SYN|ETB|CAN|EM|SUB|ESC|FS|GS|RS|US".split(
    "|",
  );

/** Names of the characters that are used to deceive, or that a reader could miss. Source: Unicode 17, NamesList. */
const NAMED: ReadonlyMap<number, HiddenName> = new Map(
  (
    [
      [0x7f, "DELETE", "DEL"],
      [0x85, "NEXT LINE", "NEL"],
      [0x9b, "CONTROL SEQUENCE INTRODUCER", "CSI"],
      [0xa0, "NO-BREAK SPACE", "NBSP"],
      [0xad, "SOFT HYPHEN", "SHY"],
      [0x034f, "COMBINING GRAPHEME JOINER", "CGJ"],
      [0x061c, "ARABIC LETTER MARK", "ALM"],
      [0x115f, "HANGUL CHOSEONG FILLER", "FILLER"],
      [0x1160, "HANGUL JUNGSEONG FILLER", "FILLER"],
      [0x1680, "OGHAM SPACE MARK", "SPACE"],
      [0x180e, "MONGOLIAN VOWEL SEPARATOR", "MVS"],
      [0x2000, "EN QUAD", "SPACE"],
      [0x2001, "EM QUAD", "SPACE"],
      [0x2002, "EN SPACE", "SPACE"],
      [0x2003, "EM SPACE", "SPACE"],
      [0x2004, "THREE-PER-EM SPACE", "SPACE"],
      [0x2005, "FOUR-PER-EM SPACE", "SPACE"],
      [0x2006, "SIX-PER-EM SPACE", "SPACE"],
      [0x2007, "FIGURE SPACE", "SPACE"],
      [0x2008, "PUNCTUATION SPACE", "SPACE"],
      [0x2009, "THIN SPACE", "SPACE"],
      [0x200a, "HAIR SPACE", "SPACE"],
      [0x200b, "ZERO WIDTH SPACE", "ZWSP"],
      [0x200c, "ZERO WIDTH NON-JOINER", "ZWNJ"],
      [0x200d, "ZERO WIDTH JOINER", "ZWJ"],
      [0x200e, "LEFT-TO-RIGHT MARK", "LRM"],
      [0x200f, "RIGHT-TO-LEFT MARK", "RLM"],
      [0x2028, "LINE SEPARATOR", "LSEP"],
      [0x2029, "PARAGRAPH SEPARATOR", "PSEP"],
      [0x202a, "LEFT-TO-RIGHT EMBEDDING", "LRE"],
      [0x202b, "RIGHT-TO-LEFT EMBEDDING", "RLE"],
      [0x202c, "POP DIRECTIONAL FORMATTING", "PDF"],
      [0x202d, "LEFT-TO-RIGHT OVERRIDE", "LRO"],
      [0x202e, "RIGHT-TO-LEFT OVERRIDE", "RLO"],
      [0x202f, "NARROW NO-BREAK SPACE", "NNBSP"],
      [0x205f, "MEDIUM MATHEMATICAL SPACE", "SPACE"],
      [0x2060, "WORD JOINER", "WJ"],
      [0x2061, "FUNCTION APPLICATION", "INVISIBLE"],
      [0x2062, "INVISIBLE TIMES", "INVISIBLE"],
      [0x2063, "INVISIBLE SEPARATOR", "INVISIBLE"],
      [0x2064, "INVISIBLE PLUS", "INVISIBLE"],
      [0x2066, "LEFT-TO-RIGHT ISOLATE", "LRI"],
      [0x2067, "RIGHT-TO-LEFT ISOLATE", "RLI"],
      [0x2068, "FIRST STRONG ISOLATE", "FSI"],
      [0x2069, "POP DIRECTIONAL ISOLATE", "PDI"],
      [0x2800, "BRAILLE PATTERN BLANK", "BLANK"],
      [0x3000, "IDEOGRAPHIC SPACE", "SPACE"],
      [0x3164, "HANGUL FILLER", "FILLER"],
      [0xfeff, "ZERO WIDTH NO-BREAK SPACE", "BOM"],
      [0xffa0, "HALFWIDTH HANGUL FILLER", "FILLER"],
      [0xfff9, "INTERLINEAR ANNOTATION ANCHOR", "ANNOTATION"],
      [0xfffa, "INTERLINEAR ANNOTATION SEPARATOR", "ANNOTATION"],
      [0xfffb, "INTERLINEAR ANNOTATION TERMINATOR", "ANNOTATION"],
      [0xfffc, "OBJECT REPLACEMENT CHARACTER", "OBJECT"],
      [0xe0001, "LANGUAGE TAG", "TAG"],
      [0xe007f, "CANCEL TAG", "TAG"],
    ] as const
  ).map(([code, name, short]) => [code, { name, short }]),
);

/** Ranges whose characters are named alike, in the order in which they are tried. */
const RANGES: readonly (readonly [from: number, to: number, name: string, short: string])[] = [
  [0x80, 0x9f, "CONTROL", "CTRL"],
  [0x300, 0x36f, "COMBINING MARK", "MARK"],
  [0x180b, 0x180f, "VARIATION SELECTOR", "VS"],
  [0x206a, 0x206f, "DEPRECATED FORMAT CHARACTER", "FORMAT"],
  [0xfe00, 0xfe0f, "VARIATION SELECTOR", "VS"],
  [0xd800, 0xdfff, "LONE SURROGATE", "SURROGATE"],
  [0xe000, 0xf8ff, "PRIVATE USE", "PRIVATE"],
  [0xf0000, 0x10fffd, "PRIVATE USE", "PRIVATE"],
  [0xe0100, 0xe01ef, "VARIATION SELECTOR", "VS"],
];

/** TAG LATIN SMALL LETTER A and so on: whole sentences can be hidden in them, so the letter is part of the name. */
function tagName(code: number): HiddenName | undefined {
  if (code < 0xe0020 || code > 0xe007e) {
    return undefined;
  }
  const letter = String.fromCharCode(code - 0xe0000);
  return { name: `TAG ${letter === " " ? "SPACE" : letter}`, short: "TAG" };
}

/** Says what stands in the place of a character that is not shown. */
export function nameOfHidden(code: number): HiddenName {
  const named = NAMED.get(code) ?? tagName(code);
  if (named !== undefined) {
    return named;
  }
  if (code < 0x20) {
    return { name: C0[code] ?? "CONTROL", short: C0_SHORT[code] ?? "CTRL" };
  }
  const range = RANGES.find(([from, to]) => code >= from && code <= to);
  if (range !== undefined) {
    return { name: range[2], short: range[3] };
  }
  return /\p{M}/u.test(String.fromCodePoint(code))
    ? { name: "COMBINING MARK", short: "MARK" }
    : /\p{Cn}/u.test(String.fromCodePoint(code))
      ? { name: "UNASSIGNED", short: "UNASSIGNED" }
      : { name: "FORMAT CHARACTER", short: "FORMAT" };
}
