import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { digestOf } from "../../../lib/base/index";
import { db } from "../../../lib/db/index";
import {
  beginEnrolment,
  changePerson,
  finishEnrolment,
  listPasskeys,
  listPasskeysOf,
  renamePasskey,
  revokePasskey,
} from "../../../lib/identity/index";
import { PASSKEY_OPEN_MOST, PASSKEYS_MOST, type SignedIn } from "../../../lib/identity/schema";
import { type FakePasskey, type Lies, makePasskey } from "../../fakes/passkey";
import { freshDatabase } from "../../setup/database";
import { configure, entriesSince, kindsSince, latest, PASSWORD, person, refusal, signIn } from "./people";

const ORIGIN = "http://localhost:3000";

beforeAll(async () => {
  await freshDatabase();
});
beforeEach(() => configure());

/** Enrols a passkey as the page does. */
async function enrol(who: SignedIn, passkey: FakePasskey = makePasskey(), lies: Lies = {}, name = "my key") {
  const { id, options } = await beginEnrolment(who, undefined);
  return finishEnrolment(who, { id, name, attestation: passkey.enrol(options, ORIGIN, lies) });
}

const isOld = (who: SignedIn) =>
  db().$executeRaw`UPDATE session SET created_at = created_at - interval '11 minutes' WHERE hash = ${who.sessionHash}`;

describe("enrolling a passkey", () => {
  it.each([
    ["ES256", -7],
    ["EdDSA", -8],
    ["RS256", -257],
  ] as const)("keeps the key, how it was made and that it is bound to its device: %s", async (alg, number) => {
    const jane = await person("jane", ["approver"]);
    const seq = await latest();
    const passkey = makePasskey({ alg });
    const row = await enrol(jane, passkey);
    expect(row).toMatchObject({ name: "my key", deviceBound: true, backedUp: false, rpId: "localhost", usedAt: null });
    expect(await listPasskeys(jane)).toEqual({
      items: [row],
      place: { rpId: "localhost", origin: ORIGIN, problem: null },
    });
    const stored = await db().passkey.findUniqueOrThrow({ where: { id: row.id } });
    expect(stored).toMatchObject({ alg: number, credentialId: passkey.credentialId, origin: ORIGIN });
    const [entry] = await entriesSince(seq);
    expect(entry).toMatchObject({
      kind: "passkey.enrolled",
      humanId: jane.human.id,
      facts: { name: "my key", deviceBound: true, credentialId: passkey.credentialId, passkey: row.id },
    });
  });

  it("tells a synced passkey from one that is bound to its device", async () => {
    const jane = await person("jane", ["approver"]);
    expect(await enrol(jane, makePasskey({ synced: true }))).toMatchObject({ deviceBound: false, backedUp: true });
  });

  it("asks for one the person does not have yet, which checks that it is them", async () => {
    const jane = await person("jane", ["approver"]);
    const passkey = makePasskey();
    await enrol(jane, passkey);
    const { options } = await beginEnrolment(jane, undefined);
    expect(options).toMatchObject({
      rp: { id: "localhost", name: "Countersign" },
      user: { name: jane.human.email },
      excludeCredentials: [{ id: passkey.credentialId, transports: ["internal"] }],
      authenticatorSelection: { userVerification: "required" },
    });
    expect(Buffer.from(options.challenge, "base64url")).toHaveLength(32);
  });

  it.each<[string, Lies, RegExp]>([
    ["at another address", { origin: "http://localhost:3001" }, /made at another address/],
    ["inside another site", { crossOrigin: true }, /made inside another site/],
    ["for another name", { rpId: "example.com" }, /does not verify/],
    ["without checking who it is", { userVerified: false }, /did not check that it is you/],
    ["over another challenge", { challenge: "AAAA" }, /answers another question/],
    ["by signing instead", { type: "webauthn.get" }, /does not verify/],
  ])("is refused when it was made %s, and the challenge is spent", async (_, lies, said) => {
    const jane = await person("jane", ["approver"]);
    const seq = await latest();
    const passkey = makePasskey();
    const { id, options } = await beginEnrolment(jane, undefined);
    const finish = (attestation: ReturnType<FakePasskey["enrol"]>) =>
      refusal(finishEnrolment(jane, { id, name: "my key", attestation }));
    expect(await finish(passkey.enrol(options, ORIGIN, lies))).toMatchObject({
      code: "PASSKEY_REFUSED",
      message: expect.stringMatching(said),
    });
    expect(await finish(passkey.enrol(options, ORIGIN))).toMatchObject({ code: "SIGNING_SPENT" });
    expect((await listPasskeys(jane)).items).toEqual([]);
    expect(await kindsSince(seq)).toEqual([]);
  });

  it("is finished once, in time, by the person and in the session that began it", async () => {
    const jane = await person("jane", ["approver"]);
    const sam = await person("sam", ["approver"]);
    const passkey = makePasskey();
    const { id, options } = await beginEnrolment(jane, undefined);
    const finished = { id, name: "my key", attestation: passkey.enrol(options, ORIGIN) };
    const elsewhere = { ...jane, sessionHash: digestOf(await signIn(jane.human.id)) };
    expect(await refusal(finishEnrolment(sam, finished))).toMatchObject({ code: "SIGNING_SPENT" });
    expect(await refusal(finishEnrolment(elsewhere, finished))).toMatchObject({ code: "SIGNING_SPENT" });
    await finishEnrolment(jane, finished);
    expect(await refusal(finishEnrolment(jane, finished))).toMatchObject({ code: "SIGNING_SPENT" });
    const late = await beginEnrolment(jane, undefined);
    await db().$executeRaw`UPDATE passkey_enrolment SET expires_at = clock_timestamp() WHERE id = ${late.id}::uuid`;
    expect(
      await refusal(
        finishEnrolment(jane, { id: late.id, name: "late", attestation: makePasskey().enrol(late.options, ORIGIN) }),
      ),
    ).toMatchObject({ code: "SIGNING_SPENT" });
  });

  it("takes a passkey once, whoever has it", async () => {
    const jane = await person("jane", ["approver"]);
    const sam = await person("sam", ["approver"]);
    const passkey = makePasskey();
    await enrol(jane, passkey);
    expect(await refusal(enrol(sam, passkey))).toMatchObject({ code: "PASSKEY_REFUSED", message: /enrolled already/ });
  });

  it("takes somebody who has just signed in, or their password", async () => {
    const jane = await person("jane", ["approver"]);
    await isOld(jane);
    expect(await refusal(beginEnrolment(jane, undefined))).toMatchObject({
      code: "SIGN_IN_AGAIN",
      detail: { by: "password" },
    });
    expect(await refusal(beginEnrolment(jane, "not it at all"))).toMatchObject({
      code: "INVALID_INPUT",
      detail: { errors: [{ path: "password" }] },
    });
    expect((await beginEnrolment(jane, PASSWORD)).options.challenge).toHaveLength(43);
  });

  it("ends when so many wait unfinished that nobody could mean them all", async () => {
    const jane = await person("jane", ["approver"]);
    for (let count = 0; count < PASSKEY_OPEN_MOST; count += 1) await beginEnrolment(jane, undefined);
    expect(await refusal(beginEnrolment(jane, undefined))).toMatchObject({ code: "RATE_LIMITED" });
  });

  it("sends somebody without a password to sign in again", async () => {
    const jane = await person("jane", ["approver"]);
    await db().human.update({ where: { id: jane.human.id }, data: { passwordHash: null } });
    await isOld(jane);
    expect(await refusal(beginEnrolment(jane, undefined))).toMatchObject({
      code: "SIGN_IN_AGAIN",
      detail: { by: "issuer" },
    });
  });

  it("says why not at an address where passkeys do not work", async () => {
    const jane = await person("jane", ["approver"]);
    configure({ publicUrl: "http://127.0.0.1:3000" });
    expect(await refusal(beginEnrolment(jane, undefined))).toMatchObject({
      code: "PASSKEYS_UNAVAILABLE",
      message: expect.stringContaining("They work at http://localhost:3000"),
    });
  });

  it(`ends at ${PASSKEYS_MOST} that are not revoked`, async () => {
    const jane = await person("jane", ["approver"]);
    const first = await enrol(jane);
    for (let count = 1; count < PASSKEYS_MOST; count += 1) await enrol(jane);
    expect(await refusal(enrol(jane))).toMatchObject({ code: "PASSKEY_REFUSED", message: /Revoke one first/ });
    await revokePasskey(jane, { humanId: jane.human.id, passkeyId: first.id, reason: "" });
    await enrol(jane);
  });
});

