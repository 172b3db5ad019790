import type { Json } from "./canonical-json";

export type JsonRefusalCode =
  | "TOO_LARGE"
  | "NOT_UTF8"
  | "NOT_JSON"
  | "TOO_DEEP"
  | "DUPLICATE_KEY"
  | "FORBIDDEN_KEY"
  | "LONE_SURROGATE"
  | "NUMBER_CHANGES";

/** Why a text was not read. The sentence never quotes the text: it may hold somebody's secret. */
export type JsonRefusal = { code: JsonRefusalCode; sentence: string };

/** `bytes`: the longest text, in bytes of UTF-8. `depth`: the most objects and arrays inside one another. */
export type JsonLimits = { bytes: number; depth: number };

export type StrictJson = { value: Json; refusal?: undefined } | { value?: undefined; refusal: JsonRefusal };

const QUOTE = 0x22;
const PLUS = 0x2b;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const BACKSLASH = 0x5c;

/** Decimals of up to 15 digits with a small exponent survive a double unchanged; only longer ones are looked at. */
const EXACT_LENGTH = 15;
const EXACT_EXPONENT_LENGTH = 3;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads JSON that every other reader understands in the same way, or says why it cannot: no repeated or dangerous
 * keys, no half characters, no number that a double would change, nothing too long or too deep.
 * `1.0`, `1e3` and `-0` keep their value and are read; `9007199254740993` and `1e400` do not and are refused.
 *
 * Source: RFC 8259 and RFC 7493 (I-JSON) §2; never throws for bad input.
 */
export function parseStrictJson(input: Uint8Array | string, limits: JsonLimits): StrictJson {
  const decoded = decode(input, limits.bytes);
  if (typeof decoded !== "string") return { refusal: decoded };
  // Before JSON.parse: it needs a second for a few megabytes of nested brackets.
  const scan = scanText(decoded, limits.depth);
  if (scan.tooDeep) return refuse("TOO_DEEP", `It nests more than ${limits.depth} objects and arrays.`);
  let value: Json;
  try {
    value = JSON.parse(decoded) as Json; // JSON.parse returns nothing but Json
  } catch {
    return refuse("NOT_JSON", decoded === "" ? "It is empty, not JSON." : "It is not valid JSON.");
  }
  if (scan.changedNumber >= 0) {
    return refuse(
      "NUMBER_CHANGES",
      `The number at character ${scan.changedNumber + 1} does not fit a double and would change; send it as a string.`,
    );
  }
  const fault = faultOf(value, scan);
  return fault === null ? { value } : { refusal: fault };
}

function refuse(code: JsonRefusalCode, sentence: string): { refusal: JsonRefusal } {
  return { refusal: { code, sentence } };
}

function decode(input: Uint8Array | string, limit: number): string | JsonRefusal {
  const bytes =
    typeof input !== "string" ? input.length : input.length > limit ? input.length : Buffer.byteLength(input);
  if (bytes > limit) return { code: "TOO_LARGE", sentence: `It is larger than ${limit} bytes.` };
  if (typeof input === "string") {
    return input.isWellFormed() ? input : { code: "LONE_SURROGATE", sentence: "It holds half of a surrogate pair." };
  }
  if (input[0] === 0xef && input[1] === 0xbb && input[2] === 0xbf) {
    return { code: "NOT_JSON", sentence: "It starts with a byte order mark, which JSON does not allow." };
  }
  try {
    return utf8.decode(input);
  } catch {
    return { code: "NOT_UTF8", sentence: "It is not UTF-8." };
  }
}

/** `members`: how many keys are written, counting repeated ones. `changedNumber`: where one starts, or -1. */
type Scan = { tooDeep: boolean; members: number; escapes: boolean; changedNumber: number };

