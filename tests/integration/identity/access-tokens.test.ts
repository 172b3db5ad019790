import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { db } from "../../../lib/db/index";
import {
  changePerson,
  humanFromAccessToken,
  listAccessTokens,
  makeAccessToken,
  may,
  revokeAccessToken,
} from "../../../lib/identity/index";
import { freshDatabase } from "../../setup/database";
import { configure, entriesSince, kindsSince, latest, person, refusal } from "./people";

beforeAll(async () => {
  await freshDatabase();
});
beforeEach(() => configure());

describe("an access token", () => {
  it("is shown once and stored by its digest", async () => {
    const jane = await person("jane", ["approver"]);
    const seq = await latest();
    const { token, row } = await makeAccessToken(jane, { name: "ci", rights: ["review", "read"], days: 30 });
    expect(token).toMatch(/^cst_[\w-]{43}$/);
    expect(row).toMatchObject({ name: "ci", hint: token.slice(0, 8), rights: ["read", "review"] });
    expect(JSON.stringify([await db().accessToken.findMany(), await entriesSince(seq)])).not.toContain(token);
    expect(await listAccessTokens(jane)).toEqual([row]);
    expect(await kindsSince(seq)).toEqual(["access_token.made"]);
  });

  it("says whose it is and what it may", async () => {
    const jane = await person("jane", ["approver"]);
    const { token, row } = await makeAccessToken(jane, { name: "ci", rights: ["read"], days: 30 });
    expect(await humanFromAccessToken(token)).toEqual({
      via: "token",
      human: jane.human,
      tokenId: row.id,
      tokenName: "ci",
      rights: ["read"],
    });
    expect((await listAccessTokens(jane))[0]?.usedAt).toBeInstanceOf(Date);
  });

  it("loses what its owner loses", async () => {
    const admin = await person("admin", ["admin"]);
    const jane = await person("jane", ["approver"]);
    const { token } = await makeAccessToken(jane, { name: "ci", rights: ["read", "review"], days: 30 });
    await changePerson(admin, jane.human.id, { roles: [] });
    const holder = await humanFromAccessToken(token);
    expect(holder && [may(holder, "see"), may(holder, "review")]).toEqual([true, false]);
  });

  it("cannot be made to do more than its owner may", async () => {
    const jane = await person("jane", ["viewer"]);
    const seq = await latest();
    for (const right of ["operate", "review"] as const)
      expect((await refusal(makeAccessToken(jane, { name: "ci", rights: [right], days: 1 }))).code).toBe("FORBIDDEN");
    expect(await listAccessTokens(jane)).toEqual([]);
    expect(await kindsSince(seq)).toEqual([]);
  });

  it("stops when it is revoked, by its owner only", async () => {
    const jane = await person("jane", ["viewer"]);
    const sam = await person("sam", ["admin"]);
    const { token, row } = await makeAccessToken(jane, { name: "ci", rights: ["read"], days: 30 });
    expect((await refusal(revokeAccessToken(sam, row.id))).code).toBe("NOT_FOUND");
    expect((await refusal(revokeAccessToken(jane, "not an id"))).code).toBe("NOT_FOUND");
    expect(await humanFromAccessToken(token)).not.toBeNull();
    const seq = await latest();
    await revokeAccessToken(jane, row.id);
    await revokeAccessToken(jane, row.id);
    expect(await humanFromAccessToken(token)).toBeNull();
    expect(await kindsSince(seq)).toEqual(["access_token.revoked"]);
  });

  it("stops at its end", async () => {
    const jane = await person("jane", ["viewer"]);
    const { token, row } = await makeAccessToken(jane, { name: "ci", rights: ["read"], days: 1 });
    await db().$executeRaw`UPDATE access_token SET expires_at = clock_timestamp() WHERE id = ${row.id}::uuid`;
    expect(await humanFromAccessToken(token)).toBeNull();
  });

  it("of the configuration file is not revoked on the page", async () => {
    const jane = await person("jane", ["viewer"]);
    const { row } = await makeAccessToken(jane, { name: "ci", rights: ["read"], days: 1 });
    await db().accessToken.update({ where: { id: row.id }, data: { source: "config" } });
    expect((await refusal(revokeAccessToken(jane, row.id))).code).toBe("CONFIG_OWNED");
  });

  it("is nobody's when it is anything else", async () => {
    for (const text of ["", "cst_", "cst_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "x".repeat(10_000)])
      expect(await humanFromAccessToken(text)).toBeNull();
  });
});
