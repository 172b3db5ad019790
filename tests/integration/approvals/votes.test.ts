import { beforeAll, describe, expect, it } from "vitest";
import { findApproval, findHold, followTask, reviewApproval } from "../../../lib/approvals/index";
import { listEntries } from "../../../lib/audit/index";
import { db } from "../../../lib/db/index";
import { changeGroup, configureIdentity, deleteGroup, disablePerson, goAway } from "../../../lib/identity/index";
import type { Person, SignedIn } from "../../../lib/identity/schema";
import { ensureDefaultRule, saveRule } from "../../../lib/policy/index";
import { DEFAULT_RULE } from "../../../lib/policy/schema";
import { findTask, followTasks, forgetFollowers, narrowTask } from "../../../lib/tasks/index";
import { makeApprover, makeHeldCall, makeHold, shownDigest } from "../../factories/holds";
import { makeAgent, makeRequestedTask, makeRunningTask } from "../../factories/tasks";
import { approve, change, deny, groupOf, needOf } from "../../factories/votes";
import { freshDatabase } from "../../setup/database";

let [ada, ben, cleo]: Person[] = [];
const person = (one: Person | undefined): Person => {
  if (!one) throw new Error("nobody");
  return one;
};
beforeAll(async () => {
  await freshDatabase();
  configureIdentity({ publicUrl: "http://localhost:3000", secret: "a secret for tests of at least 32 characters" });
  forgetFollowers();
  followTasks(followTask);
  await ensureDefaultRule();
  [ada, ben, cleo] = await Promise.all([makeApprover(), makeApprover(), makeApprover()]);
});

const stateOf = async (approvalId: string) => (await findApproval(approvalId))?.state;
const kindsOf = async (taskId: string) => (await listEntries({ taskId }, 100, "oldest")).map((entry) => entry.kind);
const twoNeeded = async () => {
  const task = await makeRunningTask();
  return { task, hold: await makeHold(task, undefined, { needs: [needOf()] }) };
};

describe("a question that takes two", () => {
  it("waits after the first vote, and lets the call go with the second", async () => {
    const { task, hold } = await twoNeeded();
    await approve(person(ada), hold.approvalId, "Looks right.");
    expect([await stateOf(hold.approvalId), (await findHold(hold.id))?.state]).toEqual(["pending", "waiting"]);
    await approve(person(ben), hold.approvalId);
    expect([await stateOf(hold.approvalId), (await findHold(hold.id))?.state]).toEqual(["approved", "ready"]);
    const entries = await listEntries({ taskId: task.id }, 100, "oldest");
    const voted = entries.find(({ kind }) => kind === "approval.voted");
    expect(voted).toMatchObject({ humanId: person(ada).human.id, facts: { answer: "approve", have: 1, need: 2 } });
    expect(entries.find(({ kind }) => kind === "approval.approved")).toMatchObject({
      humanId: person(ben).human.id,
      facts: { voters: [{ id: person(ada).human.id }, { id: person(ben).human.id }] },
    });
  });

  it("counts nobody twice, and the last word of each: said again it changes nothing, a denial takes its place", async () => {
    const { hold } = await twoNeeded();
    await approve(person(ada), hold.approvalId);
    await approve(person(ada), hold.approvalId);
    expect(await stateOf(hold.approvalId)).toBe("pending");
    await deny(person(ada), hold.approvalId);
    expect(await stateOf(hold.approvalId)).toBe("denied");
    await expect(approve(person(ben), hold.approvalId)).rejects.toMatchObject({ code: "APPROVAL_DECIDED" });
    expect(await db().review.count({ where: { approvalId: hold.approvalId } })).toBe(3);
  });

  it("refuses an approval that would count for nothing, and writes nothing", async () => {
    await groupOf("security", person(cleo));
    const task = await makeRunningTask();
    const needs = [needOf({ any: [{ approve: 1, group: "security", reason: "OPS-#" }] })];
    const hold = await makeHold(task, undefined, { needs });
    await expect(approve(person(ada), hold.approvalId)).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: "Your approval would count for nothing here: it takes 1 of security with OPS-# in the reason.",
    });
    await expect(approve(person(cleo), hold.approvalId, "Fine.")).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: "Your approval counts only when the reason names OPS-#, such as OPS-1234.",
    });
    expect(await db().review.count({ where: { approvalId: hold.approvalId } })).toBe(0);
    expect(await kindsOf(task.id)).not.toContain("approval.voted");
    await approve(person(cleo), hold.approvalId, "OPS-12 covers it.");
    expect(await stateOf(hold.approvalId)).toBe("approved");
  });

  it("takes as many denials as the rule says; deny and revoke stops at once", async () => {
    const needs = [needOf({ denials: 2 })];
    const hold = await makeHold(await makeRunningTask(), undefined, { needs });
    await deny(person(ada), hold.approvalId);
    expect(await stateOf(hold.approvalId)).toBe("pending");
    await deny(person(ben), hold.approvalId);
    expect(await findHold(hold.id)).toMatchObject({ state: "denied" });
    const task = await makeRunningTask();
    const other = await makeHold(task, undefined, { needs });
    await deny(person(ada), other.approvalId, { revoke: true });
    expect((await findTask(task.id))?.state).toBe("revoked");
  });
});

