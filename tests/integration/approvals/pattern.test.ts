import { beforeAll, describe, expect, it } from "vitest";
import {
  endPattern,
  type FoundPattern,
  findApproval,
  findPattern,
  followTask,
  releaseByPattern,
  reviewApproval,
} from "../../../lib/approvals/index";
import type { PatternInput } from "../../../lib/approvals/schema";
import { saltBody } from "../../../lib/audit/index";
import { canonicalJson, newId } from "../../../lib/base/index";
import { db } from "../../../lib/db/index";
import type { Person } from "../../../lib/identity/schema";
import { followTasks, forgetFollowers, revokeTasks, type TaskView } from "../../../lib/tasks/index";
import { makeAllow } from "../../factories/calls";
import { makeApprover, makeHeldCall, makeHold, shownDigest, shownOf } from "../../factories/holds";
import { makeAgent, makeRequestedTask, makeRunningTask } from "../../factories/tasks";
import { approve, needOf } from "../../factories/votes";
import { freshDatabase } from "../../setup/database";
import { races } from "../../setup/races";

let [ada, ben]: Person[] = [];
let agentId = "";
const person = (one: Person | undefined): Person => {
  if (!one) throw new Error("nobody");
  return one;
};
beforeAll(async () => {
  await freshDatabase();
  forgetFollowers();
  followTasks(followTask);
  [ada, ben] = await Promise.all([makeApprover(), makeApprover()]);
  agentId = (await makeAgent()).id;
});

const IN_NOTES: PatternInput = {
  arguments: [{ name: "path", must: "begin", text: "notes/" }],
  endsInSeconds: 600,
};
const give = async (approvalId: string, pattern: Partial<PatternInput> = {}, who = ada) =>
  reviewApproval(person(who), approvalId, {
    answer: "pattern",
    pattern: { ...IN_NOTES, ...pattern },
    ...(await shownOf(approvalId)),
  });
const given = async (pattern: Partial<PatternInput> = {}) => {
  const task = await makeRunningTask({ agentId });
  const call = makeHeldCall(task);
  const hold = await makeHold(task, call);
  await give(hold.approvalId, pattern);
  const found = await findPattern({ ...like(task, call), arguments: { path: "notes/other.md" } });
  if (!found) throw new Error("there is no pattern");
  return { task, found };
};
const like = (task: TaskView, { server, tool, decision }: ReturnType<typeof makeHeldCall>) => ({
  taskId: task.id,
  epoch: task.epoch,
  serverId: server.id,
  tool: tool.name,
  toolDigest: tool.digest,
  class: decision.class,
});
const use = (task: TaskView, found: FoundPattern) => {
  const callId = newId();
  const event = { ...makeAllow({ taskId: task.id, epoch: found.epoch, agentId }), callId };
  const body = saltBody(callId, "arguments", canonicalJson({ path: "notes/other.md" }));
  return releaseByPattern(found, { event, body }, () => {});
};

describe("a question about calls like this one", () => {
  it("is another question: its digest changes, and votes on the one call count no more", async () => {
    const hold = await makeHold(await makeRunningTask(), undefined, { needs: [needOf()] });
    await approve(person(ben), hold.approvalId);
    const before = await shownDigest(hold.approvalId);
    await give(hold.approvalId);
    const approval = await findApproval(hold.approvalId);
    expect(approval).toMatchObject({
      state: "pending",
      voided: [{ digest: before }],
      asked: { pattern: { arguments: IN_NOTES.arguments, endsInSeconds: 600, calls: null } },
    });
    expect(await db().callPattern.count({ where: { approvalId: hold.approvalId } })).toBe(0);
    await approve(person(ben), hold.approvalId);
    expect(await db().callPattern.count({ where: { approvalId: hold.approvalId } })).toBe(1);
  });

  it("never stores a masked value, not even to compare with", async () => {
    const task = await makeRunningTask();
    const hold = await makeHold(task, makeHeldCall(task, { more: { password: "correct horse" } }));
    await db().$executeRaw`UPDATE approval SET asked = jsonb_set(asked, '{calls,0,mask}', '["password"]')
      WHERE id = ${hold.approvalId}::uuid`;
    await give(hold.approvalId, {
      arguments: [...IN_NOTES.arguments, { name: "password", must: "equal" }],
    });
    const approval = await findApproval(hold.approvalId);
    expect(approval?.asked.pattern?.arguments[1]).toEqual({
      name: "password",
      must: "equal",
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(JSON.stringify(approval?.asked)).not.toContain("correct horse");
  });

  it.each([
    ["does not fit the call itself", { arguments: [{ name: "path", must: "begin", text: "docs/" }] }],
    ["leaves out an argument of the call", { arguments: [] }],
    ["names an argument that is not there", { arguments: [...IN_NOTES.arguments, { name: "x", must: "equal" }] }],
    ["would outlast the lease", { endsInSeconds: 86_400 }],
    [
      "lets another host through",
      { arguments: [...IN_NOTES.arguments, { name: "url", must: "begin", text: "https://example.com" }] },
    ],
  ] as [string, Partial<PatternInput>][])("is refused when it %s, and nothing changes", async (_, pattern) => {
    const hold = await makeHold(await makeRunningTask());
    const before = await shownDigest(hold.approvalId);
    await expect(give(hold.approvalId, pattern)).rejects.toMatchObject({ code: "INVALID_INPUT" });
    expect(await shownDigest(hold.approvalId)).toBe(before);
    expect(await db().review.count({ where: { approvalId: hold.approvalId } })).toBe(0);
  });

  it("is refused for what destroys, for what is not classed, and for a start", async () => {
    const task = await makeRunningTask();
    const held = makeHeldCall(task);
    for (const ofClass of ["destructive", "unclassed"] as const) {
      const call = { ...held, callId: newId(), decision: { ...held.decision, class: ofClass } };
      const content = canonicalJson({ path: `notes/${ofClass}.md` });
      const hold = await makeHold(task, {
        ...call,
        arguments: saltBody(call.callId, "arguments", content),
        argumentsDigest: ofClass,
      });
      await expect(give(hold.approvalId)).rejects.toMatchObject({ code: "INVALID_INPUT" });
    }
    const start = await makeHold(await makeRequestedTask());
    await expect(give(start.approvalId)).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });
});

describe("in every race", () => {
  it("two calls are never let go where one was left", async () => {
    await races(async () => {
      const { task, found } = await given({ calls: 1 });
      const went = (await Promise.all([use(task, found), use(task, found)])).filter((allow) => allow !== null);
      expect(went).toHaveLength(1);
    });
  }, 600_000);

  it("no call goes behind the end of its pattern, nor behind a revocation", async () => {
    let went = 0;
    await races(async (race) => {
      const { task, found } = await given();
      const end = () =>
        race % 2 === 0 ? endPattern(person(ben), found.id, "Race.") : revokeTasks({}, [task.id], "Race.");
      const [allow] = await Promise.all([use(task, found), end()]);
      if (allow) went += 1;
      expect(await use(task, found)).toBeNull();
      const late = await db().$queryRaw<{ n: bigint }[]>`
        SELECT count(*) AS n FROM entry a JOIN entry e ON e.task_id = a.task_id AND e.kind IN ('pattern.ended', 'task.revoked')
        WHERE a.task_id = ${task.id}::uuid AND a.kind = 'call.allowed' AND a.seq > e.seq`;
      expect(late[0]?.n).toBe(0n);
    });
    expect(went).toBeGreaterThan(10);
  }, 600_000);
});
