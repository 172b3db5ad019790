import { beforeAll, describe, expect, it } from "vitest";
import { findHold, followTask, releaseHold, reviewApproval, sweepDeadlines } from "../../../lib/approvals/index";
import type { ReviewInput } from "../../../lib/approvals/schema";
import { listEntries } from "../../../lib/audit/index";
import { db } from "../../../lib/db/index";
import { configureIdentity } from "../../../lib/identity/index";
import type { Person } from "../../../lib/identity/schema";
import {
  findTask,
  followTasks,
  forgetFollowers,
  pauseTask,
  sweepClocks,
  type TaskView,
} from "../../../lib/tasks/index";
import { makeAllow } from "../../factories/calls";
import { makeApprover, makeHeldCall, makeHold, shownDigest } from "../../factories/holds";
import { makeRequestedTask, makeRunningTask } from "../../factories/tasks";
import { approve, needOf } from "../../factories/votes";
import { freshDatabase } from "../../setup/database";

let sam: Person;
let priya: Person;
beforeAll(async () => {
  await freshDatabase();
  configureIdentity({ publicUrl: "http://localhost:3000", secret: "a secret for tests of at least 32 characters" });
  forgetFollowers();
  followTasks(followTask);
  [sam, priya] = await Promise.all([makeApprover(), makeApprover()]);
});

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
const narrow = async (person: Person, approvalId: string, less: Partial<ReviewInput>) =>
  reviewApproval(person, approvalId, { answer: "narrow", digest: await shownDigest(approvalId), ...less });
const secondsTo = (at: Date | null | undefined) => Math.round(((at?.getTime() ?? 0) - Date.now()) / 1000);
const found = async ({ id }: TaskView) => {
  const task = await findTask(id);
  if (!task) throw new Error("the task is gone");
  return task;
};
const release = async (task: TaskView, holdId: string) => {
  const hold = await findHold(holdId);
  if (!hold) throw new Error("the hold is gone");
  return releaseHold(hold, makeAllow({ taskId: task.id, epoch: hold.epoch, agentId: task.agentId }), () => {});
};

describe("a start that begins later", () => {
  it("runs, keeps its lease and its end, lets idle run from its beginning, and holds what was approved ready until then", async () => {
    const task = await makeRequestedTask();
    const hold = await makeHold(task);
    const notBefore = inSeconds(1800);
    await narrow(sam, hold.approvalId, { notBefore });
    const started = await found(task);
    expect([started.state, started.notBefore?.toISOString()]).toEqual(["running", notBefore]);
    expect(secondsTo(started.idleAt)).toBeCloseTo(1800 + 900, -1);
    expect(secondsTo(started.leaseAt)).toBeCloseTo(3600, -1);
    expect(secondsTo(started.endAt)).toBeCloseTo(28_800, -1);
    const ready = await findHold(hold.id);
    expect([ready?.state, secondsTo(ready?.readyUntil)]).toEqual(["ready", expect.closeTo(1800 + 600, -1)]);
    const [entry] = await listEntries({ taskId: task.id, kinds: ["task.started"] }, 1, "newest");
    expect(entry?.facts.clocks).toMatchObject({ notBefore });
    const [review] = await db().review.findMany({ where: { approvalId: hold.approvalId } });
    expect(review?.given).toEqual({ notBefore });
  });

  it("lets nothing go before, by the database's clock, and then exactly what was approved", async () => {
    const task = await makeRequestedTask();
    const hold = await makeHold(task, undefined, { readySeconds: 30 });
    await narrow(sam, hold.approvalId, { notBefore: inSeconds(600) });
    expect(await release(await found(task), hold.id)).toBeNull();
    expect((await findHold(hold.id))?.state).toBe("ready");
    await sweepClocks();
    await sweepDeadlines();
    expect([(await found(task)).state, (await findHold(hold.id))?.state]).toEqual(["running", "ready"]);
    await db().$executeRaw`UPDATE task SET not_before = clock_timestamp() WHERE id = ${task.id}::uuid`;
    expect(await release(await found(task), hold.id)).not.toBeNull();
    expect((await findHold(hold.id))?.state).toBe("used");
  });

  it("begins no sooner for a resume that somebody approves in between", async () => {
    const task = await makeRequestedTask();
    const hold = await makeHold(task);
    const notBefore = inSeconds(1800);
    await narrow(sam, hold.approvalId, { notBefore });
    await pauseTask(task.id, { pausedFor: "operator", note: "Stopped." });
    const again = await makeHold(await found(task), makeHeldCall(task, { path: "other" }));
    await approve(sam, again.approvalId);
    const resumed = await found(task);
    expect([resumed.state, resumed.notBefore?.toISOString()]).toEqual(["running", notBefore]);
    // A resume may put it off further.
    await pauseTask(task.id, { pausedFor: "operator", note: "Stopped." });
    const third = await makeHold(await found(task), makeHeldCall(task, { path: "third" }));
    const later = inSeconds(2400);
    await narrow(sam, third.approvalId, { notBefore: later });
    expect((await found(task)).notBefore?.toISOString()).toBe(later);
  });

  it("is refused in the past, after it would be over, and for a call; nothing is written", async () => {
    const task = await makeRequestedTask();
    const hold = await makeHold(task);
    const refused = async (approvalId: string, less: Partial<ReviewInput>) => {
      const code = await narrow(sam, approvalId, less).then(
        () => "it was not refused",
        (error: { code: string }) => error.code,
      );
      expect(await db().review.count({ where: { approvalId } })).toBe(0);
      return code;
    };
    expect(await refused(hold.approvalId, { notBefore: inSeconds(-1) })).toBe("INVALID_INPUT");
    expect(await refused(hold.approvalId, { notBefore: inSeconds(3700) })).toBe("NOT_NARROWER");
    expect(await refused(hold.approvalId, { notBefore: inSeconds(700), endsInSeconds: 600 })).toBe("NOT_NARROWER");
    expect((await found(task)).state).toBe("requested");
    const running = await makeRunningTask();
    const call = await makeHold(running);
    expect(await refused(call.approvalId, { notBefore: inSeconds(60) })).toBe("INVALID_INPUT");
    expect((await findHold(call.id))?.state).toBe("waiting");
  });

  it("begins with the latest of several votes, and is refused when together they leave no time", async () => {
    const task = await makeRequestedTask();
    const hold = await makeHold(task, undefined, { needs: [needOf()] });
    const notBefore = inSeconds(1200);
    await narrow(sam, hold.approvalId, { notBefore, calls: 1 });
    await expect(narrow(priya, hold.approvalId, { endsInSeconds: 600 })).rejects.toMatchObject({
      code: "NOT_NARROWER",
    });
    expect((await found(task)).state).toBe("requested");
    expect(await db().review.count({ where: { approvalId: hold.approvalId } })).toBe(1);
    await narrow(priya, hold.approvalId, { notBefore: inSeconds(600), calls: 5 });
    const started = await found(task);
    expect([started.notBefore?.toISOString(), started.callsLeft]).toEqual([notBefore, 1]);
  });
});
