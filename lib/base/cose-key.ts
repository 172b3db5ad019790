import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { type Cbor, readCbor } from "./cbor";

/** The signature algorithms that are accepted, by their COSE numbers. */
export const COSE_ALGORITHMS = { EdDSA: -8, ES256: -7, RS256: -257 } as const;

/** A public key as an authenticator gives it. */
export type CoseKey = { alg: number; key: KeyObject };

/**
 * Reads a COSE_Key of one of the accepted algorithms.
 *
 * @throws TypeError when it is something else.
 * Source: RFC 9052 §7, RFC 9053 §2 and §7, RFC 8230 §4.
 */
export function coseKey(bytes: Uint8Array): CoseKey {
  const { value } = readCbor(bytes);
  if (!(value instanceof Map)) throw new TypeError("a COSE key is a map");
  const text = (label: number): string => {
    const part = value.get(label);
    if (!(part instanceof Uint8Array)) throw new TypeError("the COSE key lacks a part");
    return Buffer.from(part).toString("base64url");
  };
  const [kty, alg, curve] = [value.get(1), value.get(3), value.get(-1)];
  if (kty === 2 && alg === COSE_ALGORITHMS.ES256 && curve === 1)
    return { alg, key: fromJwk({ kty: "EC", crv: "P-256", x: text(-2), y: text(-3) }) };
  if (kty === 1 && alg === COSE_ALGORITHMS.EdDSA && curve === 6)
    return { alg, key: fromJwk({ kty: "OKP", crv: "Ed25519", x: text(-2) }) };
  if (kty === 3 && alg === COSE_ALGORITHMS.RS256)
    return { alg, key: fromJwk({ kty: "RSA", n: text(-1), e: text(-2) }) };
  throw new TypeError("the COSE key is of another kind");
}

const fromJwk = (key: Record<string, string>): KeyObject => createPublicKey({ key, format: "jwk" });

/** Verifies a signature as authenticators make them: ECDSA in DER, EdDSA raw, RSA PKCS #1 v1.5. */
export function verifyWithCoseKey({ alg, key }: CoseKey, data: Uint8Array, signature: Uint8Array): boolean {
  return verify(alg === COSE_ALGORITHMS.EdDSA ? null : "sha256", data, key, signature);
}

/** What authenticator data says, as far as it is used. Source: WebAuthn Level 2 §6.1. */
export type AuthenticatorData = {
  rpIdHash: Buffer;
  flags: number;
  userPresent: boolean;
  userVerified: boolean;
  backupEligible: boolean;
  backedUp: boolean;
  counter: number;
  /** The credential that was made; absent in assertions. */
  credential: { aaguid: string; id: Buffer; publicKey: Buffer } | null;
};

/** Reads authenticator data. @throws TypeError when it is too short. */
export function readAuthenticatorData(bytes: Uint8Array): AuthenticatorData {
  const data = Buffer.from(bytes);
  if (data.length < 37) throw new TypeError("authenticator data has at least 37 bytes");
  const flags = data.readUInt8(32);
  const has = (bit: number) => (flags & bit) !== 0;
  return {
    rpIdHash: data.subarray(0, 32),
    flags,
    userPresent: has(0x01),
    userVerified: has(0x04),
    backupEligible: has(0x08),
    backedUp: has(0x10),
    counter: data.readUInt32BE(33),
    credential: has(0x40) ? attestedCredential(data) : null,
  };
}

function attestedCredential(data: Buffer) {
  if (data.length < 55) throw new TypeError("authenticator data ends too early");
  const end = 55 + data.readUInt16BE(53);
  const { end: keyEnd } = readCbor(data, end);
  return { aaguid: data.toString("hex", 37, 53), id: data.subarray(55, end), publicKey: data.subarray(end, keyEnd) };
}

/** The authenticator data inside an attestation object. @throws TypeError when there is none. */
export function authenticatorDataOf(attestationObject: Uint8Array): Uint8Array {
  const { value } = readCbor(attestationObject);
  const data: Cbor | undefined = value instanceof Map ? value.get("authData") : undefined;
  if (!(data instanceof Uint8Array)) throw new TypeError("an attestation object holds authenticator data");
  return data;
}
