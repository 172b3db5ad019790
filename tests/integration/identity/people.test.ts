import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newId } from "../../../lib/base/index";
import { db, inTransaction } from "../../../lib/db/index";
import type { Declaration } from "../../../lib/identity/declare-person";
import {
  changePerson,
  createAgent,
  declarePerson,
  disablePerson,
  enablePerson,
  findAgent,
  findHumanByEmail,
  hashDeclaredPassword,
  humanFromAccessToken,
  listDeclaredPeople,
  listPeople,
  makeAccessToken,
  signInWithPassword,
  undeclarePerson,
} from "../../../lib/identity/index";
import type { PersonChange, SignedIn } from "../../../lib/identity/schema";
import { freshDatabase } from "../../setup/database";
import {
  configure,
  entriesSince,
  isAlive,
  kindsSince,
  latest,
  PASSWORD,
  person,
  refusal,
  sendEverybodyAway,
} from "./people";

beforeAll(async () => {
  await freshDatabase();
});
beforeEach(async () => {
  configure();
  await sendEverybodyAway();
});

const rolesOf = async (someone: SignedIn) =>
  (await db().human.findUniqueOrThrow({ where: { id: someone.human.id } })).roles;
const admins = () => db().human.count({ where: { state: "active", roles: { has: "admin" } } });

describe("changing a person", () => {
  it("records what changed, by whom and of whom", async () => {
    const admin = await person("admin", ["admin"]);
    const jane = await person("jane", ["viewer"]);
    const seq = await latest();
    await changePerson(admin, jane.human.id, { name: "Jane", roles: ["auditor"], seesBodies: true });
    const [entry] = await entriesSince(seq);
    expect(entry).toMatchObject({
      kind: "human.changed",
      humanId: admin.human.id,
      facts: {
        person: { id: jane.human.id, email: jane.human.email },
        before: { name: "jane", roles: ["viewer"] },
        after: { name: "Jane", roles: ["viewer", "auditor"] },
      },
    });
    expect(Object.keys(Object(entry?.facts.after))).toEqual(["name", "roles"]);
  });

  it("writes nothing when nothing changes", async () => {
    const admin = await person("admin", ["admin"]);
    const jane = await person("jane", ["approver"]);
    const seq = await latest();
    await changePerson(admin, jane.human.id, { name: "jane", roles: ["approver", "viewer"] });
    expect(await kindsSince(seq)).toEqual([]);
  });

  it("is refused to anybody but an admin", async () => {
    const jane = await person("jane", ["approver", "auditor"]);
    const seq = await latest();
    expect((await refusal(changePerson(jane, jane.human.id, { roles: ["admin"] }))).code).toBe("FORBIDDEN");
    expect(await rolesOf(jane)).toEqual(["viewer", "approver", "auditor"]);
    expect(await kindsSince(seq)).toEqual([]);
  });

  it("is refused to an admin whose session still says so but who is none any more", async () => {
    const admin = await person("admin", ["admin"]);
    const other = await person("other", ["admin"]);
    await changePerson(admin, other.human.id, { roles: [] });
    expect((await refusal(changePerson(other, other.human.id, { roles: ["admin"] }))).code).toBe("FORBIDDEN");
  });

  it("is refused for somebody the configuration file declares, or who is not there", async () => {
    const admin = await person("admin", ["admin"]);
    const jane = await person("jane", ["viewer"], "config");
    const change: PersonChange = { roles: ["admin"] };
    expect((await refusal(changePerson(admin, jane.human.id, change))).code).toBe("CONFIG_OWNED");
    expect((await refusal(disablePerson(admin, jane.human.id, "x"))).code).toBe("CONFIG_OWNED");
    expect((await refusal(enablePerson(admin, jane.human.id))).code).toBe("CONFIG_OWNED");
    for (const id of [newId(), "", "' OR 1=1 --"]) {
      expect((await refusal(changePerson(admin, id, change))).code).toBe("NOT_FOUND");
      expect((await refusal(disablePerson(admin, id, "x"))).code).toBe("NOT_FOUND");
    }
  });
});

