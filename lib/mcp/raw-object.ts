/** The members of a JSON object as raw text, by key; a repeated key keeps its last value, as JSON.parse does. */
export type RawObject = Map<string, string>;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Cuts the text of a JSON object into its members without changing a byte of their values: results are passed on as
 * their server wrote them, long numbers included.
 *
 * @returns "too deep" when it nests deeper than `maxDepth`, null when it is not one object. It does not check the values'
 *   syntax: let JSON.parse read the text as well, afterwards (it needs a second for megabytes of brackets).
 */
export function cutObject(text: string, maxDepth: number): RawObject | "too deep" | null {
  const members: RawObject = new Map();
  let depth = 0;
  let start = -1; // of the member at hand
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) {
      if (start < 0) start = at;
      at = endOfString(text, at);
    } else if (unit === 0x7b || unit === 0x5b) {
      if (++depth > maxDepth) return "too deep";
      if (depth === 1 && (unit === 0x5b || start >= 0)) return null;
    } else if (unit === 0x7d || unit === 0x5d) {
      if (--depth > 0) continue;
      if (start >= 0 && !take(members, text.slice(start, at))) return null;
      return depth === 0 && text.slice(at + 1).trim() === "" ? members : null;
    } else if (unit === 0x2c && depth === 1) {
      if (start < 0 || !take(members, text.slice(start, at))) return null;
      start = -1;
    } else if (depth === 0 && unit > 0x20) return null;
  }
  return null;
}

function endOfString(text: string, from: number): number {
  const quote = text.indexOf('"', from + 1);
  if (quote < 0) return text.length;
  if (text.charCodeAt(quote - 1) !== BACKSLASH) return quote;
  for (let at = from + 1; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) return at;
    if (unit === BACKSLASH) at++;
  }
  return text.length;
}

function take(members: RawObject, member: string): boolean {
  const end = endOfString(member, 0);
  const colon = member.indexOf(":", end);
  if (colon < 0) return false;
  try {
    const key = JSON.parse(member.slice(0, end + 1)) as string; // it begins with a quote
    members.set(key, member.slice(colon + 1).trim());
    return true;
  } catch {
    return false;
  }
}

/** Writes an object from raw members. */
export function joinObject(members: RawObject): string {
  const parts: string[] = [];
  for (const [key, value] of members) parts.push(`${JSON.stringify(key)}:${value}`);
  return `{${parts.join(",")}}`;
}
