import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OutputOf } from "../../../lib/api/schema";
import { listEntries } from "../../../lib/audit/index";
import { newId } from "../../../lib/base/index";
import { db } from "../../../lib/db/index";
import { findTask } from "../../../lib/tasks/index";
import { makeHeldCall, makeHold, shownDigest, shownOf } from "../../factories/holds";
import { makeAgent, makeRequestedTask, makeRunningTask } from "../../factories/tasks";
import { ask, kindsSince, latest, openWorld, type Visitor, visitor, type World } from "./world";

let world: World;
let anna: Visitor;
let admin: Visitor;
let vera: Visitor;
let agent: { id: string; name: string };
let serverId = "";

beforeAll(async () => {
  world = await openWorld();
  anna = await visitor("anna", ["approver"]);
  admin = await visitor("ada", ["admin"]);
  vera = await visitor("vera", []);
  serverId = newId();
  await db().server.create({ data: { id: serverId, name: "files", url: "http://127.0.0.1:9/mcp" } });
  for (const name of ["read_file", "write_file"])
    await db().tool.create({
      data: {
        serverId,
        name,
        definition: `{"inputSchema":{"type":"object"},"name":"${name}"}`,
        digest: "cd".repeat(32),
        class: "write",
        proposedClass: "write",
      },
    });
});
beforeEach(async () => {
  agent = await makeAgent();
});

type Agent = OutputOf<"agent">;
type Server = OutputOf<"server">;
const lockAgent = (who: Visitor | string, reason = "It runs wild") =>
  ask<Agent & { code?: string; detail?: string }>(world, who, `POST /agents/${agent.id}/lock`, { body: { reason } });
const liftAgent = (who: Visitor) =>
  ask<Agent & { code?: string }>(world, who, `POST /agents/${agent.id}/lift-lock`, {
    body: { reason: "It is mended." },
  });
const toolAct = (who: Visitor, act: "lock" | "lift-lock", tool: string) =>
  ask<Server & { code?: string }>(world, who, `POST /servers/${serverId}/${act}`, {
    body: { tool, reason: "It deletes." },
  });

