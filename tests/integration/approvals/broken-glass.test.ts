import { beforeAll, describe, expect, it } from "vitest";
import {
  breakGlass,
  endUnsigned,
  findApproval,
  findHold,
  followTask,
  judgeBrokenGlass,
  releaseHold,
  sweepUnjudged,
} from "../../../lib/approvals/index";
import { listEntries } from "../../../lib/audit/index";
import { db } from "../../../lib/db/index";
import { configureIdentity } from "../../../lib/identity/index";
import type { Person } from "../../../lib/identity/schema";
import { TEMPLATE } from "../../../lib/rendering/schema";
import { findTask, followTasks, forgetFollowers } from "../../../lib/tasks/index";
import { makeAllow } from "../../factories/calls";
import { makeApprover, makeHold, shownOf } from "../../factories/holds";
import { makeAgent, makeRequestedTask, makeRunningTask } from "../../factories/tasks";
import { change, needOf } from "../../factories/votes";
import { freshDatabase } from "../../setup/database";

let jane: Person;
let sam: Person;
beforeAll(async () => {
  await freshDatabase();
  configureIdentity({ publicUrl: "http://localhost:3000", secret: "a secret for tests of at least 32 characters" });
  forgetFollowers();
  followTasks(followTask);
  [jane, sam] = await Promise.all([makeApprover(), makeApprover()]);
  await change(jane, { breakGlass: true });
});

const REASON = "The site is down and nobody answers.";
const needs = [needOf({ any: [{ approve: 3 }] })];
const breaks = async (person: Person, approvalId: string, reason = REASON) =>
  breakGlass(person, approvalId, { ...(await shownOf(approvalId)), reason });
const asked = async () => {
  const task = await makeRunningTask();
  return { task, hold: await makeHold(task, undefined, { needs }) };
};
const isUntouched = async (approvalId: string) => {
  expect((await findApproval(approvalId))?.state).toBe("pending");
  expect(await db().brokenGlass.count({ where: { approvalId } })).toBe(0);
};

