import { describe, expect, it } from "vitest";
import { newId } from "../../../lib/base/index";
import { db } from "../../../lib/db/index";
import { hashDeclaredPassword, makeAccessToken } from "../../../lib/identity/index";
import type { SignedIn } from "../../../lib/identity/schema";
import { completeRule, saveRule } from "../../../lib/policy/index";
import { addServer } from "../../../lib/servers/index";
import { registerAgent } from "../../../lib/tokens/index";
import { apply, eachInItsOwnHouse, kindsSince, latest, makePageAdmin, refusal, SECRETS } from "./applying";

eachInItsOwnHouse();

const ADDRESS = "http://127.0.0.1:9/mcp";
const CHARTER = { purpose: "Cut the weekly release", scope: [{ server: "everything", tools: ["echo"] }] };

/** What somebody made on the pages before there was a file. */
async function makeOnThePage(): Promise<{ admin: SignedIn; janeId: string }> {
  const admin = await makePageAdmin();
  const janeId = newId();
  const passwordHash = await hashDeclaredPassword("jane@example.com", "a lantern beside the gate");
  await db().human.create({
    data: { id: janeId, email: "jane@example.com", name: "jane", roles: ["viewer"], passwordHash },
  });
  const id = newId();
  await db().server.create({ data: { id, name: "everything", url: ADDRESS } });
  await registerAgent(admin, { name: "release-bot", ownerId: janeId, charter: CHARTER });
  await saveRule(admin.human, { body: completeRule({ name: "quick", priority: 5, idleSeconds: 60 }) });
  return { admin, janeId };
}

const FILE = `
people: [{ email: jane@example.com }]
servers: { everything: { url: "${ADDRESS}" } }
agents:
  release-bot:
    owner: jane@example.com
    charter: { purpose: Cut the weekly release, scope: [{ server: everything, tools: [echo] }] }
rules: [{ name: quick, priority: 5, idle: 1m }]
`;

describe("a file that declares what was made on the page", () => {
  it("takes it over as it is, and says so", async () => {
    const { janeId } = await makeOnThePage();
    const seq = await latest();
    const { changes } = await apply(FILE);
    expect(changes).toEqual([
      "jane@example.com, made on the page, now belongs to the file",
      "server everything, made on the page, now belongs to the file",
      "rule quick, made on the page, now belongs to the file",
      "agent release-bot, made on the page, now belongs to the file",
    ]);
    expect(await kindsSince(seq)).toEqual(["config.applied"]);
    expect(await db().human.findUniqueOrThrow({ where: { id: janeId } })).toMatchObject({
      source: "config",
      passwordSource: "page",
      passwordHash: expect.any(String),
    });
    expect(await db().agentCredential.count({ where: { revokedAt: null, source: "page" } })).toBe(1);
    expect((await apply(FILE)).changes).toEqual([]);
  });

  it.each([
    [
      "another address under the same name",
      FILE.replace(":9/mcp", ":10/mcp"),
      "3:31 servers.everything.url: A server called everything was made on the page, with another address. Use another name.",
    ],
    [
      "another owner",
      FILE.replace("owner: jane@example.com", "owner: sam@example.com").replace(
        "people: [",
        "people: [{ email: sam@example.com }, ",
      ),
      "6:12 agents.release-bot.owner: An agent called release-bot was made on the page and is jane@example.com's.",
    ],
    [
      "a password of somebody who has their own",
      FILE.replace("jane@example.com }", "jane@example.com, password: env:SAM_PASSWORD }"),
      "2:47 people[0].password: jane@example.com has a password of their own, set on the page. Leave password out, and they keep it.",
    ],
    [
      "a rule that contradicts one of the page's",
      FILE.replace("name: quick", "name: fast"),
      "8:33 rules[0].priority: Rule quick matches the same and has priority 5 too, so neither comes first. Use another priority, or match something else.",
    ],
  ])("is refused for %s, and nothing is changed", async (_what, file, expected) => {
    await makeOnThePage();
    const seq = await latest();
    expect(await refusal(file)).toEqual([expected]);
    expect(await kindsSince(seq)).toEqual([]);
    expect(await db().human.count({ where: { source: "config" } })).toBe(0);
  });

  it("is refused for a server whose credential it does not say, and takes it over with one", async () => {
    const admin = await makePageAdmin();
    const credential = { header: "Authorization", value: "Bearer of-the-page" };
    // nothing listens there; it is registered all the same
    await addServer(admin.human, { name: "everything", url: ADDRESS, credential });
    const file = `servers: { everything: { url: "${ADDRESS}" } }`;
    expect(await refusal(file)).toEqual([
      "1:12 servers.everything: everything has a credential that was set on the page. Declare it here too, or remove it there.",
    ]);
    const whole = file.replace(
      'mcp" }',
      'mcp", credential: { header: Authorization, value: env:EVERYTHING_CREDENTIAL } }',
    );
    expect((await apply(whole)).changes).toEqual(["server everything, made on the page, now belongs to the file"]);
    expect(await db().upstreamCredential.findFirstOrThrow()).toMatchObject({ source: "config" });
  });

  it("is refused for an access token that was made on the page", async () => {
    const admin = await makePageAdmin();
    const { token } = await makeAccessToken(admin, { name: "mine", rights: ["read"], days: 1 });
    const file = "people: [{ email: sam@example.com, accessToken: { value: env:SAM_TOKEN, rights: [read] } }]";
    expect(await refusal(file, { ...SECRETS, SAM_TOKEN: token })).toEqual([
      "1:58 people[0].accessToken.value: This access token exists already, and is not this person's from a file.",
    ]);
  });
});