describe("a passkey", () => {
  it("is renamed by its owner, and by nobody else", async () => {
    const jane = await person("jane", ["approver"]);
    const admin = await person("ada", ["admin"]);
    const { id } = await enrol(jane);
    const seq = await latest();
    expect(await renamePasskey(jane, id, "blue key")).toMatchObject({ name: "blue key" });
    await renamePasskey(jane, id, "blue key");
    expect(await refusal(renamePasskey(admin, id, "mine"))).toMatchObject({ code: "NOT_FOUND" });
    expect(await kindsSince(seq)).toEqual(["passkey.renamed"]);
  });

  it("is revoked once, by its owner or an admin, and stays in the list with who and why", async () => {
    const jane = await person("jane", ["approver"]);
    const ada = await person("ada", ["admin"]);
    const sam = await person("sam", ["approver"]);
    const { id } = await enrol(jane);
    const act = { humanId: jane.human.id, passkeyId: id, reason: "Lost on the train." };
    const seq = await latest();
    expect(await refusal(revokePasskey(sam, act))).toMatchObject({ code: "FORBIDDEN" });
    await revokePasskey(ada, act);
    await revokePasskey(jane, { ...act, reason: "again" });
    const [row] = await listPasskeysOf(jane.human.id);
    expect(row).toMatchObject({ revokedBy: "ada", revokedReason: "Lost on the train.", revokedAt: expect.any(Date) });
    expect((await entriesSince(seq)).map(({ kind, humanId, facts }) => [kind, humanId, facts.person])).toEqual([
      ["passkey.revoked", ada.human.id, { id: jane.human.id, email: jane.human.email }],
    ]);
  });

  it("is not revoked by an admin who is none any more", async () => {
    const jane = await person("jane", ["approver"]);
    const ada = await person("ada", ["admin"]);
    const otto = await person("otto", ["admin"]);
    const { id } = await enrol(jane);
    await changePerson(otto, ada.human.id, { roles: [] });
    expect(await refusal(revokePasskey(ada, { humanId: jane.human.id, passkeyId: id, reason: "x" }))).toMatchObject({
      code: "FORBIDDEN",
    });
    expect((await listPasskeysOf(jane.human.id))[0]?.revokedAt).toBeNull();
  });

  it("is never deleted, and its key never changes", async () => {
    const { id } = await enrol(await person("jane", ["approver"]));
    await expect(db().$executeRaw`DELETE FROM passkey WHERE id = ${id}::uuid`).rejects.toThrow(/append-only/);
    for (const change of [
      "public_key = 'x'",
      "device_bound = false",
      "counter = counter - 1",
      "human_id = gen_random_uuid()",
    ])
      await expect(db().$executeRawUnsafe(`UPDATE passkey SET ${change} WHERE id = '${id}'`), change).rejects.toThrow(
        /only be used, renamed and revoked/,
      );
  });
});
