import { beforeAll, describe, expect, it } from "vitest";
import type { OutputOf } from "../../../lib/api/schema";
import { newId } from "../../../lib/base/index";
import { db } from "../../../lib/db/index";
import { DEFAULT_RULE } from "../../../lib/policy/schema";
import { findTask } from "../../../lib/tasks/index";
import { makeAgent, makeClocks, makeRunningTask, NO_HASTE } from "../../factories/tasks";
import { ask, kindsSince, latest, openWorld, type Visitor, visitor, type World } from "./world";

let world: World;
let admin: Visitor;
let vera: Visitor;

beforeAll(async () => {
  world = await openWorld();
  admin = await visitor("adam", ["admin"]);
  vera = await visitor("vera", []);
  const serverId = newId();
  await db().server.create({ data: { id: serverId, name: "files", url: "http://127.0.0.1:9/files" } });
  const tool = { serverId, definition: "{}", digest: "cd".repeat(32), proposedClass: "read" };
  await db().tool.create({ data: { ...tool, name: "read_file", class: "read" } });
  await db().tool.create({ data: { ...tool, name: "write_file", class: "write" } });
});

const post = <Body>(line: string, body: unknown, who: Visitor = admin) =>
  ask<Body & { code?: string; errors?: { path: string; fits?: number }[] }>(world, who, line, { body });
const rule = (over: object) => ({ ...DEFAULT_RULE, priority: 10, ...over });

describe("a rule", () => {
  it("is made, changed in versions that say what differs, and deleted", async () => {
    const made = await post<OutputOf<"createRule">>("POST /rules", {
      body: rule({ name: "night", idleSeconds: 60 }),
      reason: "quiet hours",
    });
    const { id, version, sentence } = made.body.rule;
    expect(version).toBe(1);
    expect(sentence.map(({ text }) => text).join("")).toContain("pauses after 1 min idle");
    const changed = await post<OutputOf<"changeRule">>(`PUT /rules/${id}`, {
      body: rule({ name: "night", idleSeconds: 30 }),
      expectedVersion: 1,
      reason: "quieter",
    });
    expect(changed.body.rule.version).toBe(2);
    const { versions } = (await ask<OutputOf<"rule">>(world, vera, `GET /rules/${id}`)).body;
    expect(versions).toMatchObject([
      { version: 2, reason: "quieter", changed: ["idleSeconds"], by: { name: "adam" } },
      { version: 1, reason: "quiet hours", changed: [] },
    ]);
    const stale = await post(`PUT /rules/${id}`, { body: rule({ name: "night" }), expectedVersion: 1 });
    expect(stale.body.code).toBe("VERSION_MOVED");
    expect((await post(`DELETE /rules/${id}`, { expectedVersion: 2 })).status).toBe(200);
    expect((await ask(world, vera, `GET /rules/${id}`)).body.code).toBe("NOT_FOUND");
  });

  it("with contradictory clocks is refused at its field, with what would fit, and not stored", async () => {
    const before = await latest();
    const { status, body } = await post("POST /rules", {
      body: rule({ name: "odd", idleSeconds: 7200, leaseSeconds: 3600 }),
    });
    expect({ status, code: body.code }).toEqual({ status: 422, code: "RULE_CONTRADICTS" });
    expect(body.errors).toMatchObject([{ path: "idleSeconds", fits: 3600 }]);
    expect(await kindsSince(before)).toEqual([]);
  });

  it("out of bounds is refused at its field", async () => {
    const { body } = await post("POST /rules", { body: rule({ name: "odd", idleSeconds: 0 }) });
    expect(body.errors?.[0]?.path).toBe("body.idleSeconds");
  });

  it("is explained: which one would apply, why not the others, and where each number comes from", async () => {
    await post("POST /rules", { body: rule({ name: "writes", match: { class: "write" }, priority: 5 }) });
    const explain = async (tool: string) =>
      (await ask<OutputOf<"explainRule">>(world, vera, `GET /rules/explain?agent=bot&server=files&tool=${tool}`)).body;
    const write = await explain("write_file");
    expect(write.winner?.name).toBe("writes");
    expect(write.question.class).toBe("write");
    expect(write.call).toBe("hold");
    expect(write.lost).toMatchObject([{ rule: { name: "default" }, code: "lower_priority" }]);
    const read = await explain("read_file");
    expect(read.winner?.name).toBe("default");
    expect(read.lost[0]?.sentence).toBe("It is for write tools; read_file is read.");
    expect((await explain("nonsense")).question.class).toBe("unclassed");
  });
});

