const PREFIX = "=?base64?";
const SUFFIX = "?=";

/**
 * Writes a text as an HTTP field value: as it is when it is plain ASCII without edge spaces, else as `=?base64?…?=`.
 *
 * Source: MCP 2026-07-28, Streamable HTTP, "Value Encoding".
 */
export function encodeHeaderValue(text: string): string {
  return isPlain(text) && !isEncoded(text) ? text : `${PREFIX}${Buffer.from(text).toString("base64")}${SUFFIX}`;
}

/**
 * Reads a field value that may be wrapped in `=?base64?…?=`.
 *
 * @returns null when the value holds characters a header cannot carry, or its wrapping is not canonical base64 of UTF-8.
 */
export function decodeHeaderValue(value: string): string | null {
  if (!isEncoded(value)) return isVisibleAscii(value) ? value : null;
  const inner = value.slice(PREFIX.length, -SUFFIX.length);
  const bytes = Buffer.from(inner, "base64");
  if (bytes.toString("base64") !== inner) return null;
  const text = bytes.toString();
  // A byte that is no UTF-8 becomes U+FFFD and does not come back.
  return Buffer.from(text).equals(bytes) ? text : null;
}

function isEncoded(value: string): boolean {
  return value.length >= PREFIX.length + SUFFIX.length && value.startsWith(PREFIX) && value.endsWith(SUFFIX);
}

function isPlain(text: string): boolean {
  return (
    text !== "" && isVisibleAscii(text) && !isSpace(text.charCodeAt(0)) && !isSpace(text.charCodeAt(text.length - 1))
  );
}

function isVisibleAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if ((unit < 0x20 || unit > 0x7e) && unit !== 0x09) return false;
  }
  return true;
}

/** Removes spaces and tabs around a field value. Source: RFC 9110 §5.5. */
export function withoutEdgeSpace(value: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && isSpace(value.charCodeAt(start))) start++;
  while (end > start && isSpace(value.charCodeAt(end - 1))) end--;
  return end - start === value.length ? value : value.slice(start, end);
}

function isSpace(unit: number): boolean {
  return unit === 0x20 || unit === 0x09;
}
