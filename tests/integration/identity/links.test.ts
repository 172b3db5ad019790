import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { db } from "../../../lib/db/index";
import {
  changePerson,
  describeLink,
  disablePerson,
  enablePerson,
  ensureFirstLink,
  ensureFirstPerson,
  invitePerson,
  isNobodyHere,
  listInvitations,
  resetPassword,
  signInWithPassword,
  spendLink,
  withdrawInvitation,
} from "../../../lib/identity/index";
import type { Spending } from "../../../lib/identity/schema";
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
  tokenOf,
} from "./people";

beforeAll(async () => {
  await freshDatabase();
});
beforeEach(async () => {
  configure();
  await sendEverybodyAway();
});

const NEW = "a lantern beside the gate";
const spend = (link: { url: string }, typed: Partial<Spending> = {}) =>
  spendLink({ token: tokenOf(link), password: NEW, ...typed });
const first = async () => {
  const link = await ensureFirstLink();
  if (!link) throw new Error("there was no first link");
  return link;
};
const expire = () => db().$executeRaw`UPDATE link SET expires_at = clock_timestamp()`;

describe("the first link", () => {
  it("makes the first person, admin and approver, and then there is none any more", async () => {
    const link = await first();
    expect(await isNobodyHere()).toBe(true);
    expect(link.url).toMatch(/^http:\/\/localhost:3000\/link\/csl_[\w-]{43}$/);
    const seq = await latest();
    const human = await spend(link, { email: "sam@example.com", name: "Sam" });
    expect(human).toMatchObject({ email: "sam@example.com", name: "Sam", roles: ["viewer", "approver", "admin"] });
    expect((await entriesSince(seq)).map(({ kind, humanId, facts }) => ({ kind, humanId, facts }))).toEqual([
      {
        kind: "human.joined",
        humanId: human.id,
        facts: { email: human.email, roles: human.roles, by: "first link" },
      },
    ]);
    expect(await ensureFirstLink()).toBeNull();
    expect(await isNobodyHere()).toBe(false);
    expect((await signInWithPassword({ email: "sam@example.com", password: NEW }, null)).id).toBe(human.id);
  });

  it("asks for an e-mail, a name and a good password, at their fields, and is not spent by asking", async () => {
    const link = await first();
    const error = await refusal(spend(link, { password: "short" }));
    expect(error.code).toBe("INVALID_INPUT");
    expect(Object.keys((error.detail as { fields: object }).fields).sort()).toEqual(["email", "name", "password"]);
    expect(await db().human.count()).toBe(0);
    expect(await describeLink(tokenOf(link))).toMatchObject({ kind: "first", email: null });
  });

  it("is new at each start; whichever is followed first ends the others", async () => {
    const [one, two] = [await first(), await first()];
    await spend(two, { email: "sam@example.com", name: "Sam" });
    expect((await refusal(spend(one, { email: "eve@example.com", name: "Eve" }))).code).toBe("LINK_SPENT");
    expect(await describeLink(tokenOf(one))).toBeNull();
    expect(await db().human.count()).toBe(1);
  });

  it("makes one person when two follow two of them at once", async () => {
    const links = [await first(), await first()];
    const outcomes = await Promise.allSettled(
      links.map((link, n) => spend(link, { email: `sam${n}@example.com`, name: "Sam" })),
    );
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await db().human.count()).toBe(1);
  });

  it("expires after 24 hours", async () => {
    const link = await first();
    expect(Math.round((link.expiresAt.getTime() - Date.now()) / 3_600_000)).toBe(24);
    await expire();
    expect((await refusal(spend(link, { email: "sam@example.com", name: "Sam" }))).code).toBe("LINK_SPENT");
  });
});

describe("a first person from the environment", () => {
  it("is made once", async () => {
    const human = await ensureFirstPerson({ email: "Admin@Example.com", password: NEW });
    expect(human).toMatchObject({ email: "admin@example.com", name: "admin", roles: ["viewer", "approver", "admin"] });
    expect(await ensureFirstPerson({ email: "other@example.com", password: NEW })).toBeNull();
    expect(await ensureFirstLink()).toBeNull();
    expect(await db().human.count()).toBe(1);
  });

  it("is refused with a weak password, which is not repeated", async () => {
    const error = await refusal(ensureFirstPerson({ email: "admin@example.com", password: "hunter2" }));
    expect(error.code).toBe("INVALID_INPUT");
    expect(error.message).not.toContain("hunter2");
    expect(await db().human.count()).toBe(0);
  });
});

