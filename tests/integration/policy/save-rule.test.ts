import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listEntries } from "../../../lib/audit/index";
import { isAppError, newId } from "../../../lib/base/index";
import { db, inTransaction } from "../../../lib/db/index";
import {
  completeRule,
  deleteRule,
  ensureDefaultRule,
  explainRule,
  findRule,
  listRules,
  listVersions,
  type PartialRule,
  rulesInForce,
  saveRule,
} from "../../../lib/policy/index";
import { DEFAULT_RULE } from "../../../lib/policy/schema";
import { freshDatabase } from "../../setup/database";

const jane = { id: newId(), name: "Jane Lindqvist" };

beforeAll(async () => {
  await freshDatabase();
  await db().human.create({ data: { id: jane.id, email: "jane@example.com", name: jane.name, roles: ["admin"] } });
});

beforeEach(async () => {
  for (const rule of await listRules()) {
    if (rule.name !== "default") await deleteRule(jane, { id: rule.id, expectedVersion: rule.version });
  }
});

const entries = () => listEntries({ kinds: ["rule.made", "rule.changed", "rule.deleted"] }, 1000, "oldest");
const make = async (given: PartialRule) => (await saveRule(jane, { body: completeRule(given) })).rule;

/** Runs what must be refused, and gives the code after looking that nothing was written. */
async function refusal(work: () => Promise<unknown>) {
  const [before, log] = [await listRules(), await entries()];
  const error = await work().then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!isAppError(error)) throw new Error(`not refused: ${String(error)}`);
  expect(await listRules()).toEqual(before);
  expect((await entries()).length).toBe(log.length);
  return error;
}

describe("ensureDefaultRule", () => {
  it("makes the rule of a new installation once, even from several processes at once, and records it", async () => {
    await Promise.all([ensureDefaultRule(), ensureDefaultRule(), ensureDefaultRule()]);
    const rules = await listRules();
    expect(rules).toMatchObject([{ ...DEFAULT_RULE, version: 1, source: "page", savedBy: null }]);
    expect((await entries()).map(({ kind, humanId, facts }) => [kind, humanId, facts.name])).toEqual([
      ["rule.made", undefined, "default"],
    ]);
    expect((await rulesInForce()).map(({ name }) => name)).toEqual(["default"]);
  });
});

