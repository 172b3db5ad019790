import { beforeAll, describe, expect, it } from "vitest";
import type { OutputOf } from "../../../lib/api/schema";
import { record, startInstance } from "../../../lib/audit/index";
import { newId } from "../../../lib/base/index";
import { db, inTransaction } from "../../../lib/db/index";
import { findTask, pauseTask } from "../../../lib/tasks/index";
import { makeAllow } from "../../factories/calls";
import { makeHold } from "../../factories/holds";
import { makeAgent, makeRunningTask } from "../../factories/tasks";
import { atEnd } from "../../setup/clean-up";
import { ask, kindsSince, latest, openWorld, type Visitor, visitor, type World } from "./world";

let world: World;
let anna: Visitor;
let vera: Visitor;
let serverId: string;

beforeAll(async () => {
  world = await openWorld();
  anna = await visitor("anna", ["approver"]);
  vera = await visitor("vera", []);
  const stop = await startInstance(
    { version: "test", host: "here" },
    () => 0n,
    () => {},
  );
  atEnd(stop);
  serverId = newId();
  await db().server.create({ data: { id: serverId, name: "files", url: "http://127.0.0.1:9/files" } });
  const tool = { serverId, definition: "{}", digest: "cd".repeat(32), proposedClass: "read" };
  await db().tool.create({ data: { ...tool, name: "read_file", class: "read" } });
  await db().tool.create({ data: { ...tool, name: "write_file", class: "write", state: "drifted" } });
});

type Task = Awaited<ReturnType<typeof makeRunningTask>>;

async function makeCall(task: Task, outcome?: "call.succeeded" | "call.failed"): Promise<string> {
  const allow = makeAllow({ taskId: task.id, epoch: task.epoch, agentId: task.agentId, serverId });
  await inTransaction((tx) => record(tx, allow));
  if (outcome) {
    const { taskId, epoch, agentId, tool, callId } = allow;
    const facts = { milliseconds: 212, result: null };
    await inTransaction((tx) => record(tx, { kind: outcome, taskId, epoch, agentId, serverId, tool, callId, facts }));
  }
  return allow.callId ?? "";
}

const show = async (id: string) => (await ask<OutputOf<"task">>(world, vera, `GET /tasks/${id}`)).body;
const timeline = async (id: string, query = "") =>
  (await ask<OutputOf<"taskTimeline">>(world, vera, `GET /tasks/${id}/timeline?${query}`)).body;
const act = (who: Visitor, id: string, verb: string, body: unknown) =>
  ask<OutputOf<"pauseTask"> & { code?: string }>(world, who, `POST /tasks/${id}/${verb}`, { body });

describe("the page of a task", () => {
  it("shows what it holds: each tool with its class, what the rule says to it, its pin and its calls", async () => {
    const task = await makeRunningTask();
    await makeCall(task, "call.succeeded");
    await makeCall(task);
    const { grant, inFlight, acts, context } = await show(task.id);
    await makeCall(task);
    expect((await show(task.id)).grant?.tools[0]?.calls).toBe(3);
    expect(grant?.tools).toMatchObject([
      { server: "files", tool: "read_file", class: "read", answer: "allow", toolState: "pinned", calls: 2 },
      { server: "files", tool: "write_file", class: "write", answer: "hold", toolState: "drifted", calls: 0 },
    ]);
    expect(inFlight).toBe(1);
    expect(acts).toEqual(["pause", "narrow", "revoke"]);
    expect(context.find(({ part }) => part === "tools")).toMatchObject({
      before: "2 of 2",
      now: "1 of 2",
      state: "changed",
    });
    expect(context.find(({ part }) => part === "workload")).toMatchObject({ before: "test", state: "same" });
  });

  it("shows its life: every move with who and when, and marks for its calls", async () => {
    const task = await makeRunningTask();
    await makeCall(task, "call.succeeded");
    await act(anna, task.id, "pause", { reason: "lunch" });
    const { life, marks, pausedFor, pauseNote, ...rest } = await show(task.id);
    expect(life.map(({ kind, state }) => [kind, state])).toEqual([
      ["task.requested", "requested"],
      ["task.started", "running"],
      ["task.paused", "paused"],
    ]);
    expect(life.at(-1)?.by?.name).toBe("anna");
    expect(marks).toMatchObject([{ decision: "allowed" }]);
    expect({ pausedFor, pauseNote }).toEqual({ pausedFor: "operator", pauseNote: "anna paused it: lunch" });
    expect(rest.acts).toEqual(["narrow", "revoke"]);
  });

  it("shows what waits, the most urgent first", async () => {
    const task = await makeRunningTask();
    const hold = await makeHold(task);
    const { approvals, holds, waiting, clocks } = await show(task.id);
    expect(approvals.map(({ id }) => id)).toEqual([hold.approvalId]);
    expect(holds[0]).toMatchObject({ id: hold.id, state: "waiting", approvalState: "pending" });
    expect(waiting).toEqual({ count: 1, approvalId: hold.approvalId });
    expect(clocks.decideBy).toBe(approvals[0]?.decideBy);
  });

  it("is not there for a task that is not", async () => {
    for (const path of ["", "/timeline"])
      expect((await ask(world, vera, `GET /tasks/${newId()}${path}`)).body.code).toBe("NOT_FOUND");
    expect((await ask(world, vera, "GET /tasks/nonsense")).body.code).toBe("INVALID_INPUT");
  });
});

