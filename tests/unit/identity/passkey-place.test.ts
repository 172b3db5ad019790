import { describe, expect, it } from "vitest";
import { passkeyPlace } from "../../../lib/identity/schema";

describe("passkeyPlace", () => {
  it.each([
    ["https://sign.example.com", "sign.example.com"],
    ["https://sign.example.com:8443", "sign.example.com"],
    ["http://localhost:3000", "localhost"],
    ["http://team.localhost:3000", "team.localhost"],
  ])("lets passkeys belong to %s", (url, rpId) => {
    expect(passkeyPlace(url)).toEqual({ rpId, origin: url, problem: null });
  });

  it.each([
    ["http://127.0.0.1:3000", "They work at http://localhost:3000:"],
    ["http://[::1]:3000", "They work at http://localhost:3000:"],
    ["https://192.0.2.7", "They work at an https address with a name:"],
    ["http://sign.example.com", "They work over https:"],
  ])("says what to do at %s", (url, said) => {
    expect(passkeyPlace(url).problem).toContain(said);
    expect(passkeyPlace(url).problem).toContain("PUBLIC_URL");
  });
});