describe("saveRule", () => {
  it("makes a rule with its first version and its entry", async () => {
    const body = completeRule({ name: "releases", priority: 20, match: { agent: "release-*" } });
    const { rule, warnings } = await saveRule(jane, { body, reason: " Releases write. " });
    expect(rule).toMatchObject({ ...body, version: 1, source: "page", savedBy: jane, reason: "Releases write." });
    expect(warnings).toEqual([]);
    expect(await findRule(rule.id)).toEqual(rule);
    const last = (await entries()).at(-1);
    expect(last).toMatchObject({ kind: "rule.made", humanId: jane.id, facts: { name: "releases", version: 1, body } });
  });

  it("saves the next version, keeps the one before, and says what changed, who, when and why", async () => {
    const first = await make({ name: "paced", priority: 20 });
    const body = completeRule({ name: "paced", priority: 20, idleSeconds: 600 });
    const change = { id: first.id, body, reason: "Too long.", expectedVersion: 1 };
    const { rule } = await saveRule(jane, change);
    expect(rule).toMatchObject({ id: first.id, version: 2, idleSeconds: 600 });
    const versions = await listVersions(first.id);
    expect(versions.map(({ version, changed, reason, by }) => [version, changed, reason, by])).toEqual([
      [2, ["idleSeconds"], "Too long.", jane],
      [1, [], "", jane],
    ]);
    expect(versions[1]?.body.idleSeconds).toBe(900);
    expect((await entries()).at(-1)).toMatchObject({
      kind: "rule.changed",
      facts: { version: 2, reason: "Too long.", body: { idleSeconds: 600 } },
    });
  });

  it("warns about what is doubtful and takes it all the same", async () => {
    const calls = { ...DEFAULT_RULE.calls, unclassed: "allow" } as const;
    const { warnings } = await saveRule(jane, { body: completeRule({ name: "loose", priority: 1, calls }) });
    expect(warnings.map(({ field }) => field)).toEqual(["calls.unclassed"]);
  });

  it("changes nothing when the rule says this already", async () => {
    const rule = await make({ name: "same", priority: 2 });
    const log = (await entries()).length;
    const again = await saveRule(jane, {
      id: rule.id,
      body: completeRule({ name: "same", priority: 2 }),
      expectedVersion: 1,
    });
    expect(again.rule).toEqual(rule);
    expect((await entries()).length).toBe(log);
  });

  it("refuses a version that somebody has moved on from, and says who", async () => {
    const rule = await make({ name: "moving", priority: 3 });
    const body = (idleSeconds: number) => completeRule({ name: "moving", priority: 3, idleSeconds });
    await saveRule(jane, { id: rule.id, body: body(60), expectedVersion: 1 });
    const error = await refusal(() => saveRule(jane, { id: rule.id, body: body(120), expectedVersion: 1 }));
    expect([error.code, error.status]).toEqual(["VERSION_MOVED", 409]);
    expect(error.message).toBe("Jane Lindqvist saved v2 of rule moving in the meantime.");
    expect(error.detail).toMatchObject({ version: 2, savedBy: jane });
  });

  it("lets one of two people win who save the same version at the same moment", async () => {
    const rule = await make({ name: "raced", priority: 4 });
    const attempts = [60, 120, 180, 240].map((idleSeconds) =>
      saveRule(jane, {
        id: rule.id,
        body: completeRule({ name: "raced", priority: 4, idleSeconds }),
        expectedVersion: 1,
      }),
    );
    const settled = await Promise.allSettled(attempts);
    expect(settled.filter(({ status }) => status === "fulfilled").length).toBe(1);
    expect((await listVersions(rule.id)).length).toBe(2);
  });

  it("lets only one of two rules in that would contradict each other, even at the same moment", async () => {
    const twin = (name: string) => saveRule(jane, { body: completeRule({ name, priority: 7, match: { agent: "a" } }) });
    const settled = await Promise.allSettled([twin("one"), twin("two")]);
    expect(settled.filter(({ status }) => status === "fulfilled").length).toBe(1);
    const refused = settled.find((result) => result.status === "rejected");
    expect(refused?.reason).toMatchObject({ code: "RULE_CONTRADICTS" });
  });

  it("refuses contradictory clocks at their fields", async () => {
    const body = completeRule({ name: "odd", priority: 9, idleSeconds: 7200, leaseSeconds: 3600 });
    const error = await refusal(() => saveRule(jane, { body }));
    expect(error.code).toBe("RULE_CONTRADICTS");
    expect(error.detail?.fields).toEqual([
      {
        field: "idleSeconds",
        sentence: "Longer than the lease (1 h), so it never fires. Use 1 h or less.",
        fits: 3600,
      },
    ]);
  });

  it("refuses a name that is taken, and one that only a deleted rule had when renaming to it", async () => {
    const kept = await make({ name: "kept", priority: 5 });
    const gone = await make({ name: "gone", priority: 6 });
    const taken = await refusal(() => saveRule(jane, { body: completeRule({ name: "kept", priority: 11 }) }));
    expect([taken.code, taken.detail?.fields]).toMatchObject(["NAME_TAKEN", [{ field: "name" }]]);
    await deleteRule(jane, { id: gone.id, expectedVersion: 1 });
    const body = completeRule({ name: "gone", priority: 5 });
    const error = await refusal(() => saveRule(jane, { id: kept.id, body, expectedVersion: 1 }));
    expect(error.code).toBe("NAME_TAKEN");
  });

  it("renames a rule, but never the default one", async () => {
    const rule = await make({ name: "before", priority: 5 });
    const body = completeRule({ name: "after", priority: 5 });
    const { rule: renamed } = await saveRule(jane, { id: rule.id, body, expectedVersion: 1 });
    expect(renamed).toMatchObject({ id: rule.id, name: "after", version: 2 });
    const [standard] = (await listRules()).filter(({ name }) => name === "default");
    const change = { id: standard?.id ?? "", body: completeRule({ name: "standard" }), expectedVersion: 1 };
    expect((await refusal(() => saveRule(jane, change))).code).toBe("INVALID_INPUT");
  });

  it("refuses what is no rule, and one that does not exist", async () => {
    const broken = { ...completeRule({ name: "x", priority: 1 }), idleSeconds: 0.5, extra: 1 };
    const error = await refusal(() => saveRule(jane, { body: broken }));
    expect(error.code).toBe("INVALID_INPUT");
    expect(error.detail?.fields).toMatchObject([{ field: "idleSeconds" }, { field: "" }]);
    const body = completeRule({ name: "x", priority: 1 });
    const missing = await refusal(() => saveRule(jane, { id: newId(), body, expectedVersion: 1 }));
    expect(missing.code).toBe("NOT_FOUND");
  });

  it("writes nothing when the caller's transaction fails", async () => {
    const work = inTransaction(async (tx) => {
      await saveRule(jane, { body: completeRule({ name: "undone", priority: 8 }) }, tx);
      throw new Error("a later step failed");
    });
    await expect(work).rejects.toThrow("a later step failed");
    expect((await listRules()).some(({ name }) => name === "undone")).toBe(false);
    expect((await entries()).some(({ facts }) => facts.name === "undone")).toBe(false);
  });
});