describe("locking an agent", () => {
  it("pauses its running tasks, ends what was asked for all of them, and says who, when and why", async () => {
    const [running, requested] = [
      await makeRunningTask({ agentId: agent.id }),
      await makeRequestedTask({ agentId: agent.id }),
    ];
    const holds = [await makeHold(running), await makeHold(requested)];
    const before = await latest();
    const { status, body } = await lockAgent(anna);
    expect(status).toBe(200);
    expect(body.locked).toMatchObject({ by: { id: anna.human.id, name: "anna" }, reason: "It runs wild" });
    expect(await findTask(running.id)).toMatchObject({
      state: "paused",
      pausedFor: "operator",
      pauseNote: expect.stringMatching(/^Locked by anna at \d{4}-\d\d-\d\d \d\d:\d\d UTC: It runs wild\.$/),
    });
    expect(await findTask(requested.id)).toMatchObject({ state: "requested", epoch: requested.epoch + 1 });
    for (const { id, approvalId } of holds) {
      expect((await db().approval.findUniqueOrThrow({ where: { id: approvalId } })).state).toBe("superseded");
      expect((await db().hold.findUniqueOrThrow({ where: { id } })).state).toBe("superseded");
    }
    expect(await kindsSince(before)).toEqual(expect.arrayContaining(["task.paused", "task.tightened", "agent.locked"]));
    const [entry] = await listEntries({ kinds: ["agent.locked"] }, 1, "newest");
    expect(entry).toMatchObject({
      agentId: agent.id,
      humanId: anna.human.id,
      facts: { reason: "It runs wild", tasks: 2 },
    });
  });

  it("is for those who may operate, and lifting it for those who manage agents", async () => {
    const reading = await anna.token("read");
    const before = await latest();
    expect(await lockAgent(vera)).toMatchObject({ status: 403, body: { code: "FORBIDDEN" } });
    expect(await lockAgent(reading)).toMatchObject({ status: 403 });
    expect(await kindsSince(before)).toEqual([]);
    expect((await lockAgent(await anna.token("operate"))).status).toBe(200);
    expect(await liftAgent(anna)).toMatchObject({ status: 403, body: { code: "FORBIDDEN" } });
    expect((await liftAgent(admin)).body.locked).toBeNull();
    const [entry] = await listEntries({ kinds: ["agent.lock_lifted"] }, 1, "newest");
    expect(entry).toMatchObject({ agentId: agent.id, humanId: admin.human.id, facts: { reason: "It is mended." } });
  });

  it("says whose lock it is to whoever comes second, and leaves it as it is", async () => {
    await lockAgent(anna, "First.");
    const before = await latest();
    const second = await lockAgent(admin, "Second.");
    expect(second).toMatchObject({ status: 409, body: { code: "LOCKED" } });
    expect(second.body.detail).toMatch(/^Locked by anna at .*: First\.$/);
    expect(await kindsSince(before)).toEqual([]);
  });

  it("is lifted once, and lifting what is not locked does nothing", async () => {
    const before = await latest();
    expect((await liftAgent(admin)).status).toBe(200);
    expect(await kindsSince(before)).toEqual([]);
  });

  it("takes an agent of the configuration file, too", async () => {
    await db().agent.update({ where: { id: agent.id }, data: { source: "config" } });
    expect((await lockAgent(anna)).body.locked).not.toBeNull();
    expect((await liftAgent(admin)).body.locked).toBeNull();
  });

  it("needs a reason, and an agent that is there", async () => {
    expect((await lockAgent(anna, " ")).status).toBe(422);
    agent = { id: newId(), name: "nobody" };
    expect((await lockAgent(anna)).status).toBe(404);
  });

  it("keeps a person from giving it authority, however they came to be asked", async () => {
    const task = await makeRequestedTask({ agentId: agent.id });
    const { approvalId } = await makeHold(task);
    // As if the question had come behind the lock: the lock itself ends those that are there.
    const lock = { at: new Date().toISOString(), by: { id: anna.human.id, name: "anna" }, reason: "Stop." };
    await db().agent.update({ where: { id: agent.id }, data: { locked: lock } });
    const body = { answer: "approve", ...(await shownOf(approvalId)) };
    const answer = await ask(world, anna, `POST /approvals/${approvalId}/reviews`, { body });
    expect(answer).toMatchObject({ status: 409, body: { code: "LOCKED" } });
    expect((await findTask(task.id))?.state).toBe("requested");
  });
});

describe("locking a tool", () => {
  it("raises the epoch of the tasks that name it, pauses none, and is shown with the tool", async () => {
    const [named, other] = [
      await makeRunningTask({ agentId: agent.id, scope: [{ server: "files", tools: ["read_file"] }] }),
      await makeRunningTask({ agentId: agent.id, scope: [{ server: "files", tools: ["write_file"] }] }),
    ];
    const { status, body } = await toolAct(anna, "lock", "read_file");
    expect(status).toBe(200);
    expect(body.inventory.map(({ name, locked }) => [name, locked?.reason ?? null])).toEqual([
      ["read_file", "It deletes."],
      ["write_file", null],
    ]);
    expect(await findTask(named.id)).toMatchObject({ state: "running", epoch: named.epoch + 1 });
    expect(await findTask(other.id)).toMatchObject({ state: "running", epoch: other.epoch });
    expect(await toolAct(admin, "lock", "read_file")).toMatchObject({ status: 409, body: { code: "LOCKED" } });
    expect(await toolAct(anna, "lift-lock", "read_file")).toMatchObject({ status: 403 });
    expect((await toolAct(admin, "lift-lock", "read_file")).body.inventory.every(({ locked }) => !locked)).toBe(true);
    const entries = await listEntries({ kinds: ["tool.locked", "tool.lock_lifted"] }, 2, "newest");
    expect(entries.map(({ kind, tool }) => [kind, tool])).toEqual([
      ["tool.lock_lifted", "read_file"],
      ["tool.locked", "read_file"],
    ]);
  });

  it("is refused for a tool or a server that is not there, and for whoever may not operate", async () => {
    expect(await toolAct(anna, "lock", "format_disk")).toMatchObject({ status: 404, body: { code: "NOT_FOUND" } });
    expect(await toolAct(vera, "lock", "read_file")).toMatchObject({ status: 403 });
  });
});

