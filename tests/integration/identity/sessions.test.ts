import { encode } from "next-auth/jwt";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { digestOf } from "../../../lib/base/index";
import { closeDatabase, databaseUrl, db, openDatabase } from "../../../lib/db/index";
import {
  changePerson,
  cookieName,
  disablePerson,
  humanFromCookies,
  listSessions,
  sessionIsAlive,
  signInWithPassword,
  signOut,
  signOutEverywhere,
  startSession,
  sweepIdentity,
} from "../../../lib/identity/index";
import { freshDatabase } from "../../setup/database";
import { configure, isAlive, kindsSince, latest, PASSWORD, person, refusal, SECRET, signIn } from "./people";

beforeAll(async () => {
  await freshDatabase();
});
beforeEach(() => configure());

const headerFor = async (sid: string) =>
  `${cookieName("session")}=${await encode({ token: { sid }, secret: SECRET, maxAge: 60 })}`;
const age = (hash: string, seconds: number) =>
  db().$executeRaw`UPDATE session SET seen_at = seen_at - make_interval(secs => ${seconds}::int) WHERE hash = ${hash}`;
const seenAt = async (hash: string) => (await db().session.findUniqueOrThrow({ where: { hash } })).seenAt.getTime();

describe("a session", () => {
  it("is stored by the digest of its id only", async () => {
    const jane = await person("jane", ["viewer"]);
    const sid = await signIn(jane.human.id);
    expect(await db().session.count({ where: { hash: sid } })).toBe(0);
    expect(await isAlive(digestOf(sid))).toBe(true);
  });

  it("tells who is signed in, with the roles of this moment", async () => {
    const admin = await person("admin", ["admin"]);
    const jane = await person("jane", ["viewer"]);
    const header = await headerFor(await signIn(jane.human.id));
    expect((await humanFromCookies(header))?.human).toEqual(jane.human);
    await changePerson(admin, jane.human.id, { roles: ["approver"] });
    expect((await humanFromCookies(header))?.human.roles).toEqual(["viewer", "approver"]);
  });

  it("ends when nobody used it for the idle time", async () => {
    configure({ idleSeconds: 600 });
    const { sessionHash } = await person("jane", ["viewer"]);
    await age(sessionHash, 590);
    expect(await isAlive(sessionHash)).toBe(true);
    await age(sessionHash, 20);
    expect(await isAlive(sessionHash)).toBe(false);
  });

  it("is kept awake by what a person does, not by what their page asks by itself", async () => {
    const jane = await person("jane", ["viewer"]);
    const sid = await signIn(jane.human.id);
    const hash = digestOf(sid);
    await age(hash, 300);
    const before = await seenAt(hash);
    await isAlive(hash);
    await humanFromCookies(await headerFor(sid), "page");
    expect(await seenAt(hash)).toBe(before);
    await humanFromCookies(await headerFor(sid));
    expect(await seenAt(hash)).toBeGreaterThan(before + 250_000);
  });

  it("ends at its absolute end, however busy", async () => {
    const { sessionHash } = await person("jane", ["viewer"]);
    await db().$executeRaw`UPDATE session SET ends_at = clock_timestamp() WHERE hash = ${sessionHash}`;
    expect(await isAlive(sessionHash)).toBe(false);
  });

  it("lasts as long as the settings say", async () => {
    configure({ absoluteSeconds: 3600 });
    const { sessionHash } = await person("jane", ["viewer"]);
    const { createdAt, endsAt } = await db().session.findUniqueOrThrow({ where: { hash: sessionHash } });
    expect(Math.round((endsAt.getTime() - createdAt.getTime()) / 1000)).toBe(3600);
  });

  it("replaces the one this browser had before", async () => {
    const jane = await person("jane", ["viewer"]);
    const visitor = { address: null, agent: null };
    await startSession(jane.human.id, { by: "password", visitor, replaces: jane.sessionHash });
    expect(await isAlive(jane.sessionHash)).toBe(false);
  });

  it("is not started for a disabled person", async () => {
    const admin = await person("admin", ["admin"]);
    const jane = await person("jane", ["viewer"]);
    await disablePerson(admin, jane.human.id, "left");
    const seq = await latest();
    expect((await refusal(signIn(jane.human.id))).code).toBe("FORBIDDEN");
    expect(await kindsSince(seq)).toEqual([]);
  });
});