describe("a timeline", () => {
  it("shows each call once, with what came of it", async () => {
    const task = await makeRunningTask();
    await makeCall(task, "call.succeeded");
    await makeCall(task);
    const { items } = await timeline(task.id);
    expect(items.map(({ kind, outcome }) => [kind, outcome?.state ?? null])).toEqual([
      ["call.allowed", "allowed"],
      ["call.allowed", "succeeded"],
      ["task.started", null],
      ["task.requested", null],
    ]);
    expect(items[1]?.outcome).toMatchObject({ milliseconds: 212 });
    expect(items[0]).toMatchObject({ class: "read", workload: "test", names: { server: "files" } });
  });

  it("is whole over pages, and filters what people did", async () => {
    const task = await makeRunningTask();
    for (let made = 0; made < 5; made += 1) await makeCall(task, "call.failed");
    await act(anna, task.id, "pause", { reason: "lunch" });
    const seen: string[] = [];
    let next: string | undefined;
    do {
      const page = await timeline(task.id, `limit=3${next ? `&cursor=${next}` : ""}`);
      seen.push(...page.items.map(({ seq }) => seq));
      next = page.next;
    } while (next);
    expect(new Set(seen).size).toBe(8);
    const people = await timeline(task.id, "show=people");
    expect(people.items.map(({ kind, names }) => [kind, names.person])).toEqual([["task.paused", "anna"]]);
    expect(people.items[0]?.because).toBe("anna paused it: lunch");
  });
});

describe("an act on a task", () => {
  it("narrows it, and refuses what is not narrower", async () => {
    const task = await makeRunningTask();
    const scope = [{ server: "files", tools: ["read_file"] }];
    const { body } = await act(anna, task.id, "narrow", { reason: "no writing", scope });
    expect(body).toMatchObject({ scope, epoch: task.epoch + 1 });
    const before = await latest();
    const wider = await act(anna, task.id, "narrow", { reason: "x", scope: [{ server: "files", tools: ["rm"] }] });
    expect(wider.body.code).toBe("NOT_NARROWER");
    expect((await act(anna, task.id, "narrow", { reason: "x" })).body.code).toBe("INVALID_INPUT");
    expect(await kindsSince(before)).toEqual([]);
  });

  it("needs a reason", async () => {
    const task = await makeRunningTask();
    const before = await latest();
    for (const verb of ["pause", "revoke", "narrow"])
      expect((await act(anna, task.id, verb, { reason: "  " })).status).toBe(422);
    expect(await kindsSince(before)).toEqual([]);
  });

  it("revokes it once, and says who did when it is done already", async () => {
    const task = await makeRunningTask();
    expect((await act(anna, task.id, "revoke", { reason: "wrong repository" })).body).toMatchObject({
      state: "revoked",
      ended: { by: { name: "anna" }, reason: "wrong repository" },
    });
    const again = await ask(world, anna, `POST /tasks/${task.id}/revoke`, { body: { reason: "x" } });
    expect({ code: again.body.code, by: again.body.by }).toEqual({ code: "TASK_ENDED", by: "anna" });
    expect((await act(anna, task.id, "pause", { reason: "x" })).body.code).toBe("TASK_CANNOT_MOVE");
  });
});

describe("revoking a selection", () => {
  it("says first what will stop, by name and number, and then stops just that", async () => {
    const agent = await makeAgent({ name: "sync-agent" });
    const [busy, paused, ended] = await Promise.all([1, 2, 3].map(() => makeRunningTask({ agentId: agent.id })));
    if (!busy || !paused || !ended) throw new Error("three tasks were made");
    await makeCall(busy);
    await makeCall(busy, "call.succeeded");
    await makeHold(busy);
    await pauseTask(paused.id, { pausedFor: "operator", note: "x" });
    await act(anna, ended.id, "revoke", { reason: "x" });
    const ids = [busy.id, paused.id, ended.id];
    const before = await latest();
    const preview = await ask<OutputOf<"previewRevocation">>(world, anna, "POST /tasks/revoke/preview", {
      body: { tasks: ids },
    });
    expect(preview.body).toMatchObject({
      tasks: { total: 2 },
      ended: 1,
      agents: [{ id: agent.id, name: "sync-agent" }],
      callsInFlight: { total: 1, items: [{ taskId: busy.id, server: "files", tool: "read_file" }] },
      holds: 1,
      ready: 0,
      approvals: 1,
    });
    expect(await kindsSince(before)).toEqual([]);
    const done = await ask<OutputOf<"revokeTasks">>(world, anna, "POST /tasks/revoke", {
      body: { tasks: ids, reason: "wrong repository" },
    });
    expect(done.body).toEqual({ revoked: 2, ended: 1 });
    expect((await findTask(busy.id))?.state).toBe("revoked");
    expect((await findTask(paused.id))?.state).toBe("revoked");
  });

  it("counts calls in flight by what each instance has settled", async () => {
    const task = await makeRunningTask();
    await makeCall(task);
    const inFlight = async () => (await show(task.id)).inFlight;
    expect(await inFlight()).toBe(1);
    await db().$executeRaw`UPDATE instance SET settled_seq = 1000000`;
    expect(await inFlight()).toBe(0);
    await db().$executeRaw`UPDATE instance SET settled_seq = 0, settled = true`;
    expect(await inFlight()).toBe(0);
  });
});
