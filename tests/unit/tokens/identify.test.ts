import { verify } from "node:crypto";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { type ErrorCode, isAppError } from "../../../lib/base/index";
import { challenge, configureTokens, forgetCredentials, type Identified, identify } from "../../../lib/tokens/index";
import { serverOf } from "../../../lib/tokens/settings";
import { claims, header, mint, mintWithPublicKey, SIGNING_KEY, URL_OF_THE_HOUSE } from "./mint";

// The real one, counted.
vi.mock("node:crypto", async (original) => {
  const real = await original<typeof import("node:crypto")>();
  return { ...real, verify: vi.fn(real.verify) };
});
const verifications = () => vi.mocked(verify).mock.calls.length;

let addresses = 0;
let address = "";
beforeEach(() => {
  configureTokens({ publicUrl: URL_OF_THE_HOUSE, signingKey: SIGNING_KEY, cookieKeys: [] });
  forgetCredentials();
  addresses += 1;
  address = `192.0.2.${addresses}`;
});

const bearer = (token: string) => `Bearer ${token}`;

function refusal(
  authorization: string | undefined,
  server: string | null = "files",
): { code: ErrorCode; message: string } {
  try {
    identify(authorization, server, address);
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
  throw new Error("it was not refused");
}

describe("a request", () => {
  it("with a valid token is its agent's, at once", () => {
    const body = claims();
    const who = identify(bearer(mint(body)), "files", address) as Identified; // not a promise: nothing is awaited
    expect(who).toEqual({
      agentId: body.client_id,
      taskId: (body.task as { id: string }).id,
      epoch: 1,
      via: "token",
      workload: "client:release-bot",
    });
  });

  it("with a token that was seen before costs no cryptography", () => {
    const header = bearer(mint());
    const first = identify(header, "files", address);
    const before = verifications();
    for (let call = 0; call < 1000; call += 1) expect(identify(header, "files", address)).toBe(first);
    expect(verifications()).toBe(before);
  });

  it("at a door of no server takes a token for any of them", () => {
    expect(identify(bearer(mint()), null, address)).toMatchObject({ via: "token" });
  });

  it("without a token is asked for one", () => {
    for (const authorization of [undefined, "", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "Bearer a b", "DPoP x"])
      expect(refusal(authorization).code).toBe("NOT_SIGNED_IN");
  });

  it("with a token for another server is refused, whether it was seen before or not", () => {
    const seen = bearer(mint());
    identify(seen, "files", address);
    for (const authorization of [seen, bearer(mint())]) {
      expect(refusal(authorization, "mail")).toMatchObject({ code: "TOKEN_INVALID" });
      expect(refusal(authorization, "file").message).toMatch(/another server/);
    }
    expect(refusal(bearer(mint(claims({ aud: URL_OF_THE_HOUSE })))).code).toBe("TOKEN_INVALID");
  });

  it("with a token that expires while it is remembered is refused from that moment", () => {
    const body = claims();
    const authorization = bearer(mint(body));
    identify(authorization, "files", address);
    vi.useFakeTimers({ now: Number(body.exp) * 1000 - 1, toFake: ["Date"] });
    try {
      expect(identify(authorization, "files", address)).toBeDefined();
      vi.setSystemTime(Number(body.exp) * 1000);
      expect(refusal(authorization)).toMatchObject({
        code: "TOKEN_INVALID",
        message: expect.stringMatching(/expired/),
      });
    } finally {
      vi.useRealTimers();
    }
  });

  it("is refused in one and the same sentence, whatever was wrong with the signature", () => {
    const sentences = [
      mintWithPublicKey(),
      mint(claims(), header({ kid: "other" })),
      mint(claims({ iss: "https://evil.example" })),
      `${mint().split(".").slice(0, 2).join(".")}.${"A".repeat(86)}`,
    ].map((token) => refusal(bearer(token)).message);
    expect(new Set(sentences).size).toBe(1);
  });

  it("never sees its token again in the refusal", () => {
    const token = mint(claims({ iss: "https://evil.example" }));
    for (const text of [token, "canary-in-a-token", `csj_${"x".repeat(40)}`])
      expect(refusal(bearer(text)).message).not.toContain(text.slice(0, 20));
  });
});

describe("an address that sends nothing but rubbish", () => {
  it("waits, while tokens that are known go on and other addresses are served", () => {
    const known = bearer(mint());
    identify(known, "files", address);
    for (let attempt = 0; attempt < 200; attempt += 1)
      expect(refusal(bearer(`rubbish-${attempt}`)).code).toBe("TOKEN_INVALID");
    const before = verifications();
    expect(refusal(bearer(mint()))).toMatchObject({ code: "RATE_LIMITED" });
    expect(verifications()).toBe(before);
    expect(identify(known, "files", address)).toBeDefined();
    expect(identify(bearer(mint()), "files", "192.0.2.250")).toBeDefined();
  });

  it("is not one whose tokens have merely expired", () => {
    const body = { iat: Math.floor(Date.now() / 1000) - 200, exp: Math.floor(Date.now() / 1000) - 80 };
    for (let attempt = 0; attempt < 210; attempt += 1)
      expect(refusal(bearer(mint(claims(body)))).message).toMatch(/expired/);
  });
});

describe("the settings", () => {
  it("refuse a key that is not P-256, and lives of tokens outside one to five minutes", () => {
    const settings = { publicUrl: URL_OF_THE_HOUSE, signingKey: SIGNING_KEY, cookieKeys: [] };
    for (const over of [
      { signingKey: "rubbish" },
      { signingKey: "" },
      { tokenSeconds: 59 },
      { tokenSeconds: 301 },
      { tokenSeconds: Number.NaN },
    ])
      expect(() => configureTokens({ ...settings, ...over })).toThrow(
        expect.objectContaining({ code: "INVALID_INPUT" }),
      );
  });

  it("know the addresses of our servers, and nothing that merely looks like one", () => {
    expect(serverOf(`${URL_OF_THE_HOUSE}/mcp/files`)).toBe("files");
    for (const resource of [
      "",
      "/mcp/files",
      `${URL_OF_THE_HOUSE}/mcp/`,
      `${URL_OF_THE_HOUSE}/mcp/files/x`,
      `${URL_OF_THE_HOUSE}/mcp/files?x`,
      `http://countersign.example/mcp/files`,
      `${URL_OF_THE_HOUSE}:443/mcp/files`,
      `xxxxxxxxxxxxxxxxxxxxxxxxxxx/mcp/files`,
    ])
      expect(serverOf(resource)).toBeNull();
  });
});

describe("the challenge", () => {
  const metadata = `resource_metadata="${URL_OF_THE_HOUSE}/.well-known/oauth-protected-resource/mcp/files"`;

  it("says where a token is to be had, and names an error only when a token came", () => {
    expect(challenge("files")).toBe(`Bearer ${metadata}`);
    expect(challenge("files", "It has expired.")).toBe(
      `Bearer ${metadata}, error="invalid_token", error_description="It has expired."`,
    );
    expect(challenge(null)).toBe('Bearer realm="Countersign"');
  });

  it("cannot be broken out of by what it quotes", () => {
    const value = challenge('x", evil="1\r\nSet-Cookie: a=b', 'said "no"\r\nand\\more – ü');
    expect(value).toMatch(/^[\x20-\x7e]*$/);
    expect(value).not.toContain('evil="');
    expect(value).toContain(`error_description="said 'no'??and?more ? ?"`);
  });
});
