import { createPrivateKey, sign } from "node:crypto";
import { keyFile, signingKeyFrom } from "../../lib/base/index";

type Json = Record<string, unknown>;

export const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
export const decode = (part = "") => JSON.parse(Buffer.from(part, "base64url").toString()) as Json;

/** A token with other claims or another header, signed by the house's own key unless another is given. */
export function forge(token: string, claims: Json, header: Json = {}, key?: string): string {
  const [head, body] = token.split(".");
  const signed = `${encode({ ...decode(head), ...header })}.${encode({ ...decode(body), ...claims })}`;
  const pem = key ?? keyFile("signing", signingKeyFrom);
  const signature = sign("sha256", Buffer.from(signed), { key: createPrivateKey(pem), dsaEncoding: "ieee-p1363" });
  return `${signed}.${signature.toString("base64url")}`;
}
