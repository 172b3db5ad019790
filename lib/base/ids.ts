import { randomBytes } from "node:crypto";
import { fewRandomBytes } from "./random";

/**
 * Makes a UUID version 7: 48 bits of milliseconds, then 74 random bits. Ids sort by the time they were made.
 * Source: RFC 9562 §5.7.
 */
export function newId(): string {
  const bytes = fewRandomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Makes a bearer secret: 32 random bytes as base64url (43 characters), after the prefix. */
export function newSecret(prefix: string): string {
  return `${prefix}${randomBytes(32).toString("base64url")}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Tells whether a text is a UUID in its canonical lower-case form; anything else must not reach a uuid column. */
export function isId(text: string): boolean {
  return UUID.test(text);
}