describe("an invitation", () => {
  it("says what it is to whoever opens it, however often, and lets in whoever follows it", async () => {
    const admin = await person("admin", ["admin"]);
    const seq = await latest();
    const link = await invitePerson(admin, { email: "jane@example.com", name: "Jane", roles: ["approver"] });
    for (let n = 0; n < 3; n += 1)
      expect(await describeLink(tokenOf(link))).toMatchObject({
        kind: "invite",
        email: "jane@example.com",
        name: "Jane",
        roles: ["viewer", "approver"],
        invitedBy: "admin",
      });
    const human = await spend(link, { name: "Jane Doe", email: "eve@example.com" });
    expect(human).toMatchObject({ email: "jane@example.com", name: "Jane Doe", roles: ["viewer", "approver"] });
    expect(await kindsSince(seq)).toEqual(["human.invited", "human.joined"]);
    expect(await describeLink(tokenOf(link))).toBeNull();
  });

  it("is spent by one of two people who follow it at once", async () => {
    const admin = await person("admin", ["admin"]);
    const link = await invitePerson(admin, { email: "jane@example.com", name: "Jane", roles: [] });
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => spend(link)));
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "LINK_SPENT" });
    expect(await db().human.count({ where: { email: "jane@example.com" } })).toBe(1);
  });

  it("is stored by the digest of its token only", async () => {
    const admin = await person("admin", ["admin"]);
    const link = await invitePerson(admin, { email: "jane@example.com", name: "Jane", roles: [] });
    expect(JSON.stringify(await db().link.findMany())).not.toContain(tokenOf(link));
    expect(JSON.stringify(await entriesSince(0n))).not.toContain(tokenOf(link));
  });

  it("ends when the same e-mail is invited again", async () => {
    const admin = await person("admin", ["admin"]);
    const one = await invitePerson(admin, { email: "jane@example.com", name: "Jane", roles: ["admin"] });
    const two = await invitePerson(admin, { email: "jane@example.com", name: "Jane", roles: [] });
    expect((await refusal(spend(one))).code).toBe("LINK_SPENT");
    expect(await listInvitations()).toHaveLength(1);
    expect((await spend(two)).roles).toEqual(["viewer"]);
    expect(await listInvitations()).toEqual([]);
  });

  it("can be taken back", async () => {
    const admin = await person("admin", ["admin"]);
    const link = await invitePerson(admin, { email: "jane@example.com", name: "Jane", roles: [] });
    const [open] = await listInvitations();
    const seq = await latest();
    await withdrawInvitation(admin, open?.id ?? "");
    expect((await refusal(spend(link))).code).toBe("LINK_SPENT");
    expect((await refusal(withdrawInvitation(admin, open?.id ?? ""))).code).toBe("NOT_FOUND");
    expect(await kindsSince(seq)).toEqual(["human.uninvited"]);
  });

  it("is worth nothing once its maker is no admin any more, or disabled", async () => {
    const admin = await person("admin", ["admin"]);
    const maker = await person("maker", ["admin"]);
    const link = await invitePerson(maker, { email: "jane@example.com", name: "Jane", roles: ["admin"] });
    await changePerson(admin, maker.human.id, { roles: [] });
    expect(await describeLink(tokenOf(link))).toBeNull();
    expect(await listInvitations()).toEqual([]);
    await changePerson(admin, maker.human.id, { roles: ["admin"] });
    await disablePerson(admin, maker.human.id, "left");
    expect((await refusal(spend(link))).code).toBe("LINK_SPENT");
    expect(await db().human.count({ where: { email: "jane@example.com" } })).toBe(0);
  });

  it("is refused to anybody but an admin, and for an e-mail that is here", async () => {
    const admin = await person("admin", ["admin"]);
    const jane = await person("jane", ["approver", "auditor"]);
    const seq = await latest();
    const someone = { email: "new@example.com", name: "New", roles: [] };
    expect((await refusal(invitePerson(jane, someone))).code).toBe("FORBIDDEN");
    expect(
      (
        await refusal(
          invitePerson(
            { ...admin, via: "token", tokenId: "t", tokenName: "t", rights: ["read", "operate", "review"] },
            someone,
          ),
        )
      ).code,
    ).toBe("FORBIDDEN");
    expect((await refusal(invitePerson(admin, { ...someone, email: jane.human.email }))).code).toBe("NAME_TAKEN");
    expect(await db().link.count()).toBe(0);
    expect(await kindsSince(seq)).toEqual([]);
  });

  it("may come from the command line", async () => {
    const link = await invitePerson("command line", { email: "jane@example.com", name: "Jane", roles: ["admin"] });
    expect((await spend(link)).roles).toEqual(["viewer", "admin"]);
  });
});