describe("deleteRule", () => {
  it("takes the rule out of force and out of the list, keeps its versions, and records it", async () => {
    const rule = await make({ name: "short-lived", priority: 12 });
    await deleteRule(jane, { id: rule.id, expectedVersion: 1 });
    expect(await findRule(rule.id)).toBeNull();
    expect((await rulesInForce()).some(({ id }) => id === rule.id)).toBe(false);
    expect((await listVersions(rule.id)).length).toBe(1);
    expect((await entries()).at(-1)).toMatchObject({
      kind: "rule.deleted",
      humanId: jane.id,
      facts: { name: "short-lived" },
    });
  });

  it("never takes the default rule, nor a version nobody saw", async () => {
    const standard = (await listRules()).find(({ name }) => name === "default");
    const target = { id: standard?.id ?? "", expectedVersion: standard?.version ?? 0 };
    expect((await refusal(() => deleteRule(jane, target))).code).toBe("INVALID_INPUT");
    const rule = await make({ name: "seen", priority: 12 });
    const stale = { id: rule.id, expectedVersion: 2 };
    expect((await refusal(() => deleteRule(jane, stale))).code).toBe("VERSION_MOVED");
  });

  it("lets a new rule of the same name continue the versions, so that a name and a version mean one thing", async () => {
    const rule = await make({ name: "phoenix", priority: 13 });
    await deleteRule(jane, { id: rule.id, expectedVersion: 1 });
    const again = await make({ name: "phoenix", priority: 14 });
    expect(again).toMatchObject({ id: rule.id, version: 2, priority: 14, on: true });
    expect((await entries()).at(-1)).toMatchObject({ kind: "rule.made", facts: { version: 2 } });
  });
});

describe("a version", () => {
  it("can neither be changed nor removed", async () => {
    await make({ name: "stone", priority: 15 });
    await expect(db().$executeRaw`UPDATE rule_version SET reason = 'x'`).rejects.toThrow(/append-only/);
    await expect(db().$executeRaw`DELETE FROM rule_version`).rejects.toThrow(/append-only/);
  });
});

describe("rulesInForce", () => {
  it("sees this process's own change at once, and another's within a second", async () => {
    const rule = await make({ name: "cached", priority: 16 });
    expect((await rulesInForce()).map(({ name }) => name)).toEqual(["cached", "default"]);
    // Another process writes: this one has not heard of it.
    await db().$executeRaw`UPDATE rule SET deleted_at = clock_timestamp() WHERE id = ${rule.id}::uuid`;
    expect((await rulesInForce()).length).toBe(2);
    expect((await inTransaction((tx) => rulesInForce(tx))).length).toBe(1);
    await expect.poll(async () => (await rulesInForce()).length, { timeout: 1500, interval: 50 }).toBe(1);
  });

  it("leaves out rules that are off", async () => {
    await make({ name: "dark", priority: 17, on: false });
    expect((await rulesInForce()).some(({ name }) => name === "dark")).toBe(false);
    expect((await listRules()).some(({ name }) => name === "dark")).toBe(true);
  });
});

describe("explainRule", () => {
  it("answers from the rules that are stored now", async () => {
    await make({ name: "tight", priority: 18, match: { server: "github" }, idleSeconds: 60 });
    await make({ name: "dark", priority: 19, on: false });
    const answer = await explainRule({ agent: "bot", server: "github", tool: "push", class: "write" });
    expect(answer.winner?.name).toBe("tight");
    expect(answer.lost.map(({ rule, code }) => [rule.name, code])).toEqual([
      ["default", "lower_priority"],
      ["dark", "off"],
    ]);
  });
});

describe("looking for a rule", () => {
  it("finds nothing for a text that is no id", async () => {
    expect(await findRule("default' OR 1=1")).toBeNull();
    expect(await listVersions("nonsense")).toEqual([]);
    expect(await listVersions(newId())).toEqual([]);
  });
});
