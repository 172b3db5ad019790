import { createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { AppError, shared } from "../base/index";
import { nameSchema } from "../policy/schema";
import { verifiedTokens } from "./verified-tokens";

/** Seconds that a task token may live. */
export const TOKEN_SECONDS = { least: 60, usual: 120, most: 300 } as const;

/** The one algorithm that task tokens are signed with. Whatever else a token's header says is refused. */
export const ALGORITHM = "ES256";

export type TokenSettings = {
  /** The one address that agents use: scheme, host and port, no slash at the end. */
  publicUrl: string;
  /** Signs task tokens: a P-256 private key as PKCS#8 PEM, the same on every instance. */
  signingKey: string;
  /** Sign the authorization server's cookies; the first signs, all verify. */
  cookieKeys: string[];
  /** How long a task token lives, in seconds: 60–300 (default 120). */
  tokenSeconds?: number;
};

/** A public key of ours under the name that a token's header calls it by. */
export type VerifyingKeys = ReadonlyMap<string, KeyObject>;

export type ConfiguredTokens = {
  issuer: string;
  publicUrl: string;
  /** The signing key as the authorization server takes it. */
  jwk: Record<string, string>;
  keys: VerifyingKeys;
  cookieKeys: string[];
  tokenSeconds: number;
};

const holder = () => shared<{ configured?: ConfiguredTokens }>("tokens", () => ({}));

/**
 * Says under which address and with which key tokens are issued and verified. Called once, by server.ts and by the
 * commands, before anything else of this module.
 *
 * @throws INVALID_INPUT when the key is not a P-256 private key, or tokens would live outside 60–300 s.
 */
export function configureTokens(settings: TokenSettings): void {
  const { publicUrl, cookieKeys, tokenSeconds = TOKEN_SECONDS.usual } = settings;
  if (!(tokenSeconds >= TOKEN_SECONDS.least && tokenSeconds <= TOKEN_SECONDS.most))
    throw new AppError("INVALID_INPUT", `Task tokens live ${TOKEN_SECONDS.least} to ${TOKEN_SECONDS.most} seconds.`);
  const { jwk, kid, publicKey } = readSigningKey(settings.signingKey);
  const issuer = `${publicUrl}/oauth`;
  verifiedTokens().clear(); // what was valid under other settings may not be so under these
  holder().configured = { issuer, publicUrl, jwk, keys: new Map([[kid, publicKey]]), cookieKeys, tokenSeconds };
}

/** What configureTokens was told. Throws a plain Error when nobody told it: that is a mistake of ours. */
export function tokenSettings(): ConfiguredTokens {
  const { configured } = holder();
  if (!configured) throw new Error("tokens are not configured: start through server.ts");
  return configured;
}

/** The name of the authorization server, as tokens and metadata say it. */
export const issuerName = (): string => tokenSettings().issuer;

/** The address of a server at our gateway, which is also the audience of the tokens for it. */
export const resourceOf = (server: string): string => `${tokenSettings().publicUrl}/mcp/${server}`;

/** The server that an address of our gateway belongs to; null for any other address, however similar. */
export function serverOf(resource: string): string | null {
  const name = nameSchema.safeParse(resource.slice(resourceOf("").length));
  return name.success && resourceOf(name.data) === resource ? name.data : null;
}

function readSigningKey(pem: string): { jwk: Record<string, string>; kid: string; publicKey: KeyObject } {
  const { kty, crv, x, y, d } = privateJwk(pem);
  if (kty !== "EC" || crv !== "P-256" || !x || !y || !d)
    throw new AppError("INVALID_INPUT", "The signing key must be a P-256 private key (PKCS#8 PEM).");
  // Source: RFC 7638, the thumbprint of exactly these members in this order
  const kid = createHash("sha256").update(JSON.stringify({ crv, kty, x, y })).digest("base64url");
  return { jwk: { kty, crv, x, y, d, kid, use: "sig", alg: ALGORITHM }, kid, publicKey: createPublicKey(pem) };
}

function privateJwk(pem: string): JsonWebKey {
  try {
    return createPrivateKey(pem).export({ format: "jwk" });
  } catch {
    return {}; // whatever OpenSSL said could quote the key
  }
}
