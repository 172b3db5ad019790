import { type KeyObject, verify } from "node:crypto";
import { z } from "zod";
import { ALGORITHM, type VerifyingKeys } from "./settings";

/** What a valid task token says. It names a task and grants nothing. */
export type TokenFacts = {
  agentId: string;
  taskId: string;
  epoch: number;
  workload: string;
  /** The address that it is for, exactly as it says it. */
  audience: string;
  /** Date.now() from which it is refused. */
  expiresAt: number;
};

/** Why a token is refused. `expired` is the everyday one; the others come from mistakes and attacks. */
export type TokenFault = "malformed" | "header" | "key" | "signature" | "claims" | "issuer" | "not_yet" | "expired";

export type Verification = { facts: TokenFacts; fault?: undefined } | { facts?: undefined; fault: TokenFault };

export type Expected = { issuer: string; keys: VerifyingKeys };

/** How far another instance's clock may be ahead of ours, in seconds. An expired token gets no such mercy. */
const LEEWAY_SECONDS = 60;
const LONGEST = 4096;
const ES256_BYTES = 64;

const SHAPE = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/;

/** Nothing but these: a header that brings a key (jwk, jku, x5u, x5c) or conditions (crit, b64) is not one of ours. */
const headerSchema = z.strictObject({ alg: z.literal(ALGORITHM), typ: z.literal("at+jwt"), kid: z.string() });

const claimsSchema = z
  .object({
    iss: z.string(),
    aud: z.string(),
    sub: z.uuid(),
    client_id: z.uuid(),
    jti: z.string().min(1),
    iat: z.number(),
    exp: z.number(),
    nbf: z.number().optional(),
    task: z.object({ id: z.uuid(), epoch: z.number().int().min(1) }),
    workload: z.string().min(1),
  })
  .refine((claims) => claims.sub === claims.client_id);
type Claims = z.infer<typeof claimsSchema>;

/**
 * Verifies a task token: its form, the pinned algorithm, the signature by a key of ours, the issuer and its times.
 * Never throws, whatever the text. The audience is for the caller to compare, at every use.
 *
 * @param now Date.now().
 * Source: RFC 9068 §4, RFC 8725 §3.
 */
export function verifyToken(text: string, expected: Expected, now: number): Verification {
  try {
    return read(text, expected, now);
  } catch {
    return { fault: "malformed" };
  }
}

function read(text: string, expected: Expected, now: number): Verification {
  const parts = text.length <= LONGEST ? SHAPE.exec(text) : null;
  if (!parts) return { fault: "malformed" };
  const [, head = "", body = "", signature = ""] = parts;
  const header = headerSchema.safeParse(decode(head));
  if (!header.success) return { fault: "header" };
  const key = expected.keys.get(header.data.kid);
  if (!key) return { fault: "key" };
  if (!isSignedBy(key, `${head}.${body}`, signature)) return { fault: "signature" };
  const claims = claimsSchema.safeParse(decode(body));
  if (!claims.success) return { fault: "claims" };
  const fault = faultOf(claims.data, expected.issuer, now / 1000);
  return fault ? { fault } : { facts: factsOf(claims.data) };
}

function faultOf(claims: Claims, issuer: string, now: number): TokenFault | null {
  if (claims.iss !== issuer) return "issuer";
  if (claims.iat > now + LEEWAY_SECONDS) return "not_yet";
  if (claims.nbf !== undefined && claims.nbf > now + LEEWAY_SECONDS) return "not_yet";
  return claims.exp > now ? null : "expired";
}

const factsOf = (claims: Claims): TokenFacts => ({
  agentId: claims.client_id,
  taskId: claims.task.id,
  epoch: claims.task.epoch,
  workload: claims.workload,
  audience: claims.aud,
  expiresAt: claims.exp * 1000,
});

const decode = (part: string): unknown => JSON.parse(Buffer.from(part, "base64url").toString("utf8"));

function isSignedBy(key: KeyObject, signed: string, signature: string): boolean {
  const bytes = Buffer.from(signature, "base64url");
  if (bytes.length !== ES256_BYTES) return false;
  return verify("sha256", Buffer.from(signed), { key, dsaEncoding: "ieee-p1363" }, bytes);
}
