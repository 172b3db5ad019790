import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import type { Assertion, Attestation, EnrolmentOptions, SigningOptions } from "../../lib/identity/schema";

type Algorithm = "ES256" | "EdDSA" | "RS256";

/** What a passkey or its browser says otherwise than it ought to, for tests of refusals. */
export type Lies = {
  origin?: string;
  crossOrigin?: boolean;
  topOrigin?: string;
  type?: string;
  challenge?: string;
  rpId?: string;
  userVerified?: boolean;
  counter?: number;
  backupEligible?: boolean;
  userHandle?: string;
  /** A byte of the signature is turned over. */
  damaged?: boolean;
};

/** A passkey in software: real keys, real signatures, as an authenticator and a browser would give them. */
export type FakePasskey = {
  credentialId: string;
  enrol(options: EnrolmentOptions, origin: string, lies?: Lies): Attestation;
  sign(options: SigningOptions, origin: string, lies?: Lies): Assertion;
};

const b64 = (bytes: Uint8Array | string): string => Buffer.from(bytes as string).toString("base64url");
const sha256 = (bytes: Uint8Array | string): Buffer => createHash("sha256").update(bytes).digest();

/**
 * Makes a passkey.
 *
 * @param counts Whether its counter counts; passkeys that are synced keep theirs at 0.
 */
export function makePasskey({
  alg = "ES256",
  synced = false,
  counts = !synced,
}: {
  alg?: Algorithm;
  synced?: boolean;
  counts?: boolean;
} = {}): FakePasskey {
  const { privateKey, publicKey } = keyPair(alg);
  const id = randomBytes(32);
  const credentialId = b64(id);
  let counter = 0;
  let handle = "";
  const authenticatorData = (rpId: string, lies: Lies, attested: Buffer = Buffer.alloc(0)): Buffer => {
    const flags =
      0x01 |
      ((lies.userVerified ?? true) ? 0x04 : 0) |
      ((lies.backupEligible ?? synced) ? 0x18 : 0) |
      (attested.length > 0 ? 0x40 : 0);
    if (counts) counter += 1;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(lies.counter ?? counter);
    return Buffer.concat([sha256(lies.rpId ?? rpId), Buffer.from([flags]), count, attested]);
  };
  const clientData = (type: string, challenge: string, origin: string, lies: Lies): Buffer =>
    Buffer.from(
      JSON.stringify({
        type: lies.type ?? type,
        challenge: lies.challenge ?? challenge,
        origin: lies.origin ?? origin,
        crossOrigin: lies.crossOrigin ?? false,
        ...(lies.topOrigin && { topOrigin: lies.topOrigin }),
      }),
    );
  return {
    credentialId,
    enrol(options, origin, lies = {}) {
      handle = options.user.id;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const attested = Buffer.concat([Buffer.alloc(16), length, id, cose(alg, publicKey)]);
      const attestationObject = Buffer.concat([
        Buffer.from([0xa3]),
        text("fmt"),
        text("none"),
        text("attStmt"),
        Buffer.from([0xa0]),
        text("authData"),
        bytes(authenticatorData(options.rp.id, lies, attested)),
      ]);
      const clientDataJSON = b64(clientData("webauthn.create", options.challenge, origin, lies));
      const response = { clientDataJSON, attestationObject: b64(attestationObject), transports: ["internal"] };
      return { id: credentialId, rawId: credentialId, type: "public-key", response };
    },
    sign(options, origin, lies = {}) {
      const data = authenticatorData(options.rpId, lies);
      const client = clientData("webauthn.get", options.challenge, origin, lies);
      const signature = sign(alg === "EdDSA" ? null : "sha256", Buffer.concat([data, sha256(client)]), privateKey);
      if (lies.damaged) signature[signature.length - 1] = (signature.at(-1) ?? 0) ^ 1;
      const response = {
        clientDataJSON: b64(client),
        authenticatorData: b64(data),
        signature: b64(signature),
        userHandle: lies.userHandle ?? handle,
      };
      return { id: credentialId, rawId: credentialId, type: "public-key", response };
    },
  };
}

function keyPair(alg: Algorithm): { privateKey: KeyObject; publicKey: KeyObject } {
  if (alg === "ES256") return generateKeyPairSync("ec", { namedCurve: "P-256" });
  return alg === "EdDSA" ? generateKeyPairSync("ed25519") : generateKeyPairSync("rsa", { modulusLength: 2048 });
}

/** A public key as COSE_Key. Source: RFC 9053 §7, RFC 8230 §4. */
function cose(alg: Algorithm, key: KeyObject): Buffer {
  const { x = "", y = "", n = "", e = "" } = key.export({ format: "jwk" });
  const part = (value: string) => bytes(Buffer.from(value, "base64url"));
  // a map: kty, alg, then the curve and its point, or modulus and exponent
  if (alg === "ES256")
    return Buffer.concat([Buffer.from([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21]), part(x), Buffer.from([0x22]), part(y)]);
  if (alg === "EdDSA") return Buffer.concat([Buffer.from([0xa4, 1, 1, 3, 0x27, 0x20, 6, 0x21]), part(x)]);
  return Buffer.concat([Buffer.from([0xa4, 1, 3, 3, 0x39, 0x01, 0x00, 0x20]), part(n), Buffer.from([0x21]), part(e)]);
}

function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  if (length < 256) return Buffer.from([(major << 5) | 24, length]);
  return Buffer.from([(major << 5) | 25, length >> 8, length & 255]);
}
const bytes = (value: Buffer): Buffer => Buffer.concat([head(2, value.length), value]);
const text = (value: string): Buffer => Buffer.concat([head(3, value.length), Buffer.from(value)]);