describe("a reset link", () => {
  it("sets a new password, ends every session and forgets wrong attempts", async () => {
    const admin = await person("admin", ["admin"]);
    const jane = await person("jane", ["viewer"]);
    const typed = (password: string) => signInWithPassword({ email: jane.human.email, password }, null);
    for (let n = 0; n < 10; n += 1) await refusal(typed(`wrong ${n}`));
    const seq = await latest();
    const link = await resetPassword(admin, jane.human.id);
    expect(await isAlive(jane.sessionHash)).toBe(true);
    expect(await describeLink(tokenOf(link))).toMatchObject({ kind: "reset", email: jane.human.email });
    expect((await spend(link)).id).toBe(jane.human.id);
    expect(await isAlive(jane.sessionHash)).toBe(false);
    expect((await typed(NEW)).id).toBe(jane.human.id);
    expect((await refusal(typed(PASSWORD))).code).toBe("SIGN_IN_FAILED");
    expect(await kindsSince(seq)).toEqual(["human.reset_offered", "human.password_set"]);
  });

  it("lasts an hour, and until the next one", async () => {
    const admin = await person("admin", ["admin"]);
    const jane = await person("jane", ["viewer"]);
    const one = await resetPassword(admin, jane.human.id);
    expect(Math.round((one.expiresAt.getTime() - Date.now()) / 60_000)).toBe(60);
    const two = await resetPassword("command line", jane.human.id);
    expect((await refusal(spend(one))).code).toBe("LINK_SPENT");
    await expire();
    expect((await refusal(spend(two))).code).toBe("LINK_SPENT");
  });

  it("is worth nothing to a disabled person, even after they are enabled again", async () => {
    const admin = await person("admin", ["admin"]);
    const jane = await person("jane", ["viewer"]);
    const link = await resetPassword(admin, jane.human.id);
    await disablePerson(admin, jane.human.id, "left");
    expect((await refusal(spend(link))).code).toBe("LINK_SPENT");
    expect((await refusal(resetPassword(admin, jane.human.id))).code).toBe("FORBIDDEN");
    await enablePerson(admin, jane.human.id);
    expect((await refusal(spend(link))).code).toBe("LINK_SPENT");
  });

  it("is refused for a password that the configuration file sets", async () => {
    const admin = await person("admin", ["admin"]);
    const jane = await person("jane", ["viewer"], "config");
    await db().human.update({ where: { id: jane.human.id }, data: { passwordSource: "config" } });
    expect((await refusal(resetPassword(admin, jane.human.id))).code).toBe("CONFIG_OWNED");
  });

  it("refuses the e-mail as a password and stays good", async () => {
    const admin = await person("admin", ["admin"]);
    const jane = await person("jane", ["viewer"]);
    const link = await resetPassword(admin, jane.human.id);
    expect((await refusal(spend(link, { password: jane.human.email }))).code).toBe("INVALID_INPUT");
    expect((await spend(link)).id).toBe(jane.human.id);
  });
});

describe("a link that never was", () => {
  it("is answered as one that was spent, whatever stands in it", async () => {
    for (const token of ["csl_nothing", "", "' OR 1=1 --", "x".repeat(500), "\u0000"]) {
      expect(await describeLink(token)).toBeNull();
      expect((await refusal(spendLink({ token, password: NEW }))).code).toBe("LINK_SPENT");
    }
  });
});