describe("a draft", () => {
  it("is checked without being stored: findings, its sentence, and the live tasks it would tighten", async () => {
    const agent = await makeAgent({ name: "draft-bot" });
    const task = await makeRunningTask({
      agentId: agent.id,
      clocks: makeClocks({ idleSeconds: 900, endSeconds: 28_800 }),
    });
    const before = await latest();
    const body = rule({
      name: "drafted",
      match: { agent: "draft-bot" },
      idleSeconds: 300,
      endSeconds: 14_400,
      priority: 900,
    });
    const { body: check } = await post<OutputOf<"checkRule">>("POST /rules/check", { body }, vera);
    expect(check.errors).toEqual([]);
    expect(check.sentence.map(({ text }) => text).join("")).toContain("When draft-bot uses any tool");
    expect(check.effects).toMatchObject({ matching: 1, tighter: 1, more: false });
    const [effect] = check.effects.items;
    expect(effect?.task).toMatchObject({ id: task.id, agent: { name: "draft-bot" } });
    expect(effect?.clocks).toContainEqual(
      expect.objectContaining({ name: "idleSeconds", old: 900, new: 300, verdict: "tighter" }),
    );
    expect(effect?.pausesAtOnce).toBe(false);
    expect(await kindsSince(before)).toEqual([]);
  });
});

describe("applying the tighter numbers", () => {
  it("narrows the tasks that hold looser ones, and leaves the others, saying why", async () => {
    const agent = await makeAgent({ name: "tight-bot" });
    const loose = await makeRunningTask({ agentId: agent.id, clocks: makeClocks({ idleSeconds: 900 }) });
    const tight = await makeRunningTask({
      agentId: agent.id,
      clocks: makeClocks({
        idleSeconds: 60,
        leaseSeconds: 600,
        endSeconds: 1200,
        decideBySeconds: 60,
        stallSeconds: 60,
      }),
    });
    const other = await makeRunningTask();
    const made = await post<OutputOf<"createRule">>("POST /rules", {
      body: rule({ name: "tight", match: { agent: "tight-bot" }, idleSeconds: 300, priority: 950, ...NO_HASTE }),
    });
    const { id } = made.body.rule;
    const before = await latest();
    const tasks = [loose.id, tight.id, other.id];
    const { body } = await post<OutputOf<"applyTighter">>(`POST /rules/${id}/apply-tighter`, {
      tasks,
      reason: "new numbers",
    });
    expect(body.narrowed).toEqual([{ taskId: loose.id, epoch: loose.epoch + 1 }]);
    expect(body.left).toEqual([
      { taskId: tight.id, sentence: "What it holds is as tight already." },
      { taskId: other.id, sentence: "Rule tight is not meant for it." },
    ]);
    expect(await kindsSince(before)).toEqual(["task.narrowed"]);
    const after = await findTask(loose.id);
    expect(after?.idleSeconds).toBe(300);
    expect(after?.endAt).toEqual(loose.endAt);
    const effects = (await ask<OutputOf<"ruleEffects">>(world, vera, `GET /rules/${id}/effects`)).body;
    expect(effects).toMatchObject({ matching: 2, tighter: 0 });
  });

  it("is refused to somebody who may not manage rules, and changes nothing", async () => {
    const anna = await visitor("anna", ["approver"]);
    const task = await makeRunningTask();
    const { id } = await db().rule.findUniqueOrThrow({ where: { name: "default" } });
    const { body } = await post(`POST /rules/${id}/apply-tighter`, { reason: "x" }, anna);
    expect(body.code).toBe("FORBIDDEN");
    expect((await findTask(task.id))?.epoch).toBe(task.epoch);
  });
});
