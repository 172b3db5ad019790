import { createDecipheriv } from "node:crypto";
import { AppError } from "../base/index";
import { sealingKey } from "./key";

const TAG_BYTES = 16;

/**
 * Opens what `seal` sealed for this owner.
 *
 * @throws CREDENTIAL_MISSING when it was sealed with another key or for another owner, was changed, or has a form
 * this version does not know. The reason stays inside: it would tell an attacker which of these it was.
 */
export function open(owner: string, sealed: string): string {
  try {
    return decrypt(owner, sealed);
  } catch {
    throw new AppError(
      "CREDENTIAL_MISSING",
      "The server's credential cannot be opened with this installation's sealing key. Set it again.",
    );
  }
}

function decrypt(owner: string, sealed: string): string {
  const [version, nonce, content, ...rest] = sealed.split(".");
  if (version !== "v1" || !nonce || !content || rest.length > 0) throw new Error("unknown form");
  const bytes = Buffer.from(content, "base64url");
  const decipher = createDecipheriv("aes-256-gcm", sealingKey(), Buffer.from(nonce, "base64url"), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(owner, "utf8"));
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(0, bytes.length - TAG_BYTES)), decipher.final()]).toString(
    "utf8",
  );
}