describe("the last admin", () => {
  it("stays admin, and stays", async () => {
    const admin = await person("admin", ["admin"]);
    const gone = await person("gone", ["admin"]);
    await disablePerson(admin, gone.human.id, "left");
    const seq = await latest();
    expect((await refusal(changePerson(admin, admin.human.id, { roles: ["approver"] }))).code).toBe("LAST_ADMIN");
    expect((await refusal(disablePerson(admin, admin.human.id, "leaving"))).code).toBe("LAST_ADMIN");
    expect(await admins()).toBe(1);
    expect(await kindsSince(seq)).toEqual([]);
  });

  it("is left when two admins demote each other at once, twenty times over", async () => {
    for (let round = 0; round < 20; round += 1) {
      await db().human.updateMany({ data: { roles: ["viewer"] } });
      const [ann, bob] = await Promise.all([person("ann", ["admin"]), person("bob", ["admin"])]);
      const outcomes = await Promise.allSettled([
        changePerson(ann, bob.human.id, { roles: [] }),
        changePerson(bob, ann.human.id, { roles: [] }),
      ]);
      expect(await admins()).toBe(1);
      const refused = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason.code] : []));
      expect(refused).toEqual(["FORBIDDEN"]);
    }
  });

  it("is left when both resign or disable at once", async () => {
    for (let round = 0; round < 10; round += 1) {
      await db().human.updateMany({ data: { roles: ["viewer"] } });
      const [ann, bob] = await Promise.all([person("ann", ["admin"]), person("bob", ["admin"])]);
      await Promise.allSettled([
        changePerson(ann, ann.human.id, { roles: [] }),
        disablePerson(bob, bob.human.id, "leaving"),
      ]);
      expect(await admins()).toBe(1);
    }
  });
});

describe("disabling a person", () => {
  it("ends their sessions and access tokens, and leaves them their agents", async () => {
    const admin = await person("admin", ["admin"]);
    const jane = await person("jane", ["approver"]);
    const { token } = await makeAccessToken(jane, { name: "ci", rights: ["read"], days: 30 });
    const agent = await inTransaction((tx) =>
      createAgent(tx, admin, { name: "bot", ownerId: jane.human.id, note: "" }),
    );
    const seq = await latest();
    await disablePerson(admin, jane.human.id, "left the company");
    expect(await isAlive(jane.sessionHash)).toBe(false);
    expect(await humanFromAccessToken(token)).toBeNull();
    expect((await findAgent(agent.id))?.owner).toMatchObject({ id: jane.human.id, state: "disabled" });
    expect((await entriesSince(seq)).map(({ kind, humanId, facts }) => [kind, humanId, facts.person])).toEqual([
      ["human.disabled", admin.human.id, { id: jane.human.id, email: jane.human.email }],
      ["access_token.revoked", admin.human.id, { id: jane.human.id, email: jane.human.email }],
    ]);
  });

  it("twice is once", async () => {
    const admin = await person("admin", ["admin"]);
    const jane = await person("jane", ["viewer"]);
    await disablePerson(admin, jane.human.id, "left");
    const seq = await latest();
    await disablePerson(admin, jane.human.id, "left");
    expect(await kindsSince(seq)).toEqual([]);
  });

  it("can be undone; sessions and tokens stay ended", async () => {
    const admin = await person("admin", ["admin"]);
    const jane = await person("jane", ["viewer"]);
    const { token } = await makeAccessToken(jane, { name: "ci", rights: ["read"], days: 30 });
    await disablePerson(admin, jane.human.id, "left");
    await enablePerson(admin, jane.human.id);
    expect(await isAlive(jane.sessionHash)).toBe(false);
    expect(await humanFromAccessToken(token)).toBeNull();
    expect((await signInWithPassword({ email: jane.human.email, password: PASSWORD }, null)).id).toBe(jane.human.id);
  });

  it("leaves no token that was made at the same moment", async () => {
    const admin = await person("admin", ["admin"]);
    for (let round = 0; round < 10; round += 1) {
      const jane = await person("jane", ["viewer"]);
      await Promise.allSettled([
        makeAccessToken(jane, { name: "ci", rights: ["read"], days: 30 }),
        disablePerson(admin, jane.human.id, "left"),
      ]);
      expect(await db().accessToken.count({ where: { humanId: jane.human.id, revokedAt: null } })).toBe(0);
    }
  });
});

