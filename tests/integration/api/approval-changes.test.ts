import { beforeAll, describe, expect, it } from "vitest";
import type { OutputOf } from "../../../lib/api/schema";
import { db } from "../../../lib/db/index";
import { findTask, pauseTask, type TaskView } from "../../../lib/tasks/index";
import { makeHeldCall, makeHold, shownOf } from "../../factories/holds";
import { makeAgent, makeRequestedTask } from "../../factories/tasks";
import { ask, openWorld, type Visitor, visitor, type World } from "./world";

type Detail = OutputOf<"approval">;

let world: World;
let anna: Visitor;
let named = 0;
beforeAll(async () => {
  world = await openWorld();
  anna = await visitor("anna", ["approver"]);
});

const show = async (id: string) => (await ask<Detail>(world, anna, `GET /approvals/${id}`)).body;
const approve = async (approvalId: string) => {
  const body = { answer: "approve", ...(await shownOf(approvalId)) };
  expect((await ask(world, anna, `POST /approvals/${approvalId}/reviews`, { body })).status).toBe(200);
};
/** A server of its own, as it stands after it was looked at. */
async function makeServer(tools: string[]): Promise<{ id: string; name: string }> {
  named += 1;
  const name = `files-${named}`;
  const [row] = await db().$queryRaw<{ id: string }[]>`
    INSERT INTO server (id, name, url) VALUES (gen_random_uuid(), ${name}, ${`https://${name}.example.com/mcp`}) RETURNING id::text`;
  if (!row) throw new Error("no server");
  for (const tool of tools)
    await db().tool.create({
      data: {
        serverId: row.id,
        name: tool,
        digest: "ab".repeat(32),
        definition: "{}",
        proposedClass: "read",
      },
    });
  return { id: row.id, name };
}
const calling = (task: TaskView, server: { id: string; name: string }, over: object = {}) => ({
  ...makeHeldCall(task, { tool: "read", path: `${named}.md` }),
  server,
  ...over,
});
const scopeOf = (name: string, tools: string[]) => [{ server: name, tools }];
const again = async (taskId: string): Promise<TaskView> => {
  await pauseTask(taskId, { pausedFor: "operator", note: "lunch" });
  const task = await findTask(taskId);
  if (!task) throw new Error("the task is gone");
  return task;
};

describe("a first approval", () => {
  it("of an agent that never had one has nothing to be compared with", async () => {
    const server = await makeServer(["read"]);
    const task = await makeRequestedTask({ scope: scopeOf(server.name, ["read"]) });
    expect((await show((await makeHold(task, calling(task, server))).approvalId)).usual).toBeNull();
  });

  it("is compared with the last start that was approved for its agent: not with one that was denied", async () => {
    const server = await makeServer(["read", "write"]);
    const agent = await makeAgent();
    const usual = await makeRequestedTask({ agentId: agent.id, scope: scopeOf(server.name, ["read"]) });
    const first = await makeHold(usual, calling(usual, server));
    await approve(first.approvalId);
    const denied = await makeRequestedTask({ agentId: agent.id, scope: scopeOf(server.name, ["write"]) });
    const second = await makeHold(
      denied,
      calling(denied, server, { tool: { name: "write", digest: "cd".repeat(32) } }),
    );
    await ask(world, anna, `POST /approvals/${second.approvalId}/reviews`, { body: { answer: "deny", reason: "no" } });
    const wide = await makeRequestedTask({ agentId: agent.id, scope: scopeOf(server.name, ["read", "write"]) });
    const card = await show((await makeHold(wide, calling(wide, server))).approvalId);
    expect(card.usual).toMatchObject({ approvalId: first.approvalId, by: { name: "anna" }, task: { id: usual.id } });
    expect(card.usual?.changes).toEqual([
      { what: "tools", name: "tool", before: null, after: `${server.name}/write`, direction: "wider" },
    ]);
    expect(card.usual?.same).toEqual(["clocks", "rules"]);
  });
});