describe("approving less by several", () => {
  const scope = [{ server: "files", tools: ["read_file", "write_file"] }];
  it("gives only what all of them leave", async () => {
    const task = await makeRequestedTask({ scope });
    const { approvalId } = await makeHold(task, undefined, { needs: [needOf()] });
    const digest = await shownDigest(approvalId);
    const less = (who: Person, over: object) => reviewApproval(who, approvalId, { answer: "narrow", digest, ...over });
    await less(person(ada), { scope: [{ server: "files", tools: ["read_file"] }], endsInSeconds: 3000 });
    await less(person(ben), { endsInSeconds: 600, calls: 5 });
    const started = await findTask(task.id);
    expect(started).toMatchObject({ state: "running", callsLeft: 5 });
    expect(started?.grant?.scope).toEqual([{ server: "files", tools: ["read_file"] }]);
    expect((started?.endAt?.getTime() ?? 0) - Date.now()).toBeLessThanOrEqual(600_000);
  });

  it("is refused at the first vote when it names what was not asked, and at the last when nothing is left", async () => {
    const task = await makeRequestedTask({ scope });
    const { approvalId } = await makeHold(task, undefined, { needs: [needOf()] });
    const digest = await shownDigest(approvalId);
    const leave = (who: Person, tool: string) =>
      reviewApproval(who, approvalId, { answer: "narrow", digest, scope: [{ server: "files", tools: [tool] }] });
    await expect(leave(person(ada), "delete_file")).rejects.toMatchObject({ code: "NOT_NARROWER" });
    await leave(person(ada), "read_file");
    await expect(leave(person(ben), "write_file")).rejects.toMatchObject({ code: "NOT_NARROWER" });
    expect(await stateOf(approvalId)).toBe("pending");
    expect(await db().review.count({ where: { approvalId } })).toBe(1);
  });

  it("refuses less than a running task holds at the first vote too", async () => {
    const { hold } = await twoNeeded();
    const answer = reviewApproval(person(ada), hold.approvalId, {
      answer: "narrow",
      digest: await shownDigest(hold.approvalId),
      scope: [{ server: "mail", tools: ["send"] }],
    });
    await expect(answer).rejects.toMatchObject({ code: "NOT_NARROWER" });
    expect(await db().review.count({ where: { approvalId: hold.approvalId } })).toBe(0);
  });
});

describe("a change of what is asked", () => {
  it("voids the votes there are and says why: another call joins", async () => {
    const task = await makeRequestedTask();
    const first = await makeHold(task, undefined, { needs: [needOf()] });
    await approve(person(ada), first.approvalId);
    const second = await makeHold(task, makeHeldCall(task, { path: "other.md" }), { needs: [needOf()] });
    expect(second.approvalId).toBe(first.approvalId);
    await approve(person(ben), first.approvalId);
    const approval = await findApproval(first.approvalId);
    expect(approval?.state).toBe("pending");
    expect(approval?.voided).toEqual([
      expect.objectContaining({ because: "Another call joined what is asked: write_file on files." }),
    ]);
    expect(await kindsOf(task.id)).toContain("approval.reset");
    await approve(person(ada), first.approvalId);
    expect(await stateOf(first.approvalId)).toBe("approved");
  });

  it("so does an epoch", async () => {
    const { task, hold } = await twoNeeded();
    await approve(person(ada), hold.approvalId);
    await narrowTask(person(ada).human.id, task.id, { reason: "Shorter.", endsInSeconds: 600 });
    await approve(person(ben), hold.approvalId);
    expect(await stateOf(hold.approvalId)).toBe("pending");
    await approve(person(ada), hold.approvalId);
    expect(await stateOf(hold.approvalId)).toBe("approved");
  });

  it("asks for the strictest of all calls that join", async () => {
    const task = await makeRequestedTask();
    const { approvalId } = await makeHold(task);
    await makeHold(task, makeHeldCall(task, { path: "b.md" }), { needs: [needOf()] });
    await approve(person(ada), approvalId);
    expect(await stateOf(approvalId)).toBe("pending");
  });
});

