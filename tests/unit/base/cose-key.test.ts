import { createHash, randomBytes } from "node:crypto";
import { verifyAuthenticationResponse } from "@simplewebauthn/server";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  authenticatorDataOf,
  coseKey,
  readAuthenticatorData,
  readCbor,
  verifyWithCoseKey,
} from "../../../lib/base/index";

const hex = (text: string) => Buffer.from(text, "hex");
const sha256 = (data: Buffer) => createHash("sha256").update(data).digest();

/** Source: Web Authentication Level 3 §16.2, "ES256 Credential with No Attestation"; nobody was verified in it. */
const VECTOR = {
  rpId: "example.org",
  attestationObject: hex(
    "a363666d74646e6f6e656761747453746d74a068617574684461746158a4bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b559000000008446ccb9ab1db374750b2367ff6f3a1f0020f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4a5010203262001215820afefa16f97ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df61225820930a56b87a2fca66334b03458abf879717c12cc68ed73290af2e2664796b9220",
  ),
  credentialId: hex("f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4"),
  challenge: hex("39c0e7521417ba54d43e8dc95174f423dee9bf3cd804ff6d65c857c9abf4d408"),
  authenticatorData: hex("bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b51900000000"),
  clientDataJSON: hex(
    "7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a224f63446e55685158756c5455506f334a5558543049393770767a7a59425039745a63685879617630314167222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73657d",
  ),
  signature: hex(
    "3046022100f50a4e2e4409249c4a853ba361282f09841df4dd4547a13a87780218deffcd380221008480ac0f0b93538174f575bf11a1dd5d78c6e486013f937295ea13653e331e87",
  ),
};

describe("the vector of the standard", () => {
  const enrolled = readAuthenticatorData(authenticatorDataOf(VECTOR.attestationObject));
  const publicKey = enrolled.credential?.publicKey ?? Buffer.alloc(0);

  it("is read as the standard says", () => {
    expect(enrolled).toMatchObject({ userPresent: true, userVerified: false, backupEligible: true, counter: 0 });
    expect(enrolled.credential?.id).toEqual(VECTOR.credentialId);
    expect(enrolled.credential?.aaguid).toBe("8446ccb9ab1db374750b2367ff6f3a1f");
    expect(enrolled.rpIdHash).toEqual(sha256(Buffer.from(VECTOR.rpId)));
    expect(coseKey(publicKey).alg).toBe(-7);
  });

  it("verifies, and with a bit turned over it does not", () => {
    const signed = Buffer.concat([VECTOR.authenticatorData, sha256(VECTOR.clientDataJSON)]);
    expect(verifyWithCoseKey(coseKey(publicKey), signed, VECTOR.signature)).toBe(true);
    for (const at of [0, 36, signed.length - 1]) {
      const copy = Buffer.from(signed);
      copy[at] = (copy[at] ?? 0) ^ 1;
      expect(verifyWithCoseKey(coseKey(publicKey), copy, VECTOR.signature)).toBe(false);
    }
  });

  it("verifies with the library as well, which finds all of its parts, and refuses that nobody was verified", async () => {
    const id = VECTOR.credentialId.toString("base64url");
    const check = (requireUserVerification: boolean) =>
      verifyAuthenticationResponse({
        response: {
          id,
          rawId: id,
          type: "public-key",
          clientExtensionResults: {},
          response: {
            clientDataJSON: VECTOR.clientDataJSON.toString("base64url"),
            authenticatorData: VECTOR.authenticatorData.toString("base64url"),
            signature: VECTOR.signature.toString("base64url"),
          },
        },
        expectedChallenge: VECTOR.challenge.toString("base64url"),
        expectedOrigin: "https://example.org",
        expectedRPID: VECTOR.rpId,
        requireUserVerification,
        credential: { id, publicKey: new Uint8Array(publicKey), counter: 0 },
      });
    expect((await check(false)).verified).toBe(true);
    await expect(check(true)).rejects.toThrow(/could not be verified/);
  });
});

describe("readCbor", () => {
  it.each([
    ["00", 0],
    ["17", 23],
    ["1818", 24],
    ["1903e8", 1000],
    ["1a000f4240", 1_000_000],
    ["20", -1],
    ["3903e7", -1000],
    ["f4", false],
    ["f5", true],
    ["f6", null],
    ["4401020304", Uint8Array.of(1, 2, 3, 4)],
    ["6449455446", "IETF"],
    ["83010203", [1, 2, 3]],
    [
      "a201020304",
      new Map([
        [1, 2],
        [3, 4],
      ]),
    ],
  ])("reads %s as RFC 8949 says", (text, value) => {
    const read = readCbor(Uint8Array.from(hex(text)));
    expect(read).toEqual({ value, end: text.length / 2 });
  });

  it.each(["", "18", "1b0000000000000000", "5f", "44010203", "9f01ff", "c000", "f7", "fa47c35000", "62c328"])(
    "refuses %s, which no authenticator sends",
    (text) => {
      expect(() => readCbor(hex(text))).toThrow();
    },
  );

  it("ends soon on any bytes: promises of length and depth are not believed", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          expect(readCbor(bytes).end).toBeLessThanOrEqual(bytes.length);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
    );
    expect(() => readCbor(hex("9affffffff"))).toThrow();
    expect(() => readCbor(hex("81".repeat(100)))).toThrow(/too deep/);
  });
});

describe("coseKey", () => {
  it.each([
    ["no map", "01"],
    ["an empty map", "a0"],
    ["a key without its point", "a40102032620012140"],
    ["a point that is not on the curve", `a5010203262001215820${"11".repeat(32)}225820${"22".repeat(32)}`],
    ["another curve", "a40101032720071820"],
  ])("refuses %s", (_, text) => {
    expect(() => coseKey(hex(text))).toThrow();
  });

  it("never throws anything but an error, whatever it is given", () => {
    for (let round = 0; round < 200; round += 1) expect(() => coseKey(randomBytes(77))).toThrow(Error);
  });
});
