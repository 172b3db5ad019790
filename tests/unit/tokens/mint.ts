import { createHash, createHmac, createPrivateKey, createPublicKey, randomBytes, sign } from "node:crypto";
import { newId, signingKeyFrom } from "../../../lib/base/index";

export const URL_OF_THE_HOUSE = "https://countersign.example";
export const SIGNING_KEY = signingKeyFrom(randomBytes(48));
export const PRIVATE = createPrivateKey(SIGNING_KEY);
export const PUBLIC = createPublicKey(SIGNING_KEY);

const { crv, kty, x, y } = PUBLIC.export({ format: "jwk" });
export const JWK = { kty, crv, x, y };
export const KID = createHash("sha256").update(JSON.stringify({ crv, kty, x, y })).digest("base64url");

export const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

export function claims(over: Record<string, unknown> = {}): Record<string, unknown> {
  const id = newId();
  const iat = Math.floor(Date.now() / 1000);
  return {
    iss: `${URL_OF_THE_HOUSE}/oauth`,
    aud: `${URL_OF_THE_HOUSE}/mcp/files`,
    sub: id,
    client_id: id,
    jti: newId(),
    iat,
    exp: iat + 120,
    task: { id: newId(), epoch: 1 },
    workload: "client:release-bot",
    ...over,
  };
}

export const header = (over: Record<string, unknown> = {}) => ({ alg: "ES256", typ: "at+jwt", kid: KID, ...over });

/** A token signed by the house's key, whatever its header and claims say. */
export function mint(body: unknown = claims(), head: unknown = header(), key = PRIVATE): string {
  const signed = `${encode(head)}.${encode(body)}`;
  return `${signed}.${sign("sha256", Buffer.from(signed), { key, dsaEncoding: "ieee-p1363" }).toString("base64url")}`;
}

/** A token "signed" with the public key as if it were a shared secret: the classic confusion of algorithms. */
export function mintWithPublicKey(): string {
  const signed = `${encode(header({ alg: "HS256" }))}.${encode(claims())}`;
  const secret = PUBLIC.export({ type: "spki", format: "pem" });
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}