describe("breaking the glass", () => {
  it("lets a held call go alone, for a few minutes, and says so to everybody", async () => {
    const { task, hold } = await asked();
    const id = await breaks(jane, hold.approvalId);
    const after = await findTask(task.id);
    expect(await findHold(hold.id)).toMatchObject({ state: "ready", epoch: after?.epoch });
    expect((after?.endAt?.getTime() ?? 0) - Date.now()).toBeLessThanOrEqual(900_000);
    const { rendering } = await shownOf(hold.approvalId);
    expect(await db().review.findFirst({ where: { approvalId: hold.approvalId } })).toMatchObject({
      ...{ answer: "break_glass", via: "page", reason: REASON, rendering, template: TEMPLATE },
    });
    const [entry] = await listEntries({ approvalId: hold.approvalId, kinds: ["approval.broken_glass"] }, 1, "newest");
    expect(entry).toMatchObject({ humanId: jane.human.id, facts: { reason: REASON, glassId: id, rendering } });
    expect(entry?.facts.whom).toEqual(expect.arrayContaining([expect.objectContaining({ id: sam.human.id })]));
    const ready = await findHold(hold.id);
    if (!ready) throw new Error("the hold is gone");
    const event = makeAllow({ taskId: task.id, epoch: ready.epoch, agentId: task.agentId });
    expect(await releaseHold(ready, event, () => {})).not.toBeNull();
    await judgeBrokenGlass(sam, id, { judgement: "justified", words: "It was down indeed." });
  });

  it("starts a task that ends soon, and never later than what was asked", async () => {
    const task = await makeRequestedTask();
    const hold = await makeHold(task, undefined, { needs, breakGlassSeconds: 60 });
    const id = await breaks(jane, hold.approvalId);
    const started = await findTask(task.id);
    expect(started?.state).toBe("running");
    expect((started?.endAt?.getTime() ?? 0) - Date.now()).toBeLessThanOrEqual(60_000);
    expect(await findHold(hold.id)).toMatchObject({ state: "ready", epoch: started?.epoch });
    await judgeBrokenGlass(sam, id, { judgement: "not_justified", words: "It could have waited." });
  });

  it("takes the right by name, a reason, the digest, and a person who is signed in; nothing is written otherwise", async () => {
    const { hold } = await asked();
    await expect(breaks(sam, hold.approvalId)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(breaks(jane, hold.approvalId, "  short  ")).rejects.toMatchObject({ code: "INVALID_INPUT" });
    const shown = await shownOf(hold.approvalId);
    for (const other of [{ digest: "0".repeat(64) }, { rendering: "0".repeat(64) }])
      await expect(breakGlass(jane, hold.approvalId, { ...shown, ...other, reason: REASON })).rejects.toMatchObject({
        code: "DIGEST_MISMATCH",
      });
    const rights: "review"[] = ["review"];
    const robot: Person = {
      via: "token",
      human: { ...jane.human, breakGlass: true },
      tokenId: "t",
      tokenName: "r",
      rights,
    };
    await expect(breaks(robot, hold.approvalId)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await change(jane, { breakGlass: false });
    await expect(breaks(jane, hold.approvalId)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await change(jane, { breakGlass: true });
    await isUntouched(hold.approvalId);
  });

  it("is not for one's own agent, with whatever account", async () => {
    const agent = await makeAgent({ ownerId: jane.human.id });
    const hold = await makeHold(await makeRunningTask({ agentId: agent.id }), undefined, { needs });
    await expect(breaks(jane, hold.approvalId)).rejects.toMatchObject({ code: "OWN_AGENT" });
    const twin = await makeApprover();
    await change(twin, { breakGlass: true, samePersonAs: jane.human.id });
    await expect(breaks(twin, hold.approvalId)).rejects.toMatchObject({ code: "OWN_AGENT" });
    await isUntouched(hold.approvalId);
  });

  it("does not outlive the right: a call that waits for its agent is asked about again", async () => {
    const { task, hold } = await asked();
    const id = await breaks(jane, hold.approvalId);
    await change(jane, { breakGlass: false });
    const ready = await findHold(hold.id);
    if (!ready) throw new Error("the hold is gone");
    const event = makeAllow({ taskId: task.id, epoch: ready.epoch, agentId: task.agentId });
    expect(await releaseHold(ready, event, () => {})).toBeNull();
    expect(await endUnsigned(ready)).toBe(true);
    await change(jane, { breakGlass: true });
    await judgeBrokenGlass(sam, id, { judgement: "justified", words: "Fine." });
  });

  it("is done once by two at the same moment", async () => {
    const other = await makeApprover();
    await change(other, { breakGlass: true });
    const { hold } = await asked();
    const answers = await Promise.allSettled([breaks(jane, hold.approvalId), breaks(other, hold.approvalId)]);
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const glass = await db().brokenGlass.findFirstOrThrow({ where: { approvalId: hold.approvalId } });
    await judgeBrokenGlass(sam, glass.id, { judgement: "justified", words: "Fine." });
  });
});

describe("the judgement of a broken glass", () => {
  it("is somebody else's, once, and never another account's of the same person", async () => {
    const { hold } = await asked();
    const id = await breaks(jane, hold.approvalId);
    const said = { judgement: "justified" as const, words: "Fine." };
    const twin = await makeApprover();
    await change(twin, { samePersonAs: jane.human.id });
    for (const same of [jane, twin])
      await expect(judgeBrokenGlass(same, id, said)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const viewer = await makeApprover();
    await change(viewer, { roles: ["viewer"] });
    await expect(judgeBrokenGlass(viewer, id, said)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await judgeBrokenGlass(sam, id, said);
    await expect(judgeBrokenGlass(sam, id, said)).rejects.toMatchObject({ code: "GLASS_JUDGED" });
    expect(await db().brokenGlass.findUniqueOrThrow({ where: { id } })).toMatchObject({ judgedBy: sam.human.id });
  });

  it("when nobody gives it within 24 hours, an alarm is raised once, and nobody breaks the glass until somebody does", async () => {
    const first = await asked();
    const id = await breaks(jane, first.hold.approvalId);
    await db()
      .$executeRaw`UPDATE broken_glass SET judge_by = clock_timestamp() - interval '1 second' WHERE id = ${id}::uuid`;
    const other = await makeApprover();
    await change(other, { breakGlass: true });
    const second = await asked();
    await expect(breaks(other, second.hold.approvalId)).rejects.toMatchObject({ code: "GLASS_UNJUDGED" });
    await isUntouched(second.hold.approvalId);
    expect([await sweepUnjudged(), await sweepUnjudged()]).toEqual([1, 0]);
    const alarms = await listEntries(
      { approvalId: first.hold.approvalId, kinds: ["approval.glass_overdue"] },
      10,
      "oldest",
    );
    expect(alarms).toHaveLength(1);
    await judgeBrokenGlass(sam, id, { judgement: "not_justified", words: "Late, and wrong." });
    await breaks(other, second.hold.approvalId);
  });
});
