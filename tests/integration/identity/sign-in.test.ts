import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { digestOf } from "../../../lib/base/index";
import { db } from "../../../lib/db/index";
import { changeOwnPassword, disablePerson, signInWithPassword, sweepIdentity } from "../../../lib/identity/index";
import { freshDatabase } from "../../setup/database";
import { CHEAP, configure, isAlive, kindsSince, latest, PASSWORD, person, refusal, signIn } from "./people";

beforeAll(async () => {
  await freshDatabase();
});
beforeEach(() => configure());

let address = 0;
const fromSomewhere = () => {
  address += 1;
  return `198.51.100.${address}`;
};
const tryWith = (email: string, password: string, from: string = fromSomewhere()) =>
  signInWithPassword({ email, password }, from);
const age = (seconds: number) =>
  db().$executeRaw`UPDATE sign_in_attempt SET at = at - make_interval(secs => ${seconds}::int)`;

describe("signing in with a password", () => {
  it("lets the person in, however the e-mail is capitalised", async () => {
    const jane = await person("jane", ["approver"]);
    expect(await tryWith(` ${jane.human.email.toUpperCase()} `, PASSWORD)).toEqual(jane.human);
  });

  it("says the same of a wrong password, an unknown e-mail, no password and a disabled person", async () => {
    const admin = await person("admin", ["admin"]);
    const jane = await person("jane", ["viewer"]);
    const gone = await person("gone", ["viewer"]);
    const issued = await person("issued", ["viewer"]);
    await disablePerson(admin, gone.human.id, "left");
    await db().human.update({ where: { id: issued.human.id }, data: { passwordHash: null } });
    const answers = await Promise.all([
      refusal(tryWith(jane.human.email, "not the password")),
      refusal(tryWith("nobody@example.com", PASSWORD)),
      refusal(tryWith(issued.human.email, PASSWORD)),
      refusal(tryWith(gone.human.email, PASSWORD)),
      refusal(tryWith("not an e-mail", PASSWORD)),
    ]);
    expect(new Set(answers.map((error) => `${error.code} ${error.message}`))).toEqual(
      new Set(["SIGN_IN_FAILED E-mail or password is wrong."]),
    );
  });

  it("works as long for an unknown e-mail as for a known one", async () => {
    configure({ passwordWork: { cost: 2 ** 14, blockSize: 8, parallelism: 2 } });
    const jane = await person("jane", ["viewer"]);
    const time = async (email: string) => {
      const start = performance.now();
      await refusal(tryWith(email, "not the password"));
      return performance.now() - start;
    };
    await time(jane.human.email);
    // In turns, and the quickest of each: whatever else the machine does comes over both alike.
    let [known, unknown] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let turn = 0; turn < 4; turn += 1) {
      known = Math.min(known, await time(jane.human.email));
      unknown = Math.min(unknown, await time(`no${turn}@example.com`));
    }
    expect(unknown).toBeGreaterThan(known / 2);
  });

  it("hashes the password anew when the price has changed, and only then", async () => {
    const jane = await person("jane", ["viewer"]);
    const stored = async () =>
      (await db().human.findUniqueOrThrow({ where: { id: jane.human.id } })).passwordHash ?? "";
    const before = await stored();
    await tryWith(jane.human.email, PASSWORD);
    expect(await stored()).toBe(before);
    configure({ passwordWork: { ...CHEAP, cost: 2 ** 8 } });
    await tryWith(jane.human.email, PASSWORD);
    expect(await stored()).toMatch(/^scrypt\$256\$8\$1\$/);
    await tryWith(jane.human.email, PASSWORD);
  });

  it("takes a damaged hash for a wrong password", async () => {
    const jane = await person("jane", ["viewer"]);
    await db().human.update({ where: { id: jane.human.id }, data: { passwordHash: "scrypt$128$8$1$short$short" } });
    expect((await refusal(tryWith(jane.human.email, PASSWORD))).code).toBe("SIGN_IN_FAILED");
  });
});

