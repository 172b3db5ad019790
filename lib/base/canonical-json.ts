/** A JSON value as this code base passes it on: parsed, plain, finite. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * Serializes a JSON value with sorted keys and without white space, as RFC 8785 (JCS) does.
 *
 * @throws TypeError when a number is not finite, a string holds a lone surrogate, or a value is not JSON.
 * Source: RFC 8785 §3.2. Numbers and strings are those of ECMAScript's JSON.stringify, as the RFC prescribes.
 */
export function canonicalJson(value: Json): string {
  switch (typeof value) {
    case "string":
      return canonicalString(value);
    case "number":
      if (!Number.isFinite(value)) throw new TypeError("a number must be finite");
      return JSON.stringify(value);
    case "boolean":
      return value ? "true" : "false";
    case "object":
      if (value === null) return "null";
      return Array.isArray(value) ? `[${value.map(canonicalJson).join(",")}]` : canonicalObject(value);
    default:
      throw new TypeError(`${typeof value} is not JSON`);
  }
}

function canonicalObject(value: { [key: string]: Json }): string {
  let text = "{";
  // Array.prototype.sort without a comparator orders by UTF-16 code units: exactly what the RFC asks for.
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member === undefined) continue;
    text += `${text === "{" ? "" : ","}${canonicalString(key)}:${canonicalJson(member)}`;
  }
  return `${text}}`;
}

function canonicalString(text: string): string {
  if (!text.isWellFormed()) throw new TypeError("a string must not hold a lone surrogate");
  return JSON.stringify(text);
}
