import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { db } from "../../../lib/db/index";
import {
  disablePerson,
  humanFromCookies,
  type IssuerSettings,
  invitePerson,
  spendLink,
} from "../../../lib/identity/index";
import { freshDatabase } from "../../setup/database";
import { type AuthServer, startAuthServer } from "./auth-server";
import { Browser } from "./browser";
import { configure, entriesSince, kindsSince, latest, person, refusal, sendEverybodyAway, tokenOf } from "./people";
import { type Account, type SignInService, startSignInService } from "./sign-in-service";

let server: AuthServer;
let service: SignInService;
beforeAll(async () => {
  await freshDatabase();
  server = await startAuthServer();
  service = await startSignInService(`${server.origin}/api/auth/callback/oidc`, "idToken");
});
afterAll(async () => {
  await server.close();
  await service.close();
});

const withIssuer = (given: Partial<IssuerSettings> = {}) => {
  const { issuer, clientId, clientSecret } = service;
  configure({ publicUrl: server.origin, issuer: { issuer, clientId, clientSecret, ...given } });
};
beforeEach(async () => {
  withIssuer();
  await sendEverybodyAway();
});

/** Goes from the button to where the sign-in ends; returns its path and query. */
async function comeIn(account: Account, browser = new Browser()): Promise<string> {
  service.account = account;
  const back = await browser.follow(await begin(browser), (url) => url.startsWith(server.origin));
  return finish(browser, back);
}
async function begin(browser: Browser): Promise<string> {
  const { csrfToken } = (await (await browser.send(`${server.origin}/api/auth/csrf`)).json()) as { csrfToken: string };
  const form = { csrfToken, callbackUrl: "/inbox", json: "true" };
  const response = await browser.send(`${server.origin}/api/auth/signin/oidc`, form);
  return ((await response.json()) as { url: string }).url;
}
async function finish(browser: Browser, callback: string): Promise<string> {
  const end = await browser.follow(callback, (url) => !new URL(url).pathname.startsWith("/api/auth/"));
  return end.replace(server.origin, "");
}
const whoIs = async (browser: Browser) => (await humanFromCookies(browser.cookiesFor(server.origin)))?.human.email;
const verified = (email: string, sub = `sub of ${email}`): Account => ({ sub, email, email_verified: true });