describe("signing out", () => {
  it("ends one session, and says so once", async () => {
    const jane = await person("jane", ["viewer"]);
    const other = digestOf(await signIn(jane.human.id));
    const seq = await latest();
    expect(await signOut(jane.human, jane.sessionHash)).toBe(true);
    expect(await signOut(jane.human, jane.sessionHash)).toBe(false);
    expect(await isAlive(jane.sessionHash)).toBe(false);
    expect(await isAlive(other)).toBe(true);
    expect(await kindsSince(seq)).toEqual(["human.signed_out"]);
  });

  it("ends nobody else's session", async () => {
    const jane = await person("jane", ["viewer"]);
    const sam = await person("sam", ["viewer"]);
    expect(await signOut(jane.human, sam.sessionHash)).toBe(false);
    expect(await isAlive(sam.sessionHash)).toBe(true);
  });

  it("everywhere ends all of one's own", async () => {
    const jane = await person("jane", ["viewer"]);
    const other = digestOf(await signIn(jane.human.id));
    expect(await signOutEverywhere(jane, jane.human.id)).toBe(2);
    expect([await isAlive(jane.sessionHash), await isAlive(other)]).toEqual([false, false]);
  });

  it("of somebody else is an admin's to do", async () => {
    const admin = await person("admin", ["admin"]);
    const jane = await person("jane", ["approver"]);
    const sam = await person("sam", ["viewer"]);
    expect((await refusal(signOutEverywhere(jane, sam.human.id))).code).toBe("FORBIDDEN");
    expect(await isAlive(sam.sessionHash)).toBe(true);
    await signOutEverywhere(admin, sam.human.id);
    expect(await isAlive(sam.sessionHash)).toBe(false);
  });
});

describe("the list of one's sessions", () => {
  it("shows those that are alive, and which one this is", async () => {
    const jane = await person("jane", ["viewer"]);
    const ended = digestOf(await signIn(jane.human.id));
    const other = digestOf(await signIn(jane.human.id));
    await signOut(jane.human, ended);
    const list = await listSessions(jane);
    expect(list.map((row) => [row.id, row.current]).sort()).toEqual(
      [
        [jane.sessionHash, true],
        [other, false],
      ].sort(),
    );
    expect(list[0]).toMatchObject({ agent: "test", address: "192.0.2.1" });
  });
});

describe("another instance", () => {
  it("sees a disabled person's session as ended one second after the commit, also when it asked just before", async () => {
    const jane = await person("jane", ["viewer"]);
    expect(await sessionIsAlive(jane.sessionHash)).not.toBeNull();
    // the commit of another process: this one's cache is not told
    await db().$executeRaw`UPDATE human SET state = 'disabled' WHERE id = ${jane.human.id}::uuid`;
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(await sessionIsAlive(jane.sessionHash)).toBeNull();
  });

  it("asks the database once for a burst of questions", async () => {
    const jane = await person("jane", ["viewer"]);
    await isAlive(jane.sessionHash);
    await db().$executeRaw`UPDATE session SET ended_at = clock_timestamp() WHERE hash = ${jane.sessionHash}`;
    const answers = await Promise.all(Array.from({ length: 50 }, () => sessionIsAlive(jane.sessionHash)));
    expect(new Set(answers).size).toBe(1);
  });
});

describe("while the database is away", () => {
  it("nobody is let in, and nobody is told that they are signed out", async () => {
    const jane = await person("jane", ["viewer"]);
    const sid = await signIn(jane.human.id);
    const header = await headerFor(sid);
    const url = databaseUrl();
    await closeDatabase();
    openDatabase("postgresql://app@127.0.0.1:1/nowhere");
    expect((await refusal(humanFromCookies(header))).code).toBe("UNAVAILABLE");
    expect((await refusal(signInWithPassword({ email: jane.human.email, password: PASSWORD }, null))).code).toBe(
      "UNAVAILABLE",
    );
    await closeDatabase();
    openDatabase(url);
    expect((await humanFromCookies(header))?.human.id).toBe(jane.human.id);
  });
});

describe("the sweeper", () => {
  it("deletes what has been over for a month, and nothing that lives", async () => {
    const jane = await person("jane", ["viewer"]);
    const old = digestOf(await signIn(jane.human.id));
    await db().$executeRaw`UPDATE session SET ended_at = clock_timestamp() - interval '31 days' WHERE hash = ${old}`;
    await sweepIdentity();
    expect(await db().session.count({ where: { humanId: jane.human.id } })).toBe(1);
  });
});
