import { beforeAll, describe, expect, it } from "vitest";
import { findHold, followTask, type HoldRow, releaseHold, reviewApproval } from "../../../lib/approvals/index";
import { db } from "../../../lib/db/index";
import type { Person } from "../../../lib/identity/schema";
import { followTasks, forgetFollowers, revokeTasks, type TaskView } from "../../../lib/tasks/index";
import { makeAllow } from "../../factories/calls";
import { makeApprover, makeHold, shownDigest } from "../../factories/holds";
import { makeAgent, makeRunningTask } from "../../factories/tasks";
import { freshDatabase } from "../../setup/database";
import { races } from "../../setup/races";

let sam: Person;
let agentId = "";
beforeAll(async () => {
  await freshDatabase();
  forgetFollowers();
  followTasks(followTask);
  sam = await makeApprover();
  agentId = (await makeAgent()).id;
});

async function readyHold(): Promise<{ task: TaskView; hold: HoldRow }> {
  const task = await makeRunningTask({ agentId });
  const { id, approvalId } = await makeHold(task);
  await reviewApproval(sam, approvalId, { answer: "approve", digest: await shownDigest(approvalId) });
  const hold = await findHold(id);
  if (!hold) throw new Error("the hold is gone");
  return { task, hold };
}

const release = (task: TaskView, hold: HoldRow) =>
  releaseHold(hold, makeAllow({ taskId: task.id, epoch: hold.epoch, agentId: task.agentId }), () => {});

describe("releasing an approved hold", () => {
  it("lets exactly one call go", async () => {
    const { task, hold } = await readyHold();
    const released = await Promise.all(Array.from({ length: 20 }, () => release(task, hold)));
    expect(released.filter((allow) => allow !== null)).toHaveLength(1);
  });

  it("never lets one go twice, nor behind a revocation, in any three-way race", async () => {
    let went = 0;
    await races(async () => {
      const { task, hold } = await readyHold();
      const [first, second] = await Promise.all([
        release(task, hold),
        release(task, hold),
        revokeTasks({}, [task.id], "Race."),
      ]);
      const allows = [first, second].filter((allow) => allow !== null);
      expect(allows.length).toBeLessThanOrEqual(1);
      went += allows.length;
      const late = await db().$queryRaw<{ n: bigint }[]>`
        SELECT count(*) AS n FROM entry a JOIN entry r ON r.task_id = a.task_id AND r.kind = 'task.revoked'
        WHERE a.task_id = ${task.id}::uuid AND a.kind = 'call.allowed' AND a.seq > r.seq`;
      expect(late[0]?.n).toBe(0n);
    });
    expect(went).toBeGreaterThan(10);
  }, 600_000);

  it("refuses after a revocation", async () => {
    const { task, hold } = await readyHold();
    await revokeTasks({}, [task.id], "Enough.");
    expect(await release(task, hold)).toBeNull();
  });
});