/** One pass over a text that may yet turn out not to be JSON: it must end, and it is right whenever the text is JSON. */
function scanText(text: string, maxDepth: number): Scan {
  const scan: Scan = { tooDeep: false, members: 0, escapes: false, changedNumber: -1 };
  let depth = 0;
  let backslash = indexOrEnd(text, "\\", 0);
  scan.escapes = backslash < text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) {
      const quote = indexOrEnd(text, '"', at + 1);
      if (backslash < quote) {
        at = endOfString(text, at + 1);
        backslash = indexOrEnd(text, "\\", at);
      } else at = quote;
    } else if (unit === COLON) scan.members++;
    else if (unit === MINUS || (unit >= ZERO && unit <= NINE)) {
      const end = endOfNumber(text, at);
      if (scan.changedNumber < 0 && !isExact(text, at, end)) scan.changedNumber = at;
      at = end - 1;
    } else if (unit === 0x7b || unit === 0x5b) {
      if (++depth > maxDepth) {
        scan.tooDeep = true;
        return scan;
      }
    } else if (unit === 0x7d || unit === 0x5d) depth--;
  }
  return scan;
}

function indexOrEnd(text: string, what: string, from: number): number {
  const found = text.indexOf(what, from);
  return found < 0 ? text.length : found;
}

function endOfString(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) return at;
    if (unit === BACKSLASH) at++;
  }
  return text.length;
}

function endOfNumber(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    // digits, sign, point, e and E
    if (
      (unit < ZERO || unit > NINE) &&
      unit !== 0x2e &&
      unit !== 0x65 &&
      unit !== 0x45 &&
      unit !== MINUS &&
      unit !== PLUS
    )
      break;
    at++;
  }
  return at;
}

function isExact(text: string, start: number, end: number): boolean {
  if (end - start <= EXACT_LENGTH) {
    let exponent = start;
    while (exponent < end && (text.charCodeAt(exponent) | 0x20) !== 0x65) exponent++;
    if (end - exponent <= EXACT_EXPONENT_LENGTH) return true;
  }
  const literal = text.slice(start, end);
  const value = Number(literal);
  if (!Number.isFinite(value)) return false;
  const written = String(value);
  return written === literal || sameDecimal(literal, written);
}

function sameDecimal(a: string, b: string): boolean {
  const left = decimalOf(a);
  const right = decimalOf(b);
  if (left.digits !== right.digits) return false;
  if (left.digits === "") return true; // zero has no sign and no exponent
  return left.negative === right.negative && left.exponent === right.exponent;
}

/** A decimal literal as an integer of significant digits times a power of ten. */
function decimalOf(literal: string): { negative: boolean; digits: string; exponent: number } {
  const negative = literal.charCodeAt(0) === MINUS;
  const [mantissa = "", power = "0"] = literal
    .slice(negative ? 1 : 0)
    .toLowerCase()
    .split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const all = whole + fraction;
  let first = 0;
  while (first < all.length && all.charCodeAt(first) === ZERO) first++;
  let last = all.length;
  while (last > first && all.charCodeAt(last - 1) === ZERO) last--;
  return { negative, digits: all.slice(first, last), exponent: Number(power) - fraction.length + (all.length - last) };
}

/** JSON.parse keeps one of several equal keys, so a value with fewer keys than were written had a repeated one. */
function faultOf(value: Json, scan: Scan): JsonRefusal | null {
  const walk = { members: 0, forbidden: false, malformed: false, strings: scan.escapes };
  if (typeof value === "object" && value !== null) visit(value, walk);
  else if (typeof value === "string") walk.malformed = !value.isWellFormed();
  if (walk.members !== scan.members) {
    return { code: "DUPLICATE_KEY", sentence: "An object has the same key twice, so two readers could differ." };
  }
  if (walk.forbidden) return { code: "FORBIDDEN_KEY", sentence: 'It uses the key "__proto__", which is refused.' };
  return walk.malformed ? { code: "LONE_SURROGATE", sentence: "A string holds half of a surrogate pair." } : null;
}

type Walk = { members: number; forbidden: boolean; malformed: boolean; strings: boolean };

function visit(value: Json[] | { [key: string]: Json }, walk: Walk): void {
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) visitMember(value[at] ?? null, walk);
    return;
  }
  const keys = Object.keys(value);
  walk.members += keys.length;
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] ?? "";
    if (key === "__proto__") walk.forbidden = true;
    // Text decoded from bytes is well formed; only an escape can write half a pair.
    if (walk.strings && !key.isWellFormed()) walk.malformed = true;
    visitMember(value[key] ?? null, walk);
  }
}

function visitMember(member: Json, walk: Walk): void {
  if (typeof member === "object") {
    if (member !== null) visit(member, walk);
  } else if (walk.strings && typeof member === "string" && !member.isWellFormed()) walk.malformed = true;
}