describe("the list of people", () => {
  it("says how each signs in and when they were last here, and never a hash", async () => {
    const admin = await person("admin", ["admin"]);
    await db().human.update({
      where: { id: admin.human.id },
      data: { oidcIssuer: "https://id.example.com", oidcSubject: "1" },
    });
    const [row] = await listPeople();
    expect(row).toMatchObject({
      state: "active",
      source: "page",
      signsInBy: ["password", "issuer"],
      seenAt: expect.any(Date),
    });
    expect(JSON.stringify(row)).not.toContain("scrypt");
  });
});

describe("people of the configuration file", () => {
  const declare = (said: Partial<Declaration> & { email: string }) =>
    inTransaction((tx) =>
      declarePerson(tx, {
        name: "Sam",
        roles: ["approver"],
        seesBodies: true,
        passwordHash: null,
        accessToken: null,
        ...said,
      }),
    );

  it("are made with their password and token, and applying the same again changes nothing", async () => {
    const email = "sam@example.com";
    const apply = async () =>
      declare({
        email,
        passwordHash: await hashDeclaredPassword(email, PASSWORD),
        accessToken: { value: "a-token-of-the-file-with-32-characters", rights: ["read", "review"] },
      });
    expect((await apply()).changed).toBe(true);
    const seq = await latest();
    expect((await apply()).changed).toBe(false);
    expect(await kindsSince(seq)).toEqual([]);
    expect((await signInWithPassword({ email, password: PASSWORD }, null)).roles).toEqual(["viewer", "approver"]);
    const holder = await humanFromAccessToken("a-token-of-the-file-with-32-characters");
    expect(holder).toMatchObject({ via: "token", rights: ["read", "review"], human: { email } });
    const { expiresAt } = await db().accessToken.findFirstOrThrow();
    expect(Math.round((expiresAt.getTime() - Date.now()) / 86_400_000)).toBe(30);
  });

  it("take over somebody who was there, and end their sessions when the password changes", async () => {
    const jane = await person("jane", ["viewer"]);
    await person("admin", ["admin"]);
    const { email, id } = jane.human;
    const seq = await latest();
    const passwordHash = await hashDeclaredPassword(email, "a lantern beside the gate");
    expect((await declare({ email, name: "jane", roles: ["auditor"], passwordHash })).human.id).toBe(id);
    expect(await isAlive(jane.sessionHash)).toBe(false);
    expect(await kindsSince(seq)).toEqual(["human.changed", "human.password_set"]);
  });

  it("lose a token that the file does not say any more", async () => {
    const value = "a-token-of-the-file-with-32-characters";
    await declare({ email: "sam@example.com", accessToken: { value, rights: ["read"] } });
    expect(await humanFromAccessToken(value)).not.toBeNull();
    expect((await declare({ email: "sam@example.com" })).changed).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(await humanFromAccessToken(value)).toBeNull();
  });

  it("may not share a token", async () => {
    const accessToken = { value: "a-token-of-the-file-with-32-characters", rights: ["read"] as const };
    await declare({ email: "sam@example.com", accessToken });
    expect((await refusal(declare({ email: "eve@example.com", accessToken }))).code).toBe("INVALID_INPUT");
    expect(await findHumanByEmail("eve@example.com")).toBeNull();
  });

  it("are disabled when they disappear from it, and enabled when they come back", async () => {
    await person("admin", ["admin"]);
    const { human } = await declare({ email: "sam@example.com" });
    expect(await inTransaction((tx) => listDeclaredPeople(tx))).toEqual([{ id: human.id, email: "sam@example.com" }]);
    await inTransaction((tx) => undeclarePerson(tx, human.id));
    expect(await findHumanByEmail("SAM@example.com")).toMatchObject({ state: "disabled" });
    expect(await inTransaction((tx) => listDeclaredPeople(tx))).toEqual([]);
    expect((await declare({ email: "sam@example.com" })).changed).toBe(true);
    expect(await findHumanByEmail("sam@example.com")).toMatchObject({ state: "active" });
  });

  it("may not take the last admin away", async () => {
    const { human } = await declare({ email: "sam@example.com", roles: ["admin"] });
    expect((await refusal(declare({ email: "sam@example.com", roles: ["viewer"] }))).code).toBe("LAST_ADMIN");
    expect((await refusal(inTransaction((tx) => undeclarePerson(tx, human.id)))).code).toBe("LAST_ADMIN");
  });
});
