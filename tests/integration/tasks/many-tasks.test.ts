import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { followTask } from "../../../lib/approvals/index";
import { newId } from "../../../lib/base/index";
import { db } from "../../../lib/db/index";
import type { Person } from "../../../lib/identity/schema";
import { followTasks, forgetFollowers, lockAgent, lockTool, revokeTasks, tasksOfAgent } from "../../../lib/tasks/index";
import { disableAgent } from "../../../lib/tokens/index";
import { makeApprover, makeHold } from "../../factories/holds";
import { cloneTasks } from "../../factories/many-tasks";
import { makeAgent, makeHuman, makeRequestedTask, makeRunningTask } from "../../factories/tasks";
import { freshDatabase } from "../../setup/database";

/** More than an agent in a house will have at once; what stops them must fit into one transaction of 15 s. */
const MANY = 5_000;

let sam: Person;
let agentId = "";
let serverId = "";

beforeAll(async () => {
  await freshDatabase();
  forgetFollowers();
  followTasks(followTask);
  sam = await makeApprover();
  serverId = newId();
  await db().server.create({ data: { id: serverId, name: "files", url: "http://127.0.0.1:9/mcp" } });
  const definition = '{"inputSchema":{"type":"object"},"name":"write_file"}';
  await db().tool.create({
    data: { serverId, name: "write_file", definition, digest: "cd".repeat(32), class: "write", proposedClass: "write" },
  });
});

/** So many tasks of one agent that run, each with a call that waits for an answer. */
beforeEach(async () => {
  agentId = (await makeAgent()).id;
  const task = await makeRunningTask({ agentId });
  await makeHold(task);
  await cloneTasks(task.id, MANY - 1);
});

const states = async (table: "task" | "approval") =>
  db().$queryRawUnsafe<{ state: string; n: number }[]>(
    `SELECT state, count(*)::int AS n FROM "${table}" WHERE agent_id = '${agentId}' GROUP BY 1 ORDER BY 1`,
  );
const holds = () =>
  db().$queryRaw<{ state: string; n: number }[]>`
    SELECT h.state, count(*)::int AS n FROM hold h JOIN task t ON t.id = h.task_id WHERE t.agent_id = ${agentId}::uuid GROUP BY 1`;
/** How many entries of a kind there are about tasks of the agent, and about how many of them. */
const entries = async (kind: string) =>
  (
    await db().$queryRaw<{ n: number; tasks: number }[]>`
      SELECT count(*)::int AS n, count(DISTINCT e.task_id)::int AS tasks FROM entry e JOIN task t ON t.id = e.task_id
      WHERE t.agent_id = ${agentId}::uuid AND e.kind = ${kind}`
  )[0];
const each = { n: MANY, tasks: MANY };

describe("thousands of tasks that run, each with a call that waits", () => {
  it("stop in the one transaction in which their agent is locked, each with its entries", async () => {
    await lockAgent(agentId, { person: sam, reason: "It runs wild" });
    expect(await states("task")).toEqual([{ state: "paused", n: MANY }]);
    expect(await states("approval")).toEqual([{ state: "superseded", n: MANY }]);
    expect(await holds()).toEqual([{ state: "superseded", n: MANY }]);
    for (const kind of ["task.paused", "approval.superseded", "hold.superseded"])
      expect(await entries(kind), kind).toEqual(each);
  });

  it("get a new epoch in the one transaction in which a tool they name is locked", async () => {
    const target = { serverId, tool: "write_file" };
    await lockTool(target, { person: sam, reason: "It deletes" });
    expect(await states("task")).toEqual([{ state: "running", n: MANY }]);
    expect(await states("approval")).toEqual([{ state: "superseded", n: MANY }]);
    expect(await entries("task.tightened")).toEqual(each);
    // Nothing waits any more: their idle clocks run.
    expect(await db().task.count({ where: { agentId, idleAt: null } })).toBe(0);
  });

  it("end in the one transaction in which their agent is disabled, and may not be opened again for a while", async () => {
    const admin = await makeHuman({ roles: ["viewer", "admin"] });
    const person: Person = {
      via: "page",
      human: { ...admin, name: admin.email, roles: ["viewer", "admin"], seesBodies: false },
      sessionHash: admin.id,
    };
    expect((await disableAgent(person, agentId, "gone")).tasks).toBe(MANY);
    expect(await states("task")).toEqual([{ state: "revoked", n: MANY }]);
    expect(await holds()).toEqual([{ state: "superseded", n: MANY }]);
    expect(await entries("task.revoked")).toEqual(each);
    expect(await db().task.count({ where: { agentId, coolUntil: null } })).toBe(0);
  });

  it("are moved each from its own state and epoch", async () => {
    const asked = await makeRequestedTask({ agentId });
    await makeHold(asked);
    await db().$executeRaw`UPDATE task SET epoch = epoch + (hashtext(id::text) & 7) WHERE agent_id = ${agentId}::uuid`;
    const before = new Map((await db().task.findMany({ where: { agentId } })).map(({ id, epoch }) => [id, epoch]));
    const ids = await tasksOfAgent(db(), agentId);
    expect(await revokeTasks({ humanId: sam.human.id }, ids, "enough")).toBe(MANY + 1);
    const after = await db().task.findMany({ where: { agentId } });
    expect(after.every(({ id, epoch, state }) => state === "revoked" && epoch === (before.get(id) ?? 0) + 1)).toBe(
      true,
    );
    expect((await db().approval.findFirstOrThrow({ where: { taskId: asked.id } })).state).toBe("superseded");
  });
});
