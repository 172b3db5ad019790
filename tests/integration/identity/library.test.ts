import { decode } from "next-auth/jwt";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { digestOf } from "../../../lib/base/index";
import { humanFromCookies, invitePerson } from "../../../lib/identity/index";
import { freshDatabase } from "../../setup/database";
import { type AuthServer, startAuthServer } from "./auth-server";
import { Browser } from "./browser";
import { configure, entriesSince, isAlive, kindsSince, latest, PASSWORD, person, SECRET, tokenOf } from "./people";

let server: AuthServer;
beforeAll(async () => {
  await freshDatabase();
  server = await startAuthServer();
});
beforeEach(() => configure({ publicUrl: server.origin }));
afterAll(() => server.close());

const api = (path: string) => `${server.origin}/api/auth/${path}`;
const csrf = async (browser: Browser) =>
  ((await (await browser.send(api("csrf"))).json()) as { csrfToken: string }).csrfToken;

async function signInWith(browser: Browser, provider: string, fields: Record<string, string>) {
  const form = { ...fields, csrfToken: await csrf(browser), json: "true" };
  const response = await browser.send(api(`callback/${provider}`), form);
  const { url } = (await response.json()) as { url: string };
  return { status: response.status, url, error: new URL(url).searchParams.get("error") };
}
const whoIs = async (browser: Browser) => (await humanFromCookies(browser.cookiesFor(server.origin)))?.human.email;

describe("signing in on the page", () => {
  it("gives the browser a cookie that holds a session and nothing else", async () => {
    const jane = await person("jane", ["viewer"]);
    const browser = new Browser();
    const seq = await latest();
    const outcome = await signInWith(browser, "password", {
      email: jane.human.email,
      password: PASSWORD,
      callbackUrl: "/tasks?state=paused",
    });
    expect(outcome).toEqual({ status: 200, url: `${server.origin}/tasks?state=paused`, error: null });
    expect(await whoIs(browser)).toBe(jane.human.email);
    const cookie = browser.cookiesFor(server.origin).match(/\.session=([^;]+)/)?.[1];
    const claims = await decode({ token: cookie, secret: SECRET });
    expect(Object.keys(claims ?? {}).sort()).toEqual(["exp", "iat", "jti", "sid"]);
    const [entry] = await entriesSince(seq);
    expect(entry).toMatchObject({
      kind: "human.signed_in",
      humanId: jane.human.id,
      facts: { by: "password", address: "127.0.0.1" },
    });
  });

  it("says why not, as a code", async () => {
    const jane = await person("jane", ["viewer"]);
    const browser = new Browser();
    const wrong = await signInWith(browser, "password", { email: jane.human.email, password: "not it" });
    expect([wrong.status, wrong.error]).toEqual([401, "SIGN_IN_FAILED"]);
    for (let n = 0; n < 9; n += 1)
      await signInWith(browser, "password", { email: jane.human.email, password: "not it" });
    const limited = await signInWith(browser, "password", { email: jane.human.email, password: PASSWORD });
    expect(limited.error).toMatch(/^RATE_LIMITED:\d+$/);
    expect(await whoIs(browser)).toBeUndefined();
  });

  it("is refused without the form's own token", async () => {
    const jane = await person("jane", ["viewer"]);
    const browser = new Browser();
    const seq = await latest();
    for (const csrfToken of [undefined, "made-up"]) {
      const form = { email: jane.human.email, password: PASSWORD, json: "true", ...(csrfToken && { csrfToken }) };
      const response = await browser.send(api("callback/password"), form);
      expect(((await response.json()) as { url: string }).url).toContain("csrf=true");
    }
    expect(await whoIs(browser)).toBeUndefined();
    expect(await kindsSince(seq)).toEqual([]);
  });

  it("leads to no other site, whatever the address asks for", async () => {
    const jane = await person("jane", ["viewer"]);
    for (const callbackUrl of ["//evil.example", "https://evil.example/x", "/\\evil.example"]) {
      const outcome = await signInWith(new Browser(), "password", {
        email: jane.human.email,
        password: PASSWORD,
        callbackUrl,
      });
      expect(outcome.url).toBe(`${server.origin}/inbox`);
    }
  });

  it("makes a new session each time and ends the one before", async () => {
    const jane = await person("jane", ["viewer"]);
    const browser = new Browser();
    const fields = { email: jane.human.email, password: PASSWORD };
    await signInWith(browser, "password", fields);
    const before = await humanFromCookies(browser.cookiesFor(server.origin));
    await signInWith(browser, "password", fields);
    const after = await humanFromCookies(browser.cookiesFor(server.origin));
    expect(after?.sessionHash).not.toBe(before?.sessionHash);
    expect(await isAlive(before?.sessionHash ?? "")).toBe(false);
  });

  it("is refused where the address is not encrypted", async () => {
    const jane = await person("jane", ["viewer"]);
    configure({ publicUrl: "http://192.168.1.20:3000" });
    const browser = new Browser();
    const outcome = await signInWith(browser, "password", { email: jane.human.email, password: PASSWORD });
    expect(outcome.error).toBe("INSECURE_ADDRESS");
  });
});

describe("a one-time link", () => {
  it("sets the password and signs in", async () => {
    const admin = await person("admin", ["admin"]);
    const link = await invitePerson(admin, { email: "new@example.com", name: "New", roles: ["approver"] });
    const fields = { token: tokenOf(link), name: "Nora", password: "a lantern beside the gate" };
    const browser = new Browser();
    const seq = await latest();
    expect((await signInWith(browser, "link", { ...fields, password: "short" })).error).toBe("INVALID_INPUT");
    expect((await signInWith(browser, "link", fields)).error).toBeNull();
    expect(await whoIs(browser)).toBe("new@example.com");
    expect((await signInWith(new Browser(), "link", fields)).error).toBe("LINK_SPENT");
    expect(await kindsSince(seq)).toEqual(["human.joined", "human.signed_in"]);
  });
});

describe("signing out on the page", () => {
  it("ends the session in the database too", async () => {
    const jane = await person("jane", ["viewer"]);
    const browser = new Browser();
    await signInWith(browser, "password", { email: jane.human.email, password: PASSWORD });
    const cookies = browser.cookiesFor(server.origin);
    const before = await humanFromCookies(cookies);
    await browser.send(api("signout"), { json: "true" });
    expect(await isAlive(before?.sessionHash ?? "")).toBe(true); // without the form's token nothing happens
    await browser.send(api("signout"), { csrfToken: await csrf(browser), json: "true" });
    expect(await humanFromCookies(cookies)).toBeNull();
    expect(browser.cookiesFor(server.origin)).not.toContain("session");
  });
});

describe("a cookie from before", () => {
  it("that somebody else planted is worth nothing", async () => {
    const sid = "css_chosen-by-an-attacker";
    expect(await isAlive(digestOf(sid))).toBe(false);
    expect(await humanFromCookies(`countersign-${new URL(server.origin).port}.session=${sid}`)).toBeNull();
  });
});
