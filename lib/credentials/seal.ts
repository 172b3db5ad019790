import { createCipheriv, randomBytes } from "node:crypto";
import { sealingKey } from "./key";

/**
 * Seals a secret: `v1.<nonce>.<ciphertext and tag>`, both base64url. What it belongs to, such as a server's id, is the
 * additional data, so that a sealed value copied to another row does not open.
 *
 * @param owner What it belongs to; opening it asks for the same.
 * Source: NIST SP 800-38D (AES-256-GCM, 96-bit random nonce).
 */
export function seal(owner: string, value: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", sealingKey(), nonce);
  cipher.setAAD(Buffer.from(owner, "utf8"));
  const sealed = Buffer.concat([cipher.update(value, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `v1.${nonce.toString("base64url")}.${sealed.toString("base64url")}`;
}
