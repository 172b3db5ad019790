import { encode } from "next-auth/jwt";
import { beforeEach, describe, expect, it } from "vitest";
import { digestOf } from "../../../lib/base/index";
import {
  configureIdentity,
  cookieName,
  isAuthRoute,
  isSafeAddress,
  markVisit,
  returnAddress,
  visitOf,
} from "../../../lib/identity/index";
import { cookieOptions, sessionHashOf } from "../../../lib/identity/session-cookie";

const SECRET = "a secret for tests of at least 32 characters";
const at = (publicUrl: string, proxies = 0) => configureIdentity({ publicUrl, secret: SECRET, proxies });

beforeEach(() => at("https://countersign.example.com"));

describe("our cookies", () => {
  it("carry the __Host- prefix and Secure over https", () => {
    for (const cookie of Object.values(cookieOptions())) {
      expect(cookie.name).toMatch(/^__Host-countersign\.[a-z]+$/);
      expect(cookie.options).toMatchObject({ httpOnly: true, sameSite: "lax", secure: true, path: "/" });
      expect(cookie.options.domain).toBeUndefined();
    }
  });

  it("carry the port on this machine over http, so that two installations do not sign each other out", () => {
    at("http://localhost:3000");
    expect(cookieName("session")).toBe("countersign-3000.session");
    at("http://localhost:30001");
    expect(cookieName("session").startsWith("countersign-3000.session")).toBe(false);
  });
});

describe("the session in a Cookie header", () => {
  const cookie = async (claims: Record<string, unknown>, secret = SECRET, maxAge = 60) =>
    `${cookieName("session")}=${await encode({ token: claims, secret, maxAge })}`;

  it("is found among other cookies", async () => {
    const header = `theme=dark; ${await cookie({ sid: "css_x" })}; other=1`;
    expect(await sessionHashOf(header)).toBe(digestOf("css_x"));
  });

  it("is nobody's when there is none, or it is damaged, expired, or made with another secret", async () => {
    expect(await sessionHashOf(null)).toBeNull();
    expect(await sessionHashOf("")).toBeNull();
    expect(await sessionHashOf(`${cookieName("session")}=eyJhbGciOiJub25lIn0..`)).toBeNull();
    expect(await sessionHashOf(await cookie({ sid: "css_x" }, "another secret of at least 32 characters"))).toBeNull();
    expect(await sessionHashOf(await cookie({ sid: "css_x" }, SECRET, -60))).toBeNull();
    expect(await sessionHashOf(await cookie({ sub: "css_x" }))).toBeNull();
  });

  it("is nobody's when the cookie comes twice", async () => {
    const header = `${await cookie({ sid: "css_x" })}; ${await cookie({ sid: "css_y" })}`;
    expect(await sessionHashOf(header)).toBeNull();
  });
});

describe("the address that people use", () => {
  it("is safe over https and on this machine, nowhere else", () => {
    for (const url of [
      "https://countersign.example.com",
      "http://localhost:3000",
      "http://127.0.0.1",
      "http://[::1]:3000",
    ])
      expect(isSafeAddress(url)).toBe(true);
    for (const url of ["http://192.168.1.20:3000", "http://countersign.example.com", "http://localhost.example.com"])
      expect(isSafeAddress(url)).toBe(false);
  });
});

describe("the way back after signing in", () => {
  const base = "https://countersign.example.com";

  it("is a page of ours", () => {
    expect(returnAddress("/tasks?state=paused#x", base)).toBe(`${base}/tasks?state=paused#x`);
    expect(returnAddress(`${base}/inbox`, base)).toBe(`${base}/inbox`);
  });

  it.each([
    "//evil.example",
    "/\\evil.example",
    "https://evil.example/",
    "https://countersign.example.com.evil.example/",
    "https://countersign.example.com@evil.example/",
    "javascript:alert(1)",
    "http://countersign.example.com/inbox",
    "\t//evil.example",
    "http://[",
    "/api/v1/log",
    "/link/csl_x",
    "/",
    "/../api/auth/signout",
  ])("is the inbox instead of %j", (wanted) => {
    expect(returnAddress(wanted, base)).toBe(`${base}/inbox`);
  });
});

describe("the sign-in routes", () => {
  it("are those that the pages use", () => {
    expect(isAuthRoute("GET", ["csrf"])).toBe(true);
    expect(isAuthRoute("POST", ["callback", "password"])).toBe(true);
    expect(isAuthRoute("GET", ["callback", "oidc"])).toBe(true);
  });

  it("are none of the library's others", () => {
    for (const [method, path] of [
      ["POST", "_log"],
      ["GET", "session"],
      ["POST", "session"],
      ["GET", "providers"],
      ["GET", "callback/password"],
      ["GET", "signout"],
      ["POST", "callback/oidc"],
      ["GET", "verify-request"],
      ["GET", "csrf/x"],
    ] as const)
      expect(isAuthRoute(method, path.split("/"))).toBe(false);
  });
});

describe("where a request comes from", () => {
  const request = (headers: Record<string, string>) =>
    ({ headers, url: "/inbox?x=1", socket: { remoteAddress: "10.0.0.9" } }) as unknown as Parameters<
      typeof markVisit
    >[0];
  const addressOf = (headers: Record<string, string>) => {
    const marked = request(headers);
    markVisit(marked);
    return visitOf(new Headers(marked.headers as Record<string, string>)).visitor.address;
  };

  it("is the connection, whatever the headers say", () => {
    expect(addressOf({ "x-forwarded-for": "203.0.113.7", "x-countersign-address": "203.0.113.8" })).toBe("10.0.0.9");
  });

  it("is what our own proxy saw, not what came before it", () => {
    at("https://countersign.example.com", 1);
    expect(addressOf({ "x-forwarded-for": "6.6.6.6, 203.0.113.7" })).toBe("203.0.113.7");
    expect(addressOf({})).toBe("10.0.0.9");
  });
});
