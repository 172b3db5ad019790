import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findHold, followTask, reviewApproval, sweepDeadlines } from "../../../lib/approvals/index";
import { listEntries } from "../../../lib/audit/index";
import { db } from "../../../lib/db/index";
import type { Person } from "../../../lib/identity/schema";
import {
  findTask,
  followTasks,
  forgetFollowers,
  openTask,
  pauseTask,
  revokeTasks,
  type TaskView,
} from "../../../lib/tasks/index";
import { makeApprover, makeHeldCall, makeHold, shownDigest } from "../../factories/holds";
import { makeRequestedTask, makeRunningTask } from "../../factories/tasks";
import { freshDatabase } from "../../setup/database";

let sam: Person;
beforeAll(async () => {
  await freshDatabase();
  forgetFollowers();
  followTasks(followTask);
  sam = await makeApprover();
});

const approve = async (approvalId: string, person = sam) =>
  reviewApproval(person, approvalId, { answer: "approve", digest: await shownDigest(approvalId) });
const stateOf = async (taskId: string) => (await findTask(taskId))?.state;
const kindsOf = async (taskId: string) => (await listEntries({ taskId }, 100, "oldest")).map((entry) => entry.kind);

describe("approving a start", () => {
  it("starts the task in a new epoch and makes the call that was shown ready", async () => {
    const task = await makeRequestedTask();
    const hold = await makeHold(task);
    await approve(hold.approvalId);
    const started = await findTask(task.id);
    expect([started?.state, started?.epoch]).toEqual(["running", 2]);
    expect(await findHold(hold.id)).toMatchObject({ state: "ready", epoch: 2 });
    expect(await kindsOf(task.id)).toEqual([
      "task.requested",
      "approval.requested",
      "call.held",
      "approval.approved",
      "task.started",
      "hold.ready",
    ]);
  });

  it("gives only the tools and the time that a narrower answer leaves, and denies calls to the others", async () => {
    const task = await makeRequestedTask();
    const hold = await makeHold(task);
    await reviewApproval(sam, hold.approvalId, {
      answer: "narrow",
      digest: await shownDigest(hold.approvalId),
      scope: [{ server: "files", tools: ["read_file"] }],
      endsInSeconds: 600,
    });
    const started = await findTask(task.id);
    expect(started?.grant?.scope).toEqual([{ server: "files", tools: ["read_file"] }]);
    expect((started?.endAt?.getTime() ?? 0) - Date.now()).toBeLessThanOrEqual(600_000);
    expect(await findHold(hold.id)).toMatchObject({ state: "denied" });
  });

  it("refuses to widen with NOT_NARROWER, and gives nothing", async () => {
    const task = await makeRequestedTask();
    const hold = await makeHold(task);
    const digest = await shownDigest(hold.approvalId);
    const scope = [{ server: "files", tools: ["read_file", "delete_file"] }];
    await expect(reviewApproval(sam, hold.approvalId, { answer: "narrow", digest, scope })).rejects.toMatchObject({
      code: "NOT_NARROWER",
    });
    expect(await stateOf(task.id)).toBe("requested");
    expect(await kindsOf(task.id)).not.toContain("approval.approved");
  });

  it("binds every call it shows: a call that joins makes the page stale", async () => {
    const task = await makeRequestedTask();
    const first = await makeHold(task);
    const digest = await shownDigest(first.approvalId);
    const second = await makeHold(task, makeHeldCall(task, { path: "other.md" }));
    expect(second.approvalId).toBe(first.approvalId);
    await expect(reviewApproval(sam, first.approvalId, { answer: "approve", digest })).rejects.toMatchObject({
      code: "DIGEST_MISMATCH",
    });
    await approve(first.approvalId);
    expect([await findHold(first.id), await findHold(second.id)].map((hold) => hold?.state)).toEqual([
      "ready",
      "ready",
    ]);
  });
});