describe("the number of people", () => {
  it("is that of the moment in which it was asked: a rule that lowers it later changes nothing", async () => {
    const rule = await db().rule.findUniqueOrThrow({ where: { name: "default" } });
    const { hold } = await twoNeeded();
    const body = { ...DEFAULT_RULE, approvers: [{ approve: 1 }] };
    await saveRule(person(ada).human, {
      id: rule.id,
      expectedVersion: rule.version,
      body: { ...body, idleSeconds: 60 },
    });
    await approve(person(ada), hold.approvalId);
    expect(await stateOf(hold.approvalId)).toBe("pending");
  });

  it("does not fall when a group gets smaller or is deleted", async () => {
    const group = await groupOf("data-owners", person(ada), person(ben));
    const needs = [needOf({ any: [{ approve: 2, group: "data-owners" }] })];
    const hold = await makeHold(await makeRunningTask(), undefined, { needs });
    await approve(person(ada), hold.approvalId);
    await changeGroup("command line", group.id, { memberIds: [person(ada).human.id] });
    await expect(approve(person(ben), hold.approvalId)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await deleteGroup("command line", group.id, async () => {});
    await expect(approve(person(ada), hold.approvalId)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await stateOf(hold.approvalId)).toBe("pending");
  });
});

describe("the standing of everybody who voted", () => {
  it.each(["role", "account", "group"] as const)(
    "is read again with the last vote: a lost %s counts no more",
    async (lost) => {
      const [first, second, third] = await Promise.all([makeApprover(), makeApprover(), makeApprover()]);
      const name = `team-${lost}`;
      const group = await groupOf(name, first, second, third);
      const needs = [needOf({ any: [{ approve: 2, group: name }] })];
      const hold = await makeHold(await makeRunningTask(), undefined, { needs });
      await approve(first, hold.approvalId);
      if (lost === "role") await change(first, { roles: ["viewer"] });
      if (lost === "account") await disablePerson("command line", first.human.id, "Left.");
      if (lost === "group")
        await changeGroup("command line", group.id, { memberIds: [second.human.id, third.human.id] });
      await approve(second, hold.approvalId);
      expect(await stateOf(hold.approvalId)).toBe("pending");
      await approve(third, hold.approvalId);
      expect(await stateOf(hold.approvalId)).toBe("approved");
    },
  );

  it("counts an owner no more who took the agent over after voting", async () => {
    const { task, hold } = await twoNeeded();
    const first = await makeApprover();
    await approve(first, hold.approvalId);
    await db().agent.update({ where: { id: task.agentId }, data: { ownerId: first.human.id } });
    await approve(person(ada), hold.approvalId);
    expect(await stateOf(hold.approvalId)).toBe("pending");
  });
});

describe("nobody approves for their own agent", () => {
  const owned = async () => {
    const owner = await makeApprover();
    const agent = await makeAgent({ ownerId: owner.human.id });
    const hold = await makeHold(await makeRunningTask({ agentId: agent.id }));
    return { owner, agent, hold };
  };
  const refuses = async (who: Person, approvalId: string, saying: RegExp) => {
    await expect(approve(who, approvalId)).rejects.toMatchObject({
      code: "OWN_AGENT",
      message: expect.stringMatching(saying),
    });
    expect(await db().review.count({ where: { approvalId } })).toBe(0);
  };

  it("not its owner, nor a robot with the owner's token", async () => {
    const { owner, hold } = await owned();
    await refuses(owner, hold.approvalId, /You own/);
    const robot = { via: "token", human: owner.human, tokenId: "t", tokenName: "robot", rights: ["review"] } as const;
    await refuses({ ...robot, rights: [...robot.rights] }, hold.approvalId, /You own/);
  });

  it("not the owner with another account, in whichever direction the accounts are linked", async () => {
    const { owner, hold } = await owned();
    const twin = await makeApprover();
    await change(twin, { samePersonAs: owner.human.id });
    await refuses(twin, hold.approvalId, /You own/);
    const third = await makeApprover();
    await change(owner, { samePersonAs: third.human.id });
    await refuses(twin, hold.approvalId, /You own/);
    await refuses(third, hold.approvalId, /You own/);
  });

  it("not whoever owned it when it was asked, though it is somebody else's by now", async () => {
    const { owner, agent, hold } = await owned();
    await db().agent.update({ where: { id: agent.id }, data: { ownerId: person(ben).human.id } });
    await refuses(owner, hold.approvalId, /owned .* when this was asked/);
    await refuses(person(ben), hold.approvalId, /You own/);
  });

  it("not who stands for the owner while they are away", async () => {
    const { owner, hold } = await owned();
    const stand = await makeApprover();
    await goAway(owner as SignedIn, {
      until: new Date(Date.now() + 3_600_000).toISOString(),
      delegateId: stand.human.id,
      note: "",
    });
    await refuses(stand, hold.approvalId, /You stand for/);
  });

  it("nor twice by one person with two accounts", async () => {
    const { hold } = await twoNeeded();
    const twin = await makeApprover();
    await change(twin, { samePersonAs: person(ada).human.id });
    await approve(person(ada), hold.approvalId);
    await approve(twin, hold.approvalId);
    expect(await stateOf(hold.approvalId)).toBe("pending");
  });
});
