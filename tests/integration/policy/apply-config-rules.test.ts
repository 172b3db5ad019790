import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listEntries } from "../../../lib/audit/index";
import { newId } from "../../../lib/base/index";
import { db } from "../../../lib/db/index";
import {
  applyConfigRules,
  completeRule,
  deleteRule,
  ensureDefaultRule,
  listRules,
  listVersions,
  saveRule,
} from "../../../lib/policy/index";
import { DEFAULT_RULE } from "../../../lib/policy/schema";
import { freshDatabase } from "../../setup/database";

const jane = { id: newId() };
const standard = completeRule({ name: "default", idleSeconds: 300 });
const release = (name: string, priority = 20) =>
  completeRule({ name, priority, match: { agent: "release-*" }, idleSeconds: 60 });

const state = async () => (await listRules()).map(({ name, version, source, on }) => [name, version, source, on]);
const logged = async () => (await listEntries({ kinds: ["rule.made", "rule.changed"] }, 1000, "oldest")).length;
const defaultVersion = async () => (await listRules()).find(({ name }) => name === "default")?.version ?? 0;

beforeAll(async () => {
  await freshDatabase();
  await db().human.create({ data: { id: jane.id, email: "jane@example.com", name: "Jane", roles: ["admin"] } });
  await ensureDefaultRule();
});

/** Each test begins with the default rule alone, as a new installation has it. */
beforeEach(async () => {
  await applyConfigRules([DEFAULT_RULE]);
  await applyConfigRules([]);
  for (const { id, name, version } of await listRules()) {
    if (name !== "default") await deleteRule(jane, { id, expectedVersion: version });
  }
});

describe("applyConfigRules", () => {
  it("makes and changes what the file declares, which from then on only the file changes", async () => {
    const before = await defaultVersion();
    const applied = await applyConfigRules([standard, release("owned")]);
    expect(applied).toEqual({ made: ["owned"], changed: ["default"], turnedOff: [] });
    expect(await state()).toEqual([
      ["owned", 1, "config", true],
      ["default", before + 1, "config", true],
    ]);
    const [rule] = await listRules();
    const target = { id: rule?.id ?? "", expectedVersion: 1 };
    const [now, log] = [await state(), await logged()];
    const body = { ...release("owned"), idleSeconds: 5 };
    await expect(saveRule(jane, { ...target, body })).rejects.toMatchObject({ code: "CONFIG_OWNED" });
    await expect(deleteRule(jane, target)).rejects.toMatchObject({ code: "CONFIG_OWNED" });
    expect([await state(), await logged()]).toEqual([now, log]);
  });

  it("changes nothing when applied again", async () => {
    await applyConfigRules([standard, release("again")]);
    const [before, log] = [await state(), await logged()];
    const applied = await applyConfigRules([release("again"), standard]);
    expect(applied).toEqual({ made: [], changed: [], turnedOff: [] });
    expect([await state(), await logged()]).toEqual([before, log]);
  });

  it("takes over a rule of the same name that says the same, without a new version", async () => {
    await saveRule(jane, { body: release("shared") });
    expect((await applyConfigRules([release("shared")])).changed).toEqual(["shared"]);
    expect(await state()).toContainEqual(["shared", 1, "config", true]);
  });

  it("turns off what disappeared and gives it back to the page, but leaves the default rule as it is", async () => {
    await applyConfigRules([standard, release("leaving")]);
    const version = await defaultVersion();
    expect((await applyConfigRules([])).turnedOff).toEqual(["leaving"]);
    expect(await state()).toEqual([
      ["leaving", 2, "page", false],
      ["default", version, "page", true],
    ]);
    const rule = (await listRules()).find(({ name }) => name === "leaving");
    const [last] = await listVersions(rule?.id ?? "");
    expect(last).toMatchObject({ by: null, changed: ["on"], reason: "The configuration file no longer declares it." });
    expect(await applyConfigRules([])).toEqual({ made: [], changed: [], turnedOff: [] });
  });

  it("judges the file as a whole: two rules may swap priorities", async () => {
    await applyConfigRules([release("one", 20), release("two", 21)]);
    await applyConfigRules([release("one", 21), release("two", 20)]);
    expect((await listRules()).map(({ name }) => name)).toEqual(["one", "two", "default"]);
  });

  it.each([
    ["a contradiction in itself", [{ ...release("bad"), idleSeconds: 7200 }], "RULE_CONTRADICTS"],
    ["two rules that say the same", [release("bad"), release("twin")], "RULE_CONTRADICTS"],
    ["one name twice", [release("bad"), release("bad")], "NAME_TAKEN"],
  ])("refuses %s and leaves everything as it was", async (_what, bodies, code) => {
    const [before, log] = [await state(), await logged()];
    await expect(applyConfigRules(bodies)).rejects.toMatchObject({ code });
    expect([await state(), await logged()]).toEqual([before, log]);
  });
});