describe("signing in by the sign-in service", () => {
  it("sends the browser there with PKCE, state and nonce", async () => {
    const url = new URL(await begin(new Browser()));
    expect(url.origin).toBe(service.issuer);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: "code",
      code_challenge_method: "S256",
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.any(String),
      nonce: expect.any(String),
      redirect_uri: `${server.origin}/api/auth/callback/oidc`,
    });
  });

  it("lets in whoever was invited, once and for all by issuer and subject", async () => {
    const admin = await person("admin", ["admin"]);
    const link = await invitePerson(admin, { email: "jane@example.com", name: "Jane", roles: ["approver"] });
    const seq = await latest();
    const browser = new Browser();
    expect(await comeIn(verified("Jane@Example.com", "1"), browser)).toBe("/inbox");
    expect((await humanFromCookies(browser.cookiesFor(server.origin)))?.human).toMatchObject({
      email: "jane@example.com",
      name: "Jane",
      roles: ["viewer", "approver"],
    });
    expect(await kindsSince(seq)).toEqual(["human.joined", "human.signed_in"]);
    expect((await entriesSince(seq))[1]?.facts).toMatchObject({ by: service.issuer });
    const spent = await refusal(spendLink({ token: tokenOf(link), password: "a lantern beside the gate" }));
    expect(spent.code).toBe("LINK_SPENT");
    // the e-mail at the service may change: the person is known by the subject
    const later = new Browser();
    await comeIn({ sub: "1", email: "jane.married@example.com", email_verified: true }, later);
    expect(await whoIs(later)).toBe("jane@example.com");
    expect(await db().human.count()).toBe(2);
  });

  it("links somebody who is here by their verified e-mail, and says so in the log", async () => {
    const jane = await person("jane", ["auditor"]);
    const seq = await latest();
    const browser = new Browser();
    await comeIn(verified(jane.human.email, "7"), browser);
    expect(await whoIs(browser)).toBe(jane.human.email);
    expect(await kindsSince(seq)).toEqual(["human.changed", "human.signed_in"]);
    await comeIn(verified(jane.human.email, "7"), browser);
    expect((await kindsSince(seq)).filter((kind) => kind === "human.changed")).toHaveLength(1);
  });

  it("is refused to whoever was not invited, and makes nobody", async () => {
    const seq = await latest();
    const browser = new Browser();
    expect(await comeIn(verified("stranger@example.com"), browser)).toBe("/sign-in?error=NOT_INVITED");
    expect(await whoIs(browser)).toBeUndefined();
    expect(await db().human.count()).toBe(0);
    expect(await kindsSince(seq)).toEqual([]);
  });

  it.each([
    ["false", false],
    ["missing", undefined],
    ["the text false", "false"],
    ["something else", "maybe"],
  ])("does not believe an e-mail whose verification is %s", async (_, email_verified) => {
    const admin = await person("admin", ["admin"]);
    const browser = new Browser();
    const account = { sub: "eve", email: admin.human.email, email_verified };
    expect(await comeIn(account, browser)).toBe("/sign-in?error=EMAIL_NOT_VERIFIED");
    expect(await whoIs(browser)).toBeUndefined();
    expect((await db().human.findUniqueOrThrow({ where: { id: admin.human.id } })).oidcSubject).toBeNull();
  });

  it("believes unverified e-mails of a service that the operator trusts with them", async () => {
    withIssuer({ trustsEmail: true });
    const jane = await person("jane", ["viewer"]);
    const browser = new Browser();
    await comeIn({ sub: "1", email: jane.human.email }, browser);
    expect(await whoIs(browser)).toBe(jane.human.email);
  });

  it("does not give one person's place to a second account with the same e-mail", async () => {
    const jane = await person("jane", ["admin"]);
    await comeIn(verified(jane.human.email, "first account"));
    const browser = new Browser();
    expect(await comeIn(verified(jane.human.email, "second account"), browser)).toBe("/sign-in?error=OTHER_IDENTITY");
    expect(await whoIs(browser)).toBeUndefined();
  });

  it("is refused to the disabled, linked before or not", async () => {
    const admin = await person("admin", ["admin"]);
    const [jane, sam] = [await person("jane", ["viewer"]), await person("sam", ["viewer"])];
    await comeIn(verified(jane.human.email, "1"));
    for (const { human } of [jane, sam]) await disablePerson(admin, human.id, "left");
    expect(await comeIn(verified(jane.human.email, "1"))).toBe("/sign-in?error=PERSON_DISABLED");
    expect(await comeIn(verified(sam.human.email, "2"))).toBe("/sign-in?error=PERSON_DISABLED");
  });

  it("does not follow an invitation by somebody who is no admin any more", async () => {
    const admin = await person("admin", ["admin"]);
    await invitePerson(admin, { email: "jane@example.com", name: "Jane", roles: ["admin"] });
    await db().human.update({ where: { id: admin.human.id }, data: { roles: ["viewer"] } });
    expect(await comeIn(verified("jane@example.com"))).toBe("/sign-in?error=NOT_INVITED");
  });

  it("makes a viewer of anyone the service knows, where the operator says so", async () => {
    withIssuer({ admits: "anyone" });
    const browser = new Browser();
    await comeIn({ ...verified("anyone@example.com"), name: "An\u202Eyone" }, browser);
    expect((await humanFromCookies(browser.cookiesFor(server.origin)))?.human).toMatchObject({
      name: "anyone@example.com",
      roles: ["viewer"],
    });
  });

  it("fetches e-mail and name from services that keep them out of the ID token", async () => {
    const second = await startSignInService(`${server.origin}/api/auth/callback/oidc`, "userinfo");
    const { issuer, clientId, clientSecret } = second;
    configure({ publicUrl: server.origin, issuer: { issuer, clientId, clientSecret, admits: "anyone" } });
    second.account = { ...verified("jane@example.com"), name: "Jane Doe" };
    const browser = new Browser();
    const back = await browser.follow(await begin(browser), (url) => url.startsWith(server.origin));
    await finish(browser, back);
    expect((await humanFromCookies(browser.cookiesFor(server.origin)))?.human.name).toBe("Jane Doe");
    await second.close();
  });
});

describe("the way back from the sign-in service", () => {
  it("is refused to another browser than the one that set out", async () => {
    const jane = await person("jane", ["viewer"]);
    service.account = verified(jane.human.email);
    const browser = new Browser();
    const back = await browser.follow(await begin(browser), (url) => url.startsWith(server.origin));
    const victim = new Browser();
    expect(await finish(victim, back)).toContain("error=OAuthCallback");
    expect(await whoIs(victim)).toBeUndefined();
  });

  it("is refused with another state, without one, and a second time", async () => {
    const jane = await person("jane", ["viewer"]);
    service.account = verified(jane.human.email);
    const browser = new Browser();
    const back = new URL(await browser.follow(await begin(browser), (url) => url.startsWith(server.origin)));
    const state = back.searchParams.get("state") ?? "";
    back.searchParams.set("state", `${state}x`);
    expect(await finish(browser, back.href)).toContain("error=OAuthCallback");
    const again = new URL(await browser.follow(await begin(browser), (url) => url.startsWith(server.origin)));
    await finish(browser, again.href);
    expect(await whoIs(browser)).toBe(jane.human.email);
    expect(await finish(browser, again.href)).toContain("error=OAuthCallback");
  });

  it("is refused when the service says it is another issuer than the one configured", async () => {
    const jane = await person("jane", ["viewer"]);
    service.account = verified(jane.human.email);
    const browser = new Browser();
    const back = await browser.follow(await begin(browser), (url) => url.startsWith(server.origin));
    withIssuer({ issuer: `${service.issuer}/` });
    expect(await finish(browser, back)).toBe("/sign-in?error=ISSUER_FAILED");
    expect(await whoIs(browser)).toBeUndefined();
  });

  it("ends on the sign-in page when the service is away", async () => {
    const { clientId, clientSecret } = service;
    configure({ publicUrl: server.origin, issuer: { issuer: "http://127.0.0.1:1", clientId, clientSecret } });
    expect(await begin(new Browser())).toContain("error=OAuthSignin");
  });
});
