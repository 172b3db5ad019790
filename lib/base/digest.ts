import { createHash, hash, timingSafeEqual } from "node:crypto";

/** SHA-256 of UTF-8 text or bytes, 64 hex digits. */
export function digestOf(content: string | Uint8Array): string {
  return hash("sha256", content, "hex");
}

/** The code people compare across screens and channels: the first eight digits of a digest, in two groups of four. */
export function digestCode(digest: string): string {
  return `${digest.slice(0, 4)} ${digest.slice(4, 8)}`;
}

/** Compares two texts in a time that does not depend on where they differ. */
export function equalSecret(a: string, b: string): boolean {
  const left = createHash("sha256").update(a).digest();
  const right = createHash("sha256").update(b).digest();
  return timingSafeEqual(left, right);
}
