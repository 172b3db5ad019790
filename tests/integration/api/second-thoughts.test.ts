import { beforeAll, describe, expect, it } from "vitest";
import type { OutputOf } from "../../../lib/api/schema";
import { record } from "../../../lib/audit/index";
import { newId } from "../../../lib/base/index";
import { db } from "../../../lib/db/index";
import { revokeTasks, type TaskView } from "../../../lib/tasks/index";
import { makeAllow } from "../../factories/calls";
import { makeHeldCall, makeHold, shownOf } from "../../factories/holds";
import { makeAgent, makeRunningTask } from "../../factories/tasks";
import { needOf } from "../../factories/votes";
import { answer, DENIAL, makeQuestion, type Question } from "./questions";
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

const read = async (who: Visitor) => (await ask<OutputOf<"insights">>(world, who, "GET /insights")).body;
const approve = (who: Visitor, asked: Question) => answer(world, who, asked);
const deny = (who: Visitor, asked: Question) => answer(world, who, { ...asked, ...DENIAL });

describe("insights into what came after an answer", () => {
  it("find what was approved after nearly the same was denied, and say that it is not the same", async () => {
    const server = { id: newId(), name: "files" };
    const about = async (path: string, more: { [name: string]: string } = {}) => {
      const hold = await makeHold(task, { ...makeHeldCall(task, { path, more }), server });
      return { id: hold.approvalId, ...(await shownOf(hold.approvalId)) };
    };
    const before = (await read(vera)).retried.total;
    const denied = await about("Near/Secret.md");
    await deny(anna, denied);
    const [cased, added, another] = [
      await about("near/secret.md "),
      await about("Near/Secret.md", { mode: "append" }),
      await about("near/secrets.md"),
    ];
    for (const asked of [cased, added, another]) await approve(ben, asked);
    const { retried } = await read(vera);
    expect(retried.total).toBe(before + 2);
    const found = retried.items.filter(({ deniedId }) => deniedId === denied.id);
    expect(found.map(({ approvalId, same }) => [approvalId, same])).toEqual([
      [added.id, false],
      [cased.id, false],
    ]);
  });

  it("measure how soon everything stood still after a person revoked a task, and count what was allowed after it", async () => {
    const [quiet, busy] = [await makeRunningTask({ agentId: agent.id }), await makeRunningTask({ agentId: agent.id })];
    const before = (await read(vera)).override;
    expect(before).toMatchObject({ revoked: 0, allowedAfter: 0, seconds: null, beyond: [] });
    await revokeTasks({ humanId: ada.human.id }, [quiet.id, busy.id], "enough");
    const references = { taskId: busy.id, epoch: busy.epoch, agentId: agent.id, serverId: newId() };
    const outcome = { kind: "call.aborted", ...references, tool: "write_file", callId: newId() } as const;
    await db().$transaction((tx) => record(tx, { ...outcome, facts: { milliseconds: 1, result: null } }));
    const { override } = await read(vera);
    expect(override).toMatchObject({ revoked: 2, allowedAfter: 0, beyond: [] });
    expect(override.seconds?.longest).toBeGreaterThanOrEqual(0);
    expect(override.seconds?.longest).toBeLessThan(10);
    await db().$transaction((tx) => record(tx, makeAllow({ taskId: busy.id, epoch: busy.epoch, agentId: agent.id })));
    expect((await read(vera)).override).toMatchObject({
      allowedAfter: 1,
      beyond: [{ metric: "override", level: null }],
    });
  });

  it("say what was regretted: approved, and its task revoked by a person soon after", async () => {
    const other = await makeRunningTask({ agentId: agent.id });
    const before = (await read(vera)).approvals.regretted;
    await approve(anna, await makeQuestion(other));
    expect((await read(vera)).approvals.regretted).toEqual({ hits: before.hits, of: before.of + 1 });
    await revokeTasks({ humanId: ada.human.id }, [other.id], "That was wrong.");
    expect((await read(vera)).approvals.regretted).toEqual({ hits: before.hits + 1, of: before.of + 1 });
  });

  it("say where people disagreed", async () => {
    const before = (await read(vera)).approvals.disagreed;
    const needs = [needOf({ denials: 2 })];
    const hold = await makeHold(task, makeHeldCall(task, { path: newId() }), { needs });
    const asked = { id: hold.approvalId, ...(await shownOf(hold.approvalId)) };
    await deny(anna, asked);
    await approve(ben, asked);
    expect((await read(vera)).approvals.disagreed).toEqual({ hits: before.hits + 1, of: before.of + 1 });
  });

  it("take a person with two accounts for one", async () => {
    const [fay, alias] = [await visitor("fay", ["approver"]), await visitor("fay-too", ["approver"])];
    await db().human.update({ where: { id: alias.human.id }, data: { samePersonAs: fay.human.id } });
    const before = (await read(vera)).people;
    for (const who of [fay, alias]) await approve(who, await makeQuestion(task));
    expect((await read(vera)).people).toBe(before + 1);
    for (const who of [fay, alias])
      expect((await read(who)).you).toMatchObject({ answers: 2, person: { id: fay.human.id, name: "fay" } });
  });
});