describe("a question that is over", () => {
  const narrow = async (approvalId: string, less: object) => {
    const body = { answer: "narrow", ...less, ...(await shownOf(approvalId)) };
    expect((await ask(world, anna, `POST /approvals/${approvalId}/reviews`, { body })).status).toBe(200);
  };

  it("is not compared with what its own answer gave: a start that was narrowed had nothing before", async () => {
    const server = await makeServer(["read", "write"]);
    const task = await makeRequestedTask({ scope: scopeOf(server.name, ["read", "write"]) });
    const { approvalId } = await makeHold(task, calling(task, server));
    await narrow(approvalId, { endsInSeconds: 600, scope: scopeOf(server.name, ["read"]) });
    expect((await show(approvalId)).since).toBeNull();
  });

  it("shows what a resume asked for against what was held before it, whatever was given", async () => {
    const server = await makeServer(["read", "write"]);
    const task = await makeRequestedTask({ scope: scopeOf(server.name, ["read", "write"]) });
    await narrow((await makeHold(task, calling(task, server))).approvalId, { scope: scopeOf(server.name, ["read"]) });
    const paused = await again(task.id);
    const { approvalId } = await makeHold(paused, calling(paused, server));
    const asked = (await show(approvalId)).since;
    const wider = { what: "tools", name: "tool", before: null, after: `${server.name}/write` };
    expect(asked?.changes).toContainEqual({ ...wider, direction: "wider" });
    await narrow(approvalId, { scope: scopeOf(server.name, ["read"]) });
    const decided = (await show(approvalId)).since;
    expect(decided?.changes).toEqual(asked?.changes);
    expect(decided?.same).toEqual(asked?.same);
    expect(decided).toMatchObject({ approvalId: asked?.approvalId, used: null, calls: { inFlight: 0 } });
    await approve((await makeHold(await again(task.id), calling(paused, server))).approvalId);
    expect((await show(approvalId)).since?.changes).toEqual(asked?.changes);
  });

  it("compares an agent's next task with what its last one was given, not with what that asked for", async () => {
    const server = await makeServer(["read", "write"]);
    const agent = await makeAgent();
    const scope = scopeOf(server.name, ["read", "write"]);
    const first = await makeRequestedTask({ agentId: agent.id, scope });
    await narrow((await makeHold(first, calling(first, server))).approvalId, { scope: scopeOf(server.name, ["read"]) });
    const second = await makeRequestedTask({ agentId: agent.id, scope });
    const { usual } = await show((await makeHold(second, calling(second, server))).approvalId);
    expect(usual?.changes).toMatchObject([{ what: "tools", name: "tool", direction: "wider" }]);
  });
});

describe("what surrounds a question", () => {
  it("is said to be the same when it is", async () => {
    const server = await makeServer(["read"]);
    const task = await makeRequestedTask({ scope: scopeOf(server.name, ["read"]) });
    await approve((await makeHold(task, calling(task, server))).approvalId);
    const paused = await again(task.id);
    const { since } = await show((await makeHold(paused, calling(paused, server))).approvalId);
    expect(since?.same).toEqual(
      expect.arrayContaining(["workload", "network", "server addresses", "tool definitions"]),
    );
  });

  it("is compared with what it was when the task was approved: caller, network, addresses, definitions", async () => {
    const server = await makeServer(["read"]);
    const task = await makeRequestedTask({ scope: scopeOf(server.name, ["read"]) });
    await approve((await makeHold(task, calling(task, server))).approvalId);
    const paused = await again(task.id);
    await db().$executeRaw`UPDATE server SET url = 'https://elsewhere.example.com/mcp' WHERE id = ${server.id}::uuid`;
    await db().$executeRaw`UPDATE tool SET offered_digest = ${"ef".repeat(32)} WHERE server_id = ${server.id}::uuid`;
    const call = calling(paused, server, { workload: "key:other", network: "203.0.113.0/24" });
    const { since } = await show((await makeHold(paused, call)).approvalId);
    expect(since?.changes).toEqual(
      expect.arrayContaining([
        { what: "workload", name: "workload", before: "test", after: "key:other", direction: "other" },
        { what: "network", name: "network", before: "127.0.0.0/24", after: "203.0.113.0/24", direction: "other" },
        {
          what: "server",
          name: server.name,
          before: `https://${server.name}.example.com/mcp`,
          after: "https://elsewhere.example.com/mcp",
          direction: "other",
        },
        {
          what: "definition",
          name: `${server.name}/read`,
          before: "abab abab",
          after: "efef efef",
          direction: "other",
        },
      ]),
    );
    for (const part of ["workload", "network", "server addresses", "tool definitions"])
      expect(since?.same).not.toContain(part);
  });
});
