import { randomBytes } from "node:crypto";
import { inspect } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { listEntries, recordedAllow, recordedInventory } from "../../../lib/audit/index";
import { newId } from "../../../lib/base/index";
import {
  configureCredentials,
  describeCredential,
  forgetCredential,
  lend,
  removeUpstreamCredential,
  setUpstreamCredential,
} from "../../../lib/credentials/index";
import { db, inTransaction } from "../../../lib/db/index";
import { freshDatabase } from "../../setup/database";

const KEY = randomBytes(32);
const CANARY = "Bearer canary-51c0ffee";
const human = { id: newId() };

beforeAll(async () => {
  await freshDatabase();
  configureCredentials({ sealingKey: KEY });
});

const allowFor = (serverId: string) =>
  recordedAllow({ callId: newId(), taskId: newId(), serverId, seq: 1n, askedAt: performance.now() });

async function withCredential(value = CANARY, by: { id: string } | null = human): Promise<string> {
  const serverId = newId();
  await inTransaction((tx) => setUpstreamCredential(tx, by, serverId, { header: "Authorization", value }));
  return serverId;
}

async function headersOf(serverId: string): Promise<string[]> {
  const headers: string[] = [];
  (await lend(serverId, allowFor(serverId))).appendTo(headers, serverId);
  return headers;
}

describe("setUpstreamCredential", () => {
  it("stores the value sealed, describes it without the value and writes an entry", async () => {
    const serverId = await withCredential();
    const rows = await db().upstreamCredential.findMany({ where: { serverId } });
    expect(inspect(rows)).not.toContain("canary");
    expect(await describeCredential(serverId)).toEqual({ header: "Authorization", updatedAt: expect.any(String) });
    expect(await listEntries({ serverId }, 10, "oldest")).toMatchObject([
      { kind: "server.credential_set", humanId: human.id, facts: { header: "Authorization" } },
    ]);
  });

  it("refuses a header of the connection with INVALID_INPUT and writes nothing", async () => {
    const serverId = newId();
    const refused = inTransaction((tx) =>
      setUpstreamCredential(tx, human, serverId, { header: "Host", value: CANARY }),
    );
    await expect(refused).rejects.toMatchObject({
      code: "INVALID_INPUT",
      message: expect.not.stringContaining("canary"),
    });
    expect(await describeCredential(serverId)).toBeNull();
    expect(await listEntries({ serverId }, 10, "oldest")).toEqual([]);
  });

  it("leaves to a person nothing that the configuration file declares", async () => {
    const serverId = await withCredential(CANARY, null);
    const changed = inTransaction((tx) =>
      setUpstreamCredential(tx, human, serverId, { header: "X-Key", value: "other" }),
    );
    await expect(changed).rejects.toMatchObject({ code: "CONFIG_OWNED" });
    const removed = inTransaction((tx) => removeUpstreamCredential(tx, human, serverId));
    await expect(removed).rejects.toMatchObject({ code: "CONFIG_OWNED" });
    expect(await headersOf(serverId)).toEqual(["Authorization", CANARY]);
  });

  it("writes no entry when the file says again what it said before", async () => {
    const serverId = await withCredential(CANARY, null);
    const again = () =>
      inTransaction((tx) => setUpstreamCredential(tx, null, serverId, { header: "Authorization", value: CANARY }));
    await again();
    expect(await listEntries({ serverId }, 10, "oldest")).toHaveLength(1);
    configureCredentials({ sealingKey: randomBytes(32) });
    await again();
    expect(await listEntries({ serverId }, 10, "oldest")).toHaveLength(2);
    expect(await headersOf(serverId)).toEqual(["Authorization", CANARY]);
    configureCredentials({ sealingKey: KEY });
  });
});

describe("lend", () => {
  it("lends against a recorded allow and against a recorded inventory of the same server", async () => {
    const serverId = await withCredential();
    expect(await headersOf(serverId)).toEqual(["Authorization", CANARY]);
    const headers: string[] = [];
    (await lend(serverId, recordedInventory(serverId))).appendTo(headers, serverId);
    expect(headers).toEqual(["Authorization", CANARY]);
  });

  it("refuses evidence about another server, and a request to another server", async () => {
    const serverId = await withCredential();
    await expect(lend(serverId, allowFor(newId()))).rejects.toThrow("another server");
    const lent = await lend(serverId, allowFor(serverId));
    expect(() => lent.appendTo([], newId())).toThrow("another server");
  });

  it("lends nothing for a server that has no credential", async () => {
    expect(await headersOf(newId())).toEqual([]);
  });

  it("cannot be printed, serialized or enumerated", async () => {
    const serverId = await withCredential();
    const lent = await lend(serverId, allowFor(serverId));
    const seen = [
      inspect(lent, { showHidden: true, depth: 9 }),
      JSON.stringify({ lent }),
      `${lent}`,
      ...Object.keys(lent),
    ];
    expect(seen.join()).not.toContain("canary");
  });

  it("is empty once the call is over", async () => {
    const serverId = await withCredential();
    const lent = await lend(serverId, allowFor(serverId));
    lent.giveBack();
    const headers: string[] = [];
    lent.appendTo(headers, serverId);
    expect(headers).toEqual([]);
  });

  it("lends the new value after a change, and none after a removal", async () => {
    const serverId = await withCredential();
    expect(await headersOf(serverId)).toEqual(["Authorization", CANARY]);
    await inTransaction((tx) => setUpstreamCredential(tx, human, serverId, { header: "X-Key", value: "new-value" }));
    forgetCredential(serverId);
    expect(await headersOf(serverId)).toEqual(["X-Key", "new-value"]);
    await inTransaction((tx) => removeUpstreamCredential(tx, human, serverId));
    forgetCredential(serverId);
    expect(await headersOf(serverId)).toEqual([]);
  });

  it("does not keep what was read while the credential changed", async () => {
    const serverId = await withCredential("old-value");
    const reading = lend(serverId, allowFor(serverId));
    await inTransaction((tx) => setUpstreamCredential(tx, human, serverId, { header: "Authorization", value: "new" }));
    forgetCredential(serverId);
    await reading;
    expect(await headersOf(serverId)).toEqual(["Authorization", "new"]);
  });

  it("fails with CREDENTIAL_MISSING when the sealed value was moved here from another server", async () => {
    const [from, to] = [await withCredential(), await withCredential("other")];
    const { sealed } = await db().upstreamCredential.findUniqueOrThrow({ where: { serverId: from } });
    await db().upstreamCredential.update({ where: { serverId: to }, data: { sealed } });
    await expect(lend(to, allowFor(to))).rejects.toMatchObject({ code: "CREDENTIAL_MISSING" });
  });
});