describe("the limit on attempts", () => {
  it("locks an e-mail after ten wrong passwords, from wherever they come, and says for how long", async () => {
    const jane = await person("jane", ["viewer"]);
    for (let n = 0; n < 10; n += 1) await refusal(tryWith(jane.human.email, `wrong ${n}`));
    const error = await refusal(tryWith(jane.human.email, PASSWORD));
    expect(error.code).toBe("RATE_LIMITED");
    expect(error.message).toMatch(/^Too many attempts. Try again in 15 min.$/);
    expect(error.detail).toMatchObject({ retryAfterSeconds: expect.any(Number) });
  });

  it("opens again when the oldest attempt leaves the window; being refused does not prolong it", async () => {
    const jane = await person("jane", ["viewer"]);
    for (let n = 0; n < 10; n += 1) await refusal(tryWith(jane.human.email, `wrong ${n}`));
    await age(14 * 60);
    for (let n = 0; n < 5; n += 1)
      expect((await refusal(tryWith(jane.human.email, PASSWORD))).code).toBe("RATE_LIMITED");
    await age(61);
    expect((await tryWith(jane.human.email, PASSWORD)).id).toBe(jane.human.id);
  });

  it("locks an e-mail that nobody has, too", async () => {
    for (let n = 0; n < 10; n += 1) await refusal(tryWith("ghost@example.com", `wrong ${n}`));
    expect((await refusal(tryWith("ghost@example.com", "x"))).code).toBe("RATE_LIMITED");
  });

  it("locks an address after fifty, whatever e-mails it tries", async () => {
    const jane = await person("jane", ["viewer"]);
    const from = fromSomewhere();
    for (let n = 0; n < 50; n += 1) await refusal(tryWith(`user-${n}@example.com`, "wrong", from));
    expect((await refusal(tryWith(jane.human.email, PASSWORD, from))).code).toBe("RATE_LIMITED");
    expect((await tryWith(jane.human.email, PASSWORD)).id).toBe(jane.human.id);
  });

  it("counts guesses that come all at once", async () => {
    const jane = await person("jane", ["viewer"]);
    const outcomes = await Promise.all(
      Array.from({ length: 25 }, (_, n) => refusal(tryWith(jane.human.email, `wrong ${n}`))),
    );
    expect(outcomes.filter((error) => error.code === "SIGN_IN_FAILED")).toHaveLength(10);
    expect(outcomes.filter((error) => error.code === "RATE_LIMITED")).toHaveLength(15);
  });

  it("forgets the wrong ones after a right one", async () => {
    const jane = await person("jane", ["viewer"]);
    for (let n = 0; n < 9; n += 1) await refusal(tryWith(jane.human.email, `wrong ${n}`));
    await tryWith(jane.human.email, PASSWORD);
    for (let n = 0; n < 9; n += 1)
      expect((await refusal(tryWith(jane.human.email, `wrong ${n}`))).code).toBe("SIGN_IN_FAILED");
  });

  it("stores neither e-mails nor addresses", async () => {
    await refusal(tryWith("typed-my-password-here@example.com", "x", "203.0.113.99"));
    const rows = await db().signInAttempt.findMany();
    expect(rows.every((row) => /^[0-9a-f]{64}$/.test(row.key))).toBe(true);
  });

  it("leaves nothing behind that the sweeper would not take", async () => {
    await age(3600);
    await sweepIdentity();
    expect(await db().signInAttempt.count()).toBe(0);
  });
});

describe("changing one's own password", () => {
  it("takes the present one, ends the other sessions, and keeps this one", async () => {
    const jane = await person("jane", ["viewer"]);
    const other = digestOf(await signIn(jane.human.id));
    const seq = await latest();
    await changeOwnPassword(jane, { current: PASSWORD, next: "a lantern beside the gate" });
    expect([await isAlive(jane.sessionHash), await isAlive(other)]).toEqual([true, false]);
    expect(await kindsSince(seq)).toEqual(["human.password_set"]);
    expect((await refusal(tryWith(jane.human.email, PASSWORD))).code).toBe("SIGN_IN_FAILED");
    expect((await tryWith(jane.human.email, "a lantern beside the gate")).id).toBe(jane.human.id);
  });

  it("refuses a wrong present one and a weak new one at their fields, and writes nothing", async () => {
    const jane = await person("jane", ["viewer"]);
    const seq = await latest();
    const wrong = await refusal(changeOwnPassword(jane, { current: "not it", next: "a lantern beside the gate" }));
    const weak = await refusal(changeOwnPassword(jane, { current: PASSWORD, next: jane.human.email }));
    expect([wrong.code, weak.code]).toEqual(["INVALID_INPUT", "INVALID_INPUT"]);
    expect([wrong.detail, weak.detail]).toMatchObject(
      [{ fields: { current: /present/ } }, { fields: { next: /repeats/ } }].map(({ fields }) => ({
        fields: Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, expect.stringMatching(value)])),
      })),
    );
    expect(await kindsSince(seq)).toEqual([]);
    expect((await tryWith(jane.human.email, PASSWORD)).id).toBe(jane.human.id);
  });

  it("is refused when the configuration file sets it", async () => {
    const jane = await person("jane", ["viewer"], "config");
    await db().human.update({ where: { id: jane.human.id }, data: { passwordSource: "config" } });
    const error = await refusal(changeOwnPassword(jane, { current: PASSWORD, next: "a lantern beside the gate" }));
    expect(error.code).toBe("CONFIG_OWNED");
  });
});
