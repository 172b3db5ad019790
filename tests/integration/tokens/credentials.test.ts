import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newId } from "../../../lib/base/index";
import { db, inTransaction } from "../../../lib/db/index";
import type { SignedIn } from "../../../lib/identity/schema";
import {
  declareCredential,
  forgetCredentials,
  identify,
  issueAgentKey,
  issueSecret,
  listCredentials,
  type Registered,
  revokeCredential,
} from "../../../lib/tokens/index";
import { acceptSecret } from "../../../lib/tokens/store";
import { makeHuman, makeRequestedTask, makeRunningTask } from "../../factories/tasks";
import { configureHouse, makeAdmin, makeRegistered, makeServer } from "../../factories/tokens";
import { freshDatabase } from "../../setup/database";
import { entriesSince, kindsSince, latest, refusal } from "./house";

let admin: SignedIn;
let registered: Registered;
let agentId: string;
beforeAll(async () => {
  await freshDatabase();
  configureHouse("https://countersign.example");
  await makeServer("files");
  admin = await makeAdmin();
});
beforeEach(async () => {
  registered = await makeRegistered(admin);
  agentId = registered.agent.id;
});

const epochOf = async (id: string) => (await db().task.findUniqueOrThrow({ where: { id } })).epoch;
const identifyKey = async (key: string) => identify(`Bearer ${key}`, "files", "192.0.2.1");

/** Moves the end of a credential to a moment ago, as if its overlap had passed. */
async function letExpire(id: string): Promise<void> {
  await db()
    .$executeRaw`UPDATE agent_credential SET expires_at = clock_timestamp() - interval '1 ms' WHERE id = ${id}::uuid`;
  forgetCredentials();
}

describe("a credential", () => {
  it("is stored as a digest only, and known again by its last four characters", async () => {
    const { rows } = { rows: await db().agentCredential.findMany({ where: { agentId } }) };
    expect(JSON.stringify(rows)).not.toContain(registered.value.slice(4));
    expect(await listCredentials(agentId)).toEqual([
      { ...registered.credential, kind: "secret", hint: registered.value.slice(-4), usedAt: null },
    ]);
    expect(registered.value).toMatch(/^css_[\w-]{43}$/);
  });

  it("of one agent opens nothing for another", async () => {
    const other = await makeRegistered(admin);
    expect(await acceptSecret(agentId, registered.value)).toBe(true);
    expect(await acceptSecret(other.agent.id, registered.value)).toBe(false);
  });

  it("says when it was used last", async () => {
    expect(await acceptSecret(agentId, registered.value)).toBe(true);
    expect((await listCredentials(agentId))[0]?.usedAt).not.toBeNull();
  });
});