describe("denying", () => {
  it("a start ends the task, and its charter cannot be opened again until it has cooled down", async () => {
    const task = await makeRequestedTask();
    const hold = await makeHold(task);
    await reviewApproval(sam, hold.approvalId, { answer: "deny", reason: "Not on a Friday." });
    expect(await stateOf(task.id)).toBe("denied");
    expect(await findHold(hold.id)).toMatchObject({
      state: "denied",
      reason: expect.stringContaining("Not on a Friday."),
    });
    const again = openTask({
      agentId: task.agentId,
      charter: task.charter.body,
      run: "other run",
      workload: "test",
      requestedSeconds: 60,
    });
    await expect(again).rejects.toMatchObject({
      code: "COOLING_DOWN",
      message: expect.stringContaining("Not on a Friday."),
    });
  });

  it("a resume leaves the task paused and quiet", async () => {
    const task = await paused();
    const hold = await makeHold(task);
    await reviewApproval(sam, hold.approvalId, { answer: "deny", reason: "Later." });
    const after = await findTask(task.id);
    expect([after?.state, after?.askNote]).toEqual(["paused", "A resume was denied: Later."]);
    expect(after?.askAfter?.getTime()).toBeGreaterThan(Date.now());
  });

  it("a call answers it with the reason and leaves the task running", async () => {
    const task = await makeRunningTask();
    const hold = await makeHold(task);
    await reviewApproval(sam, hold.approvalId, { answer: "deny", reason: "Wrong folder." });
    expect(await stateOf(task.id)).toBe("running");
    expect((await findTask(task.id))?.idleAt).not.toBeNull();
  });

  it("and revoking ends the task whatever was asked", async () => {
    const task = await makeRunningTask();
    const hold = await makeHold(task);
    await reviewApproval(sam, hold.approvalId, { answer: "deny", reason: "Stop it.", revoke: true });
    expect(await stateOf(task.id)).toBe("revoked");
  });
});

describe("approving a call", () => {
  it("stops the idle clock while it waits and winds it when it is answered", async () => {
    const task = await makeRunningTask();
    const hold = await makeHold(task);
    expect((await findTask(task.id))?.idleAt).toBeNull();
    await approve(hold.approvalId);
    expect((await findTask(task.id))?.idleAt).not.toBeNull();
    expect(await findHold(hold.id)).toMatchObject({ state: "ready", epoch: task.epoch });
  });

  it("finds the hold of an identical call instead of asking twice", async () => {
    const task = await makeRunningTask();
    const call = makeHeldCall(task);
    const holds = await Promise.all([
      makeHold(task, call),
      makeHold(task, { ...makeHeldCall(task), server: call.server }),
      makeHold(task, call),
    ]);
    expect(new Set(holds.map((hold) => hold.id)).size).toBe(1);
    expect(await db().approval.count({ where: { taskId: task.id } })).toBe(1);
  });

  it("keeps a held call over a narrowing that leaves its tool, under a new digest", async () => {
    const task = await makeRunningTask();
    const hold = await makeHold(task);
    const before = await shownDigest(hold.approvalId);
    const { narrowTask } = await import("../../../lib/tasks/index");
    await narrowTask(sam.human.id, task.id, {
      reason: "No reading.",
      scope: [{ server: "files", tools: ["write_file"] }],
    });
    expect(await findHold(hold.id)).toMatchObject({ state: "waiting", epoch: task.epoch + 1 });
    await expect(reviewApproval(sam, hold.approvalId, { answer: "approve", digest: before })).rejects.toMatchObject({
      code: "DIGEST_MISMATCH",
    });
    await narrowTask(sam.human.id, task.id, { reason: "Only an end.", endsInSeconds: 60 });
    await approve(hold.approvalId);
    expect(await findHold(hold.id)).toMatchObject({ state: "ready", epoch: task.epoch + 2 });
  });
});

