import { beforeAll, describe, expect, it } from "vitest";
import { findApproval, findHold, followTask, releaseHold, reviewApproval } from "../../../lib/approvals/index";
import { findBody } from "../../../lib/audit/index";
import { digestOf } from "../../../lib/base/index";
import { db } from "../../../lib/db/index";
import type { Person } from "../../../lib/identity/schema";
import { followTasks, forgetFollowers, revokeTasks } from "../../../lib/tasks/index";
import { makeAllow } from "../../factories/calls";
import { makeApprover, makeHold, shownDigest } from "../../factories/holds";
import { makeAgent, makeRunningTask } from "../../factories/tasks";
import { freshDatabase } from "../../setup/database";
import { headStart, RACES, races } from "../../setup/races";

let [ada, ben]: Person[] = [];
let agentId = "";
beforeAll(async () => {
  await freshDatabase();
  forgetFollowers();
  followTasks(followTask);
  [ada, ben] = await Promise.all([makeApprover(), makeApprover()]);
  agentId = (await makeAgent()).id;
});
const review = (who: Person | undefined, approvalId: string, input: Parameters<typeof reviewApproval>[2]) => {
  if (!who) throw new Error("nobody");
  return reviewApproval(who, approvalId, input);
};
const asked = async () => {
  const task = await makeRunningTask({ agentId });
  const hold = await makeHold(task);
  return { task, hold, digest: await shownDigest(hold.approvalId) };
};
/** How it went: null when it was done, else the code of its refusal. */
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: { code?: string }) => error.code ?? String(error),
  );

describe("in every race", () => {
  it("an approval and a revocation of its task leave nothing that may go", async () => {
    const ways = { before: 0, after: 0 };
    await races(async (race) => {
      const { task, hold, digest } = await asked();
      const [refused] = await Promise.all([
        codeOf(headStart(race, 0).then(() => review(ada, hold.approvalId, { answer: "approve", digest }))),
        headStart(race, 1).then(() => revokeTasks({}, [task.id], "Race.")),
      ]);
      expect([null, "APPROVAL_DECIDED"]).toContain(refused);
      ways[refused === null ? "before" : "after"] += 1;
      const left = await findHold(hold.id);
      expect(left?.state).toBe("superseded");
      const allow = makeAllow({ taskId: task.id, epoch: left?.epoch ?? 0, agentId });
      expect(left && (await releaseHold(left, allow, () => {}))).toBeNull();
      expect(await db().entry.count({ where: { taskId: task.id, kind: "call.allowed" } })).toBe(0);
    });
    expect(ways.before + ways.after).toBe(RACES);
    expect(Math.min(ways.before, ways.after)).toBeGreaterThan(0);
  }, 600_000);

  it("an edit and an approval decide once, and what may go is what was decided", async () => {
    const ways = { edit: 0, approve: 0 };
    await races(async (race) => {
      const { hold, digest } = await asked();
      const edit = { answer: "edit", digest, arguments: { path: "edited.md" } } as const;
      const [edited, approved] = await Promise.all([
        codeOf(headStart(race, 0).then(() => review(ada, hold.approvalId, edit))),
        codeOf(headStart(race, 1).then(() => review(ben, hold.approvalId, { answer: "approve", digest }))),
      ]);
      expect([edited, approved].filter((code) => code === null)).toHaveLength(1);
      expect([edited, approved]).toContainEqual(expect.stringMatching(/APPROVAL_DECIDED|DIGEST_MISMATCH/));
      const [ready, approval] = [await findHold(hold.id), await findApproval(hold.approvalId)];
      ways[edited === null ? "edit" : "approve"] += 1;
      expect(ready).toMatchObject({ state: "ready" });
      const sent = await findBody(ready?.editId ?? hold.callId, "arguments");
      expect(digestOf(sent?.content ?? "")).toBe(approval?.asked.calls[0]?.argumentsDigest);
      expect(sent?.content?.includes("edited.md")).toBe(edited === null);
    });
    expect(Math.min(ways.edit, ways.approve)).toBeGreaterThan(0);
  }, 600_000);
});