describe("denying with a lock", () => {
  const deny = async (approvalId: string, who: Visitor | string, more: object) =>
    ask(world, who, `POST /approvals/${approvalId}/reviews`, {
      body: { answer: "deny", reason: "Not like this.", digest: await shownDigest(approvalId), ...more },
    });

  it("locks the agent in the same act: the call is denied with the reason, all its tasks pause", async () => {
    const [task, other] = [await makeRunningTask({ agentId: agent.id }), await makeRunningTask({ agentId: agent.id })];
    const { id, approvalId } = await makeHold(task);
    expect((await deny(approvalId, anna, { lock: "agent" })).status).toBe(200);
    expect((await db().approval.findUniqueOrThrow({ where: { id: approvalId } })).state).toBe("denied");
    expect((await db().hold.findUniqueOrThrow({ where: { id } })).reason).toBe("anna denied it: Not like this.");
    for (const one of [task, other])
      expect(await findTask(one.id)).toMatchObject({ state: "paused", pausedFor: "operator" });
    const [locked] = await listEntries({ kinds: ["agent.locked"] }, 1, "newest");
    expect(locked).toMatchObject({ agentId: agent.id, approvalId, facts: { reason: "Not like this." } });
    const [denied] = await listEntries({ kinds: ["approval.denied"] }, 1, "newest");
    expect(denied).toMatchObject({ approvalId, facts: { locked: "agent", revoked: false } });
  });

  it("locks the tool: its own task goes on without it", async () => {
    const task = await makeRunningTask({ agentId: agent.id });
    const { approvalId } = await makeHold(task, makeHeldCall(task, { tool: "write_file" }));
    expect((await deny(approvalId, anna, { lock: "tool" })).status).toBe(200);
    expect(await findTask(task.id)).toMatchObject({ state: "running", epoch: task.epoch + 1 });
    const { body } = await ask<Server>(world, anna, `GET /servers/${serverId}`);
    expect(body.inventory.find(({ name }) => name === "write_file")?.locked?.by.name).toBe("anna");
    await toolAct(admin, "lift-lock", "write_file");
  });

  it("locks with a start, which ends its task, and leaves an older lock as it is", async () => {
    const task = await makeRequestedTask({ agentId: agent.id });
    const { approvalId } = await makeHold(task);
    expect((await deny(approvalId, anna, { lock: "agent" })).status).toBe(200);
    expect((await findTask(task.id))?.state).toBe("denied");
    const lock = (await ask<Agent>(world, anna, `GET /agents/${agent.id}`)).body.locked;
    expect(lock?.reason).toBe("Not like this.");
  });

  it("may revoke as well", async () => {
    const task = await makeRunningTask({ agentId: agent.id });
    const { approvalId } = await makeHold(task);
    expect((await deny(approvalId, anna, { lock: "agent", revoke: true })).status).toBe(200);
    expect((await findTask(task.id))?.state).toBe("revoked");
  });

  it("is refused with anything but a denial, and without the right to operate; nothing is locked", async () => {
    const task = await makeRunningTask({ agentId: agent.id });
    const { approvalId } = await makeHold(task);
    const shown = await shownOf(approvalId);
    const approve = { answer: "approve", ...shown, lock: "agent" };
    expect((await ask(world, anna, `POST /approvals/${approvalId}/reviews`, { body: approve })).status).toBe(422);
    expect(await deny(approvalId, await anna.token("review"), { lock: "agent" })).toMatchObject({ status: 403 });
    expect(await deny(approvalId, vera, { lock: "agent" })).toMatchObject({ status: 403 });
    expect((await ask<Agent>(world, anna, `GET /agents/${agent.id}`)).body.locked).toBeNull();
    expect((await findTask(task.id))?.state).toBe("running");
  });
});
