import { describe, expect, it } from "vitest";
import { envNotes, parseEnv, publicUrlOf } from "../../../lib/base/index";

const problemsOf = (input: Record<string, string>) => {
  try {
    parseEnv(input);
  } catch (error) {
    return (error as Error).message;
  }
  return "";
};

describe("the environment", () => {
  it("needs nothing to be set", () => {
    const env = parseEnv({});
    expect(env).toMatchObject({ HOST: "127.0.0.1", PORT: 3000, LOG_LEVEL: "info", UPSTREAM_PRIVATE_RANGES: [] });
    expect(env.DATA_DIR.startsWith("/")).toBe(true);
    expect(publicUrlOf(env)).toBe("http://localhost:3000");
    expect(publicUrlOf(parseEnv({ PORT: "0" }), 41_234)).toBe("http://localhost:41234");
  });

  it("says everything that is wrong at once, and repeats no value", () => {
    const text = problemsOf({
      PORT: "seventy",
      PUBLIC_URL: "https://example.com/countersign",
      DATABASE_URL: "mysql://root:hunter2@db/x",
      AUTH_SECRET: "hunter2",
      SEALING_KEY: "aHVudGVyMg==",
      UPSTREAM_PRIVATE_RANGES: "10.0.0.0/8, 10.0.0.0/99",
      COUNTERSIGN_ADMIN_EMAIL: "jane@example.com",
      OIDC_ISSUER: "http://login.example.com",
      LOG_LEVEL: "loud",
    });
    for (const name of ["PORT", "PUBLIC_URL", "DATABASE_URL", "AUTH_SECRET", "SEALING_KEY", "UPSTREAM_PRIVATE_RANGES"])
      expect(text).toMatch(new RegExp(`- ${name} must`));
    expect(text).toContain("COUNTERSIGN_ADMIN_PASSWORD must be set too");
    expect(text).toContain("OIDC_CLIENT_ID and OIDC_CLIENT_SECRET must be set too");
    expect(text).toContain("OIDC_ISSUER must be an https address");
    expect(text).toContain("LOG_LEVEL must be one of");
    expect(text).not.toMatch(/hunter2|aHVudGVy/);
  });

  it("takes an empty variable for one that is not set", () => {
    expect(parseEnv({ PORT: "", DATABASE_URL: "", LOG_LEVEL: "" })).toMatchObject({ PORT: 3000, LOG_LEVEL: "info" });
  });

  it("reads ports, addresses, keys and networks", () => {
    const env = parseEnv({
      PORT: "65535",
      PUBLIC_URL: "https://Countersign.example.com:443/",
      UPSTREAM_PRIVATE_RANGES: "10.0.0.0/8, fd00::/8 192.168.1.7",
      SIGNING_KEY: "-----BEGIN PRIVATE KEY-----\\nabc\\n-----END PRIVATE KEY-----",
    });
    expect(env.PUBLIC_URL).toBe("https://countersign.example.com");
    expect(env.UPSTREAM_PRIVATE_RANGES).toEqual(["10.0.0.0/8", "fd00::/8", "192.168.1.7"]);
    expect(env.SIGNING_KEY?.split("\n")).toHaveLength(3);
    expect(problemsOf({ PORT: "65536" })).toContain("PORT must");
  });

  it("lets an identity provider be http on this machine only", () => {
    const rest = { OIDC_CLIENT_ID: "a", OIDC_CLIENT_SECRET: "b" };
    expect(problemsOf({ OIDC_ISSUER: "http://127.0.0.1:4000", ...rest })).toBe("");
    expect(problemsOf({ OIDC_ISSUER: "http://10.1.1.1:4000", ...rest })).toContain("OIDC_ISSUER");
  });

  it("notes an address on which nobody could sign in", () => {
    expect(envNotes(parseEnv({ HOST: "0.0.0.0" })).join()).toContain("PUBLIC_URL is not set");
    expect(envNotes(parseEnv({ PUBLIC_URL: "http://10.0.0.5:3000" })).join()).toContain("browsers drop our cookies");
    expect(envNotes(parseEnv({ PUBLIC_URL: "http://127.0.0.1:3000" })).join()).toContain("keep passkeys from those");
    expect(envNotes(parseEnv({ PUBLIC_URL: "https://[2001:db8::1]" })).join()).toContain("keep passkeys from those");
    expect(envNotes(parseEnv({ PUBLIC_URL: "http://localhost:3000" }))).toEqual([]);
    expect(envNotes(parseEnv({}))).toEqual([]);
  });
});
