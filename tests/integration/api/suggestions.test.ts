import { beforeAll, describe, expect, it } from "vitest";
import type { OutputOf } from "../../../lib/api/schema";
import { record } from "../../../lib/audit/index";
import { newId } from "../../../lib/base/index";
import { db, inTransaction } from "../../../lib/db/index";
import { saveRule } from "../../../lib/policy/index";
import { DEFAULT_RULE, type RuleBody } from "../../../lib/policy/schema";
import type { TaskView } from "../../../lib/tasks/index";
import { makeAllow } from "../../factories/calls";
import { makeAgent, makeRunningTask } from "../../factories/tasks";
import { answer, DENIAL, makeQuestion } from "./questions";
import { ask, openWorld, type Visitor, visitor, type World } from "./world";

let world: World;
let anna: Visitor;
let ben: Visitor;
let vera: Visitor;
let ada: Visitor;
let task: TaskView;
let agent: { id: string; name: string };

beforeAll(async () => {
  world = await openWorld();
  [anna, ben] = [await visitor("anna", ["approver"]), await visitor("ben", ["approver"])];
  [vera, ada] = [await visitor("vera", []), await visitor("ada", ["admin"])];
  agent = await makeAgent({ name: "release-bot" });
  task = await makeRunningTask({ agentId: agent.id });
});

describe("suggestions", () => {
  const suggest = async (who: Visitor | string = vera) =>
    (await ask<OutputOf<"suggestRules">>(world, who, "GET /insights/suggestions")).body.items;
  const make = (over: Partial<RuleBody>) => saveRule(ada.human, { body: { ...DEFAULT_RULE, ...over } });

  it("are to make a rule of what is always approved, of reads alone", async () => {
    await make({
      name: "careful",
      priority: 5,
      match: { tool: "echo" },
      calls: { ...DEFAULT_RULE.calls, read: "hold" },
    });
    for (let at = 0; at < 20; at += 1)
      await answer(world, anna, await makeQuestion(task, { tool: "echo", class: "read" }));
    const found = (await suggest()).filter(({ kind }) => kind === "always_approved");
    expect(found).toMatchObject([
      {
        agent: { name: "release-bot" },
        server: "files",
        tool: "echo",
        approvals: 20,
        rule: { name: "careful" },
        draft: { answer: "allow" },
      },
    ]);
    await answer(world, ben, { ...(await makeQuestion(task, { tool: "echo", class: "read" })), ...DENIAL });
    expect((await suggest()).filter(({ kind }) => kind === "always_approved")).toEqual([]);
  });

  it("are to ask about what writes, was called and asked about by nobody", async () => {
    await make({
      name: "loose",
      priority: 6,
      match: { server: "notes" },
      calls: { ...DEFAULT_RULE.calls, write: "allow" },
    });
    const server = await db().server.create({ data: { id: newId(), name: "notes", url: "http://127.0.0.1:9/mcp" } });
    const tool = {
      serverId: server.id,
      definition: "{}",
      digest: "ab".repeat(32),
      proposedClass: "write",
      class: "write",
    };
    await db().tool.createMany({
      data: [
        { ...tool, name: "save" },
        { ...tool, name: "never-called" },
        { ...tool, name: "look", class: "read" },
      ],
    });
    const called = (name: string) =>
      inTransaction((tx) =>
        record(tx, {
          ...makeAllow({ taskId: task.id, epoch: task.epoch, agentId: agent.id, serverId: server.id }),
          tool: name,
        }),
      );
    await called("save");
    await called("look");
    expect((await suggest()).filter(({ kind }) => kind === "never_asked")).toMatchObject([
      {
        server: "notes",
        tool: "save",
        class: "write",
        rule: { name: "loose" },
        draft: { server: "notes", tool: "save", answer: "hold" },
      },
    ]);
  });

  it("are to look at rules that are for nobody", async () => {
    await make({ name: "for-ghosts", priority: 7, match: { agent: "ghost-*" } });
    expect((await suggest()).filter(({ kind }) => kind === "matches_nobody")).toMatchObject([
      { rule: { name: "for-ghosts" }, pattern: "ghost-*" },
    ]);
  });

  it("are to look at rules that hold calls and held none, where agents worked", async () => {
    const { id } = await db().rule.findUniqueOrThrow({ where: { name: "for-ghosts" } });
    const heldNothing = async () =>
      (await suggest()).flatMap((one) => (one.kind === "held_nothing" ? one.rule.name : []));
    expect(await heldNothing()).toEqual([]);
    // As if it had been saved long ago: a version is never changed, so this is a new one that is older.
    await db().$executeRaw`INSERT INTO rule_version (rule_id, version, body, at)
      SELECT rule_id, 2, body, at - interval '40 days' FROM rule_version WHERE rule_id = ${id}::uuid`;
    await db().$executeRaw`UPDATE rule SET version = 2 WHERE id = ${id}::uuid`;
    await db().$executeRaw`UPDATE task SET last_at = last_at - interval '40 days' WHERE id = ${task.id}::uuid`;
    expect(await heldNothing()).toEqual([]);
    await db().$executeRaw`UPDATE task SET last_at = clock_timestamp() WHERE id = ${task.id}::uuid`;
    expect(await heldNothing()).toEqual(["for-ghosts"]);
  });

  it("save nothing, whoever asks", async () => {
    const before = await db().rule.count();
    await suggest(ada);
    expect(await db().rule.count()).toBe(before);
  });
});
