import { createPrivateKey, generateKeyPairSync, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { signingKeyFrom } from "../../../lib/base/index";
import { verifyToken } from "../../../lib/tokens/verify-token";
import { claims, encode, header, JWK, KID, mint, mintWithPublicKey, PUBLIC, URL_OF_THE_HOUSE } from "./mint";

const EXPECTED = { issuer: `${URL_OF_THE_HOUSE}/oauth`, keys: new Map([[KID, PUBLIC]]) };
const verify = (token: string, now = Date.now()) => verifyToken(token, EXPECTED, now);
const seconds = (offset: number) => Math.floor(Date.now() / 1000) + offset;

describe("a token of ours", () => {
  it("says which agent, which task in which epoch, for which server and until when", () => {
    const body = claims();
    expect(verify(mint(body)).facts).toEqual({
      agentId: body.client_id,
      taskId: (body.task as { id: string }).id,
      epoch: 1,
      workload: "client:release-bot",
      audience: `${URL_OF_THE_HOUSE}/mcp/files`,
      expiresAt: Number(body.exp) * 1000,
    });
  });

  it("may come from a clock that is a minute ahead, and no more", () => {
    expect(verify(mint(claims({ iat: seconds(55), nbf: seconds(55), exp: seconds(175) }))).facts).toBeDefined();
    expect(verify(mint(claims({ iat: seconds(70), exp: seconds(190) }))).fault).toBe("not_yet");
    expect(verify(mint(claims({ nbf: seconds(70) }))).fault).toBe("not_yet");
  });

  it("is over in the second in which it expires, without any leeway", () => {
    const body = claims();
    const end = Number(body.exp) * 1000;
    expect(verify(mint(body), end - 1).facts).toBeDefined();
    expect(verify(mint(body), end).fault).toBe("expired");
  });
});

describe("a token is refused", () => {
  it("without a signature, whatever the algorithm calls itself", () => {
    for (const alg of ["none", "None", "NONE", "nOnE", ""]) {
      const unsigned = `${encode(header({ alg }))}.${encode(claims())}`;
      for (const token of [unsigned, `${unsigned}.`, `${unsigned}.AAAA`]) expect(verify(token).facts).toBeUndefined();
    }
  });

  it("with another algorithm: HS256 over the public key, and every other name", () => {
    expect(verify(mintWithPublicKey()).fault).toBe("header");
    for (const alg of ["HS256", "RS256", "PS256", "ES384", "ES512", "EdDSA", "es256", ["ES256"], null])
      expect(verify(mint(claims(), header({ alg }))).fault).toBe("header");
  });

  it("signed by somebody else's key under our key's name", () => {
    const foreign = createPrivateKey(signingKeyFrom(randomBytes(48)));
    expect(verify(mint(claims(), header(), foreign)).fault).toBe("signature");
  });

  it("that brings its own key or other conditions, even when we signed it", () => {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const jwk = publicKey.export({ format: "jwk" });
    expect(verify(mint(claims(), header({ jwk }), privateKey)).fault).toBe("header");
    for (const extra of [
      { jwk: JWK },
      { jku: "https://evil.example/jwks" },
      { x5u: "https://evil.example/x" },
      { x5c: ["AAAA"] },
      { crit: ["exp"] },
      { b64: false },
      { zip: "DEF" },
    ])
      expect(verify(mint(claims(), header(extra))).fault).toBe("header");
  });

  it("under a name that is no key of ours: a path, SQL, an address, a property of every object", () => {
    for (const kid of [
      "../../dev/null",
      "/proc/self/environ",
      "' or 1=1 --",
      "https://evil.example/k",
      "__proto__",
      "constructor",
      "",
      "x".repeat(500),
    ])
      expect(verify(mint(claims(), header({ kid }))).fault).toBe("key");
    for (const kid of [undefined, null, 1, [KID], { toString: "x" }])
      expect(verify(mint(claims(), header({ kid }))).fault).toBe("header");
  });

  it("of another kind: an ID token, a logout token, a proof", () => {
    for (const typ of ["JWT", "jwt", undefined, "logout+jwt", "dpop+jwt", "AT+JWT "])
      expect(verify(mint(claims(), header({ typ }))).fault).toBe("header");
  });

  it("of another issuer, however similar", () => {
    for (const iss of ["https://evil.example", `${URL_OF_THE_HOUSE}/oauth/`, URL_OF_THE_HOUSE, ""])
      expect(verify(mint(claims({ iss }))).fault).toBe("issuer");
  });

  it("whose claims are missing or of the wrong form", () => {
    for (const name of ["iss", "aud", "sub", "client_id", "jti", "iat", "exp", "task", "workload"])
      expect(verify(mint(claims({ [name]: undefined }))).fault).toBe("claims");
    for (const over of [
      { aud: [`${URL_OF_THE_HOUSE}/mcp/files`] },
      { exp: "9999999999" },
      { exp: null },
      { client_id: "somebody" },
      { sub: "01890a5d-ac96-774b-bcce-b302099a8057" },
      { task: { id: "x", epoch: 1 } },
      { task: { id: "01890a5d-ac96-774b-bcce-b302099a8057", epoch: 0 } },
      { task: { id: "01890a5d-ac96-774b-bcce-b302099a8057", epoch: 1.5 } },
    ])
      expect(verify(mint(claims(over))).fault).toBe("claims");
    for (const body of [null, 1, "text", [], {}]) expect(verify(mint(body)).fault).toBe("claims");
  });

  it("when any one character of it was changed", () => {
    const token = mint();
    fc.assert(
      fc.property(fc.nat(token.length - 3), fc.constantFrom(..."Aa0_-."), (at, other) => {
        fc.pre(token[at] !== other);
        expect(verify(`${token.slice(0, at)}${other}${token.slice(at + 1)}`).facts).toBeUndefined();
      }),
    );
  });
});

describe("whatever comes", () => {
  const part = fc.oneof(
    fc.string(),
    fc.base64String(),
    fc.json().map((text) => Buffer.from(text).toString("base64url")),
    fc.constantFrom(encode(header()), encode(claims()), encode(null), encode({ __proto__: 1 })),
  );

  it("never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => verify(text).facts === undefined));
    fc.assert(fc.property(fc.array(part, { maxLength: 5 }), (parts) => verify(parts.join(".")).facts === undefined));
  });

  it("never throws when the body is anything at all under our own signature", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => verify(mint(body)).facts === undefined),
      { numRuns: 50 },
    );
  });

  it("is not read when it is longer than any token of ours", () => {
    expect(verify(mint(claims({ workload: "x".repeat(5000) }))).fault).toBe("malformed");
  });
});