describe("a rotation", () => {
  it("lets the old secret work beside the new one until the overlap ends", async () => {
    const seq = await latest();
    const next = await issueSecret(admin, agentId, { overlapSeconds: 60 });
    const [entry] = await entriesSince(seq);
    expect(entry).toMatchObject({ kind: "agent.credential_made", agentId, humanId: admin.human.id });
    expect(entry?.facts).toEqual({ kind: "secret", hint: next.value.slice(-4), overlapSeconds: 60 });
    for (const value of [registered.value, next.value]) expect(await acceptSecret(agentId, value)).toBe(true);
    await letExpire(registered.credential.id);
    expect(await acceptSecret(agentId, registered.value)).toBe(false);
    expect(await acceptSecret(agentId, next.value)).toBe(true);
  });

  it("takes a day when nobody says how long, and seven at most", async () => {
    await issueSecret(admin, agentId);
    const old = (await listCredentials(agentId)).find((row) => row.id === registered.credential.id);
    const hours = (Date.parse(old?.expiresAt ?? "") - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(23.9);
    expect(hours).toBeLessThan(24.1);
    for (const overlapSeconds of [-1, 1.5, 7 * 86_400 + 1, Number.NaN]) {
      const seq = await latest();
      expect((await refusal(() => issueSecret(admin, agentId, { overlapSeconds }))).code).toBe("INVALID_INPUT");
      expect(await kindsSince(seq)).toEqual([]);
    }
  });

  it("never prolongs what ends sooner", async () => {
    await issueSecret(admin, agentId, { overlapSeconds: 60 });
    await issueSecret(admin, agentId, { overlapSeconds: 86_400 });
    const first = (await listCredentials(agentId)).find((row) => row.id === registered.credential.id);
    expect(Date.parse(first?.expiresAt ?? "") - Date.now()).toBeLessThan(61_000);
  });

  it("without overlap ends the old one and the tokens got by it at once", async () => {
    const task = await makeRequestedTask({ agentId });
    const next = await issueSecret(admin, agentId, { overlapSeconds: 0 });
    expect(await acceptSecret(agentId, registered.value)).toBe(false);
    expect(await acceptSecret(agentId, next.value)).toBe(true);
    expect(await epochOf(task.id)).toBe(task.epoch + 1);
  });

  it("of the key leaves the secret alone", async () => {
    await issueAgentKey(admin, agentId, { overlapSeconds: 0 });
    expect(await acceptSecret(agentId, registered.value)).toBe(true);
  });

  it("does not pile up", async () => {
    for (let turn = 0; turn < 4; turn += 1) await issueSecret(admin, agentId);
    const seq = await latest();
    expect((await refusal(() => issueSecret(admin, agentId))).message).toMatch(/Revoke one/);
    expect(await kindsSince(seq)).toEqual([]);
    expect((await listCredentials(agentId)).filter((row) => row.expiresAt === null)).toHaveLength(1);
  });
});

describe("revoking a credential", () => {
  it("stops it at once and raises the epoch of the agent's live tasks, in one transaction", async () => {
    const running = await makeRunningTask({ agentId });
    const foreign = await makeRunningTask();
    const seq = await latest();
    const after = await revokeCredential(admin, registered.credential.id);
    expect(after.revokedAt).not.toBeNull();
    expect(await acceptSecret(agentId, registered.value)).toBe(false);
    expect(await epochOf(running.id)).toBe(running.epoch + 1);
    expect(await epochOf(foreign.id)).toBe(foreign.epoch);
    expect(await kindsSince(seq)).toEqual(["task.tightened", "agent.credential_revoked"]);
  });

  it("a second time changes nothing", async () => {
    await revokeCredential(admin, registered.credential.id);
    const seq = await latest();
    await revokeCredential(admin, registered.credential.id);
    expect(await kindsSince(seq)).toEqual([]);
  });

  it("stops a key that was just used", async () => {
    const key = await issueAgentKey(admin, agentId);
    await identifyKey(key.value);
    await revokeCredential(admin, key.credential.id);
    expect(await refusal(() => identifyKey(key.value))).toMatchObject({ code: "TOKEN_INVALID" });
  });
});

describe("credentials are managed", () => {
  it("by admins only, and nothing happens to anybody else's word", async () => {
    const { id, email } = await makeHuman({ roles: ["viewer", "approver"] });
    const human = { id, email, name: email, roles: ["viewer" as const, "approver" as const], seesBodies: true };
    const approver: SignedIn = { via: "page", human, sessionHash: id };
    const task = await makeRequestedTask({ agentId });
    const seq = await latest();
    for (const act of [
      () => issueSecret(approver, agentId, { overlapSeconds: 0 }),
      () => issueAgentKey(approver, agentId),
      () => revokeCredential(approver, registered.credential.id),
    ])
      expect((await refusal(act)).code).toBe("FORBIDDEN");
    expect(await kindsSince(seq)).toEqual([]);
    expect(await epochOf(task.id)).toBe(task.epoch);
    expect(await acceptSecret(agentId, registered.value)).toBe(true);
  });

  it("in the configuration file where that declares the agent", async () => {
    await db().agent.update({ where: { id: agentId }, data: { source: "config" } });
    const seq = await latest();
    for (const act of [() => issueSecret(admin, agentId), () => revokeCredential(admin, registered.credential.id)])
      expect((await refusal(act)).code).toBe("CONFIG_OWNED");
    expect(await kindsSince(seq)).toEqual([]);
  });

  it("one by one: there is no such agent, there is no such credential", async () => {
    expect((await refusal(() => issueSecret(admin, newId()))).code).toBe("NOT_FOUND");
    expect((await refusal(() => revokeCredential(admin, newId()))).code).toBe("NOT_FOUND");
    expect((await refusal(() => revokeCredential(admin, "x"))).code).toBe("NOT_FOUND");
  });
});

describe("a declared secret", () => {
  const FIRST = "a".repeat(40);
  const SECOND = "b".repeat(40);
  const declare = (value: string | null, of = agentId) =>
    inTransaction((tx) => declareCredential(tx, { agentId: of, kind: "secret", value }));

  it("is kept as long as the file names it, and says nothing the second time", async () => {
    expect(await declare(FIRST)).toBe(true);
    const seq = await latest();
    expect(await declare(FIRST)).toBe(false);
    expect(await kindsSince(seq)).toEqual([]);
    expect(await acceptSecret(agentId, FIRST)).toBe(true);
    expect(await acceptSecret(agentId, registered.value)).toBe(true);
  });

  it("ends with its tokens when the file names another, and may come back", async () => {
    await declare(FIRST);
    const task = await makeRequestedTask({ agentId });
    const seq = await latest();
    expect(await declare(SECOND)).toBe(true);
    expect(await kindsSince(seq)).toEqual(["task.tightened", "agent.credential_revoked", "agent.credential_made"]);
    expect([await acceptSecret(agentId, FIRST), await acceptSecret(agentId, SECOND)]).toEqual([false, true]);
    expect(await epochOf(task.id)).toBe(task.epoch + 1);
    expect(await declare(FIRST)).toBe(true);
    expect(await acceptSecret(agentId, FIRST)).toBe(true);
    expect(await declare(null)).toBe(true);
    expect(await acceptSecret(agentId, FIRST)).toBe(false);
    expect(await declare(null)).toBe(false);
  });

  it("must be long and survive every way of sending it", async () => {
    const seq = await latest();
    for (const value of [
      "short",
      `${"a".repeat(39)}+`,
      `${"a".repeat(39)}%`,
      `${"a".repeat(39)} `,
      "a".repeat(257),
      "",
    ])
      expect((await refusal(() => declare(value))).code).toBe("INVALID_INPUT");
    expect(await kindsSince(seq)).toEqual([]);
  });

  it("may be the same for two agents; a key may not, for it alone names the agent", async () => {
    const other = await makeRegistered(admin);
    await declare(FIRST);
    await declare(FIRST, other.agent.id);
    expect(await acceptSecret(other.agent.id, FIRST)).toBe(true);
    const key = (of: string, value = `csk_${"k".repeat(40)}`) =>
      inTransaction((tx) => declareCredential(tx, { agentId: of, kind: "key", value }));
    await key(agentId);
    expect((await refusal(() => key(other.agent.id))).message).toMatch(/another agent/);
    expect((await refusal(() => key(agentId, "k".repeat(40)))).message).toMatch(/csk_/);
    forgetCredentials();
    expect(await identifyKey(`csk_${"k".repeat(40)}`)).toMatchObject({ agentId });
  });
});
