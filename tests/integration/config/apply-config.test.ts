import { describe, expect, it } from "vitest";
import { digestOf } from "../../../lib/base/index";
import { configPath, countDeclared } from "../../../lib/config/index";
import { db } from "../../../lib/db/index";
import { humanFromAccessToken, signInWithPassword } from "../../../lib/identity/index";
import { identify } from "../../../lib/tokens/index";
import {
  AGENTS,
  apply,
  eachInItsOwnHouse,
  entriesSince,
  kindsSince,
  latest,
  PEOPLE,
  RULES,
  refusal,
  SECRETS,
  SERVERS,
  WHOLE,
} from "./applying";

eachInItsOwnHouse();

const whoHas = async (key: string) => identify(`Bearer ${key}`, null, "192.0.2.1");

describe("a configuration file", () => {
  it("makes people, servers, rules and agents that work, although the server is down", async () => {
    const seq = await latest();
    const { changes, digest } = await apply(WHOLE);
    expect(changes).toEqual([
      "sam@example.com was made",
      "jane@example.com was made",
      "server everything was added",
      "rule quick was made",
      "rule default, made on the page, now belongs to the file",
      "agent release-bot was registered",
    ]);
    expect(digest).toBe(digestOf(WHOLE));
    const entries = await entriesSince(seq);
    expect(entries.map(({ kind }) => kind)).toEqual([
      "human.joined",
      "access_token.made",
      "human.joined",
      "server.added",
      "server.credential_set",
      "rule.changed",
      "rule.made",
      "agent.registered",
      "agent.charter_set",
      "agent.credential_made",
      "agent.credential_made",
      "config.applied",
    ]);
    expect(entries.at(-1)?.facts).toEqual({ digest: digestOf(WHOLE), changes: 6 });
    const person = await signInWithPassword({ email: "sam@example.com", password: SECRETS.SAM_PASSWORD }, null);
    expect(person.roles).toEqual(["viewer", "approver", "admin"]);
    expect(await humanFromAccessToken(SECRETS.SAM_TOKEN)).toMatchObject({ rights: ["read", "operate"] });
    const agent = await db().agent.findUniqueOrThrow({ where: { name: "release-bot" }, include: { owner: true } });
    expect([agent.source, agent.owner.email]).toEqual(["config", "jane@example.com"]);
    expect(await whoHas(SECRETS.RELEASE_BOT_KEY)).toMatchObject({ agentId: agent.id, via: "key" });
  });

  it("says of everything it declares that it does, and where", async () => {
    await apply(WHOLE);
    expect(configPath()).toMatch(/countersign-\d+\.yaml$/);
    const sources = await Promise.all([
      db().human.findMany({ select: { source: true } }),
      db().accessToken.findMany({ select: { source: true } }),
      db().server.findMany({ select: { source: true } }),
      db().upstreamCredential.findMany({ select: { source: true } }),
      db().agent.findMany({ select: { source: true } }),
      db().agentCredential.findMany({ select: { source: true } }),
      db().rule.findMany({ select: { source: true } }),
    ]);
    expect(new Set(sources.flat().map(({ source }) => source))).toEqual(new Set(["config"]));
    expect(await countDeclared()).toBe(6);
  });

  it("changes nothing and writes no entry when it is applied again", async () => {
    await apply(WHOLE);
    const seq = await latest();
    expect((await apply(WHOLE)).changes).toEqual([]);
    // other bytes, the same meaning
    expect((await apply(`# later\n${RULES}${AGENTS}${SERVERS}${PEOPLE}`)).changes).toEqual([]);
    expect(await kindsSince(seq)).toEqual([]);
  });

  it("changes only what it says differently", async () => {
    await apply(WHOLE);
    const seq = await latest();
    const { changes } = await apply(
      WHOLE.replace("name: Jane", "name: Jane Doe")
        .replace("idle: 1m", "idle: 2m")
        .replace("[echo, get-sum] }]", "[echo] }]"),
    );
    expect(changes).toEqual([
      "jane@example.com was changed",
      "rule quick was changed",
      "agent release-bot was changed",
    ]);
    expect(await kindsSince(seq)).toEqual(["human.changed", "rule.changed", "agent.charter_set", "config.applied"]);
  });

  it("takes new secrets from the environment, and ends the old ones", async () => {
    await apply(WHOLE);
    const seq = await latest();
    const renewed = {
      RELEASE_BOT_SECRET: "canary-bot-renewed-0123456789-abcdef",
      RELEASE_BOT_KEY: "csk_canary-key-renewed-0123456789-abc",
      SAM_PASSWORD: "canary-lantern-beside-the-gate",
      SAM_TOKEN: "canary-token-renewed-0123456789",
      EVERYTHING_CREDENTIAL: "Bearer canary-renewed",
    };
    const { changes } = await apply(WHOLE, renewed);
    expect(changes).toEqual([
      "sam@example.com was changed",
      "server everything was changed",
      "agent release-bot was changed",
    ]);
    expect((await kindsSince(seq)).toSorted()).toEqual([
      "access_token.made",
      "access_token.revoked",
      "agent.credential_made",
      "agent.credential_made",
      "agent.credential_revoked",
      "agent.credential_revoked",
      "config.applied",
      "human.password_set",
      "server.credential_set",
    ]);
    await expect(whoHas(SECRETS.RELEASE_BOT_KEY)).rejects.toMatchObject({ code: "TOKEN_INVALID" });
    expect(await whoHas(renewed.RELEASE_BOT_KEY)).toMatchObject({ via: "key" });
  });

  it("takes credentials and charter back that it no longer says", async () => {
    await apply(WHOLE);
    const seq = await latest();
    const less = `${PEOPLE}
servers: { everything: { url: "http://127.0.0.1:9/mcp" } }
agents: { release-bot: { owner: jane@example.com } }
${RULES}`;
    expect((await apply(less)).changes).toEqual(["server everything was changed", "agent release-bot was changed"]);
    expect(await kindsSince(seq)).toEqual([
      "server.changed",
      "server.credential_removed",
      "agent.charter_removed",
      "agent.credential_revoked",
      "agent.credential_revoked",
      "config.applied",
    ]);
    expect((await apply(less)).changes).toEqual([]);
  });

  it("may pass the admin's role from one to another", async () => {
    await apply("people:\n  - { email: a@example.com, roles: [admin] }\n  - { email: b@example.com }\n");
    const { changes } = await apply(
      "people:\n  - { email: a@example.com }\n  - { email: b@example.com, roles: [admin] }\n",
    );
    expect(changes).toHaveLength(2);
  });

  it("is doubtful when it leaves the house without an admin", async () => {
    const { warnings } = await apply("people: [{ email: a@example.com }]");
    expect(warnings).toEqual([expect.stringContaining("Nobody is an admin")]);
    expect((await apply("people: [{ email: a@example.com, roles: [admin] }]")).warnings).toEqual([]);
  });

  it("is applied once by two instances that start at the same moment", async () => {
    const seq = await latest();
    const [one, other] = await Promise.all([apply(WHOLE), apply(WHOLE)]);
    expect([one.changes.length, other.changes.length].toSorted()).toEqual([0, 6]);
    const kinds = await kindsSince(seq);
    expect(kinds.filter((kind) => kind === "config.applied")).toHaveLength(1);
    expect(kinds).toHaveLength(12);
  });
});

