import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { identitySettings } from "../../identity/index";

/**
 * Answers are kept sealed: some hold a secret that is shown once, and a copy of the database must not show it again.
 * The key is derived from the one of people's sessions; whose answer it is, and under which key, is bound to it.
 *
 * Source: RFC 5869 (HKDF), NIST SP 800-38D (AES-256-GCM, 96-bit random nonce).
 */
export function sealAnswer(text: string, boundTo: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", answerKey(), nonce).setAAD(Buffer.from(boundTo, "utf8"));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `v1.${nonce.toString("base64url")}.${sealed.toString("base64url")}`;
}

/** Opens what sealAnswer sealed; null when the key has changed since, or somebody changed the row. */
export function openAnswer(sealed: string, boundTo: string): string | null {
  const [version, nonce, content] = sealed.split(".");
  if (version !== "v1" || !nonce || !content) return null;
  const bytes = Buffer.from(content, "base64url");
  try {
    const decipher = createDecipheriv("aes-256-gcm", answerKey(), Buffer.from(nonce, "base64url"), {
      authTagLength: 16,
    });
    decipher.setAAD(Buffer.from(boundTo, "utf8")).setAuthTag(bytes.subarray(-16));
    return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString("utf8");
  } catch {
    return null; // the caller treats it as an answer that is lost
  }
}

function answerKey(): Buffer {
  return Buffer.from(hkdfSync("sha256", identitySettings().secret, "", "countersign kept answers v1", 32));
}
