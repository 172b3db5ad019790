import { createECDH, createPrivateKey } from "node:crypto";

/** The order of P-256's group. Source: NIST SP 800-186 §3.2.1.3. */
const ORDER = BigInt("0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

/**
 * Makes a P-256 private key, as PKCS#8 PEM, that depends on the seed alone: the same seed gives the same key.
 *
 * @param seed At least 40 secret bytes, so that the reduction leaves no bias.
 * Source: FIPS 186-5 appendix A.2.1 (extra random bits).
 */
export function signingKeyFrom(seed: Buffer): string {
  if (seed.length < 40) throw new Error("a seed has at least 40 bytes");
  const scalar = (BigInt(`0x${seed.toString("hex")}`) % (ORDER - 1n)) + 1n;
  const d = Buffer.from(scalar.toString(16).padStart(64, "0"), "hex");
  const curve = createECDH("prime256v1");
  curve.setPrivateKey(d);
  const point = curve.getPublicKey();
  const jwk = {
    kty: "EC",
    crv: "P-256",
    d: d.toString("base64url"),
    x: point.subarray(1, 33).toString("base64url"),
    y: point.subarray(33).toString("base64url"),
  };
  return createPrivateKey({ key: jwk, format: "jwk" }).export({ type: "pkcs8", format: "pem" }).toString();
}