describe("a configuration file that does not fit what is there", () => {
  const unchanged = async (content: string, expected: string[]) => {
    const seq = await latest();
    expect(await refusal(content)).toEqual(expected);
    expect(await kindsSince(seq)).toEqual([]);
  };

  it("is refused for an owner whom nobody knows, and for one who would be disabled", async () => {
    await unchanged(`${SERVERS}${RULES}${AGENTS.replace("jane@", "jnae@")}${PEOPLE}`, [
      "14:12 agents.release-bot.owner: There is no jnae@example.com here. Did you mean jane@example.com?",
    ]);
    await apply(WHOLE);
    await unchanged(`${SERVERS}${AGENTS}people: [{ email: sam@example.com, roles: [admin] }]`, [
      "10:12 agents.release-bot.owner: This file no longer declares jane@example.com, who would be disabled by it.",
    ]);
  });

  it("is refused for a charter that names a server which is not there", async () => {
    await unchanged(WHOLE.replace("server: everything", "server: everthing"), [
      "19:67 agents.release-bot.charter.scope[0].server: There is no server called everthing. Did you mean everything?",
    ]);
    await apply(WHOLE);
    await unchanged(`${PEOPLE}${AGENTS}`, [
      "13:67 agents.release-bot.charter.scope[0].server: This file no longer declares the server everything.",
    ]);
  });

  it("is refused when nobody would stay admin", async () => {
    await apply(WHOLE);
    await unchanged(PEOPLE.replace("[approver, admin]", "[approver]"), [
      "4:5 people[1]: sam@example.com is the only admin. Make somebody else admin first.",
    ]);
    await unchanged("people: []", ["1:1 people: sam@example.com is the only admin. Make somebody else admin first."]);
  });

  it("is refused with a code, and changes nothing, when it has a mistake at its end", async () => {
    const seq = await latest();
    await expect(apply(`${WHOLE}serverz: {}\n`)).rejects.toMatchObject({ code: "INVALID_INPUT" });
    expect(await kindsSince(seq)).toEqual([]);
    expect(await db().human.count()).toBe(0);
  });
});

describe("a secret", () => {
  it("never shows up in the log, in a refusal or in what is said", async () => {
    const seq = await latest();
    const said = [JSON.stringify(await apply(WHOLE))];
    said.push(...(await refusal(WHOLE.replace("jane@example.com\n", "nobody@example.com\n"))));
    said.push(...(await refusal(`${WHOLE}x: 1`)));
    const bodies = await db().entry.findMany({ where: { seq: { gt: seq } }, select: { body: true } });
    expect(bodies.length).toBeGreaterThan(10);
    for (const secret of Object.values(SECRETS)) {
      const bare = secret.replace("Bearer ", "");
      for (const text of [...said, ...bodies.map(({ body }) => body)]) expect(text).not.toContain(bare);
    }
  });
});