describe("who may answer", () => {
  it("is never the owner of the agent", async () => {
    const task = await makeRequestedTask();
    const hold = await makeHold(task);
    await db().agent.update({ where: { id: task.agentId }, data: { ownerId: sam.human.id } });
    await expect(approve(hold.approvalId)).rejects.toMatchObject({ code: "OWN_AGENT" });
    expect(await stateOf(task.id)).toBe("requested");
  });

  it("is not a viewer, whatever the page let them press", async () => {
    const task = await makeRequestedTask();
    const hold = await makeHold(task);
    const viewer = await makeApprover();
    await db().human.update({ where: { id: viewer.human.id }, data: { roles: ["viewer"] } });
    await expect(approve(hold.approvalId, viewer)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await kindsOf(task.id)).not.toContain("approval.approved");
  });

  it("is not a disabled person whose page is still open", async () => {
    const task = await makeRequestedTask();
    const hold = await makeHold(task);
    const gone = await makeApprover();
    await db().human.update({ where: { id: gone.human.id }, data: { state: "disabled" } });
    await expect(approve(hold.approvalId, gone)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("is only one of two who press at the same moment; the other learns who and when", async () => {
    const task = await makeRunningTask();
    const hold = await makeHold(task);
    const digest = await shownDigest(hold.approvalId);
    const others = await Promise.all([makeApprover(), makeApprover()]);
    const answers = await Promise.allSettled(
      others.map((person) => reviewApproval(person, hold.approvalId, { answer: "approve", digest })),
    );
    const refused = answers.find((answer) => answer.status === "rejected");
    expect(answers.filter((answer) => answer.status === "fulfilled")).toHaveLength(1);
    expect(refused?.reason).toMatchObject({
      code: "APPROVAL_DECIDED",
      detail: { state: "approved", by: expect.any(String), at: expect.any(String) },
    });
    expect(await db().review.count({ where: { approvalId: hold.approvalId } })).toBe(1);
  });
});

describe("an approval counts only for its epoch", () => {
  let task: TaskView;
  beforeEach(async () => {
    task = await makeRunningTask();
  });

  it("so a pause supersedes it with its held call", async () => {
    const hold = await makeHold(task);
    await pauseTask(task.id, { pausedFor: "operator", note: "Somebody paused it.", humanId: sam.human.id });
    expect(await findHold(hold.id)).toMatchObject({ state: "superseded", reason: "Somebody paused it." });
    await expect(approve(hold.approvalId)).rejects.toMatchObject({ code: "APPROVAL_DECIDED" });
  });

  it("so a revocation ends a hold that was ready", async () => {
    const hold = await makeHold(task);
    await approve(hold.approvalId);
    await revokeTasks({ humanId: sam.human.id }, [task.id], "Enough.");
    expect(await findHold(hold.id)).toMatchObject({ state: "superseded" });
  });
});

describe("deadlines", () => {
  it("expire a start that nobody answers, and its task with it", async () => {
    const task = await makeRequestedTask();
    const hold = await makeHold(task, undefined, { decideBySeconds: 1 });
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await sweepDeadlines();
    expect(await stateOf(task.id)).toBe("expired");
    expect(await findHold(hold.id)).toMatchObject({ state: "expired" });
    await expect(approve(hold.approvalId)).rejects.toMatchObject({ code: "APPROVAL_DECIDED" });
  });

  it("expire an approved call that the agent does not fetch", async () => {
    const task = await makeRunningTask();
    const hold = await makeHold(task, undefined, { readySeconds: 1 });
    await approve(hold.approvalId);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await sweepDeadlines();
    expect(await findHold(hold.id)).toMatchObject({ state: "expired" });
    expect(await stateOf(task.id)).toBe("running");
  });
});

async function paused(): Promise<TaskView> {
  const task = await makeRunningTask();
  await pauseTask(task.id, { pausedFor: "idle", note: "The task was idle for 20 min; its limit is 15 min." });
  const found = await findTask(task.id);
  if (!found) throw new Error("the task is gone");
  return found;
}
