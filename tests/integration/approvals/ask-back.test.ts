import { beforeAll, describe, expect, it } from "vitest";
import {
  answerQuestion,
  findApproval,
  findHold,
  followTask,
  openQuestions,
  readQuestions,
  reviewApproval,
  sweepDeadlines,
} from "../../../lib/approvals/index";
import { reviewInputSchema } from "../../../lib/approvals/schema";
import { listEntries } from "../../../lib/audit/index";
import { newId } from "../../../lib/base/index";
import { db } from "../../../lib/db/index";
import { configureIdentity } from "../../../lib/identity/index";
import type { Person } from "../../../lib/identity/schema";
import { findTask, followTasks, forgetFollowers, pauseTask } from "../../../lib/tasks/index";
import { makeApprover, makeHold } from "../../factories/holds";
import { makeAgent, makeRequestedTask, makeRunningTask } from "../../factories/tasks";
import { approve, change, deny, needOf } from "../../factories/votes";
import { freshDatabase } from "../../setup/database";

let sam: Person;
let priya: Person;
let olga: Person;
let agentId = "";

beforeAll(async () => {
  await freshDatabase();
  configureIdentity({ publicUrl: "http://localhost:3000", secret: "a secret for tests of at least 32 characters" });
  forgetFollowers();
  followTasks(followTask);
  [sam, priya, olga] = await Promise.all([makeApprover(), makeApprover(), makeApprover()]);
  agentId = (await makeAgent({ ownerId: olga.human.id })).id;
});

const asked = async (over: Parameters<typeof makeHold>[2] = {}) => {
  const task = await makeRunningTask({ agentId });
  return { task, hold: await makeHold(task, undefined, over) };
};
const ask = (person: Person, approvalId: string, reason = "Which ticket is this for?") =>
  reviewApproval(person, approvalId, { answer: "ask", reason });
const answerAs = (person: Person, approvalId: string, id: string, text = "OPS-12.") =>
  answerQuestion({ person, approvalId }, id, text);
const first = async (approvalId: string) => {
  const [question] = await readQuestions(approvalId);
  if (!question) throw new Error("nothing was asked");
  return question;
};

/** What was refused, and that neither a question, an answer nor an entry came of it. */
async function refused(approvalId: string, work: () => Promise<unknown>): Promise<string> {
  const count = async () => ({
    questions: await readQuestions(approvalId),
    reviews: await db().review.count({ where: { approvalId } }),
    entries: await db().entry.count(),
  });
  const before = await count();
  const code = await work().then(
    () => "it was not refused",
    (error: { code: string }) => error.code,
  );
  expect(await count()).toEqual(before);
  return code;
}

describe("a question about an approval", () => {
  it("decides nothing: what is asked, its digest, its votes and its deadline stay as they are", async () => {
    const { task, hold } = await asked({ needs: [needOf()] });
    await approve(priya, hold.approvalId);
    const before = await findApproval(hold.approvalId);
    const taskBefore = await findTask(task.id);
    await ask(sam, hold.approvalId);
    expect(await findApproval(hold.approvalId)).toEqual(before);
    expect(await findTask(task.id)).toEqual(taskBefore);
    expect((await findHold(hold.id))?.state).toBe("waiting");
    expect(await db().review.count({ where: { approvalId: hold.approvalId } })).toBe(1);
    const [entry] = await listEntries({ approvalId: hold.approvalId, kinds: ["approval.asked_back"] }, 2, "newest");
    expect(entry).toMatchObject({
      humanId: sam.human.id,
      taskId: task.id,
      digest: before?.digest,
      facts: { text: "Which ticket is this for?", via: "page", calls: [hold.callId] },
    });
    await approve(sam, hold.approvalId);
    expect((await findApproval(hold.approvalId))?.state).toBe("approved");
  });

  it("is answered once, by the agent itself", async () => {
    const { task, hold } = await asked();
    await ask(sam, hold.approvalId);
    const { id } = await first(hold.approvalId);
    expect(await openQuestions({ taskId: task.id })).toMatchObject([{ id, by: sam.human.name, toldAt: null }]);
    await answerQuestion({ taskId: task.id }, id, "For OPS-12.");
    expect(await first(hold.approvalId)).toMatchObject({ answer: { text: "For OPS-12.", by: null } });
    expect(await openQuestions({ taskId: task.id })).toEqual([]);
    const [entry] = await listEntries({ approvalId: hold.approvalId, kinds: ["approval.answered"] }, 2, "newest");
    expect(entry).toMatchObject({ agentId, facts: { question: id, text: "For OPS-12.", by: "agent" } });
    expect(entry?.humanId).toBeUndefined();
    expect(await refused(hold.approvalId, () => answerQuestion({ taskId: task.id }, id, "No, OPS-13."))).toBe(
      "QUESTION_ANSWERED",
    );
    expect(await refused(hold.approvalId, () => answerAs(olga, hold.approvalId, id))).toBe("QUESTION_ANSWERED");
  });

  it("takes one of two answers that come at the same moment", async () => {
    for (let round = 0; round < 20; round += 1) {
      const { task, hold } = await asked();
      await ask(sam, hold.approvalId);
      const { id } = await first(hold.approvalId);
      const outcomes = await Promise.allSettled([
        answerQuestion({ taskId: task.id }, id, "The agent’s."),
        answerAs(olga, hold.approvalId, id, "The owner’s."),
      ]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      const said = outcomes[0]?.status === "fulfilled" ? "The agent’s." : "The owner’s.";
      expect((await first(hold.approvalId)).answer?.text).toBe(said);
      const kinds = { approvalId: hold.approvalId, kinds: ["approval.answered" as const] };
      expect(await listEntries(kinds, 5, "newest")).toHaveLength(1);
    }
  });

  it("and a decision that comes at the same moment are in one order: nothing is asked of what is decided", async () => {
    for (let round = 0; round < 20; round += 1) {
      const { hold } = await asked();
      const [question, decision] = await Promise.allSettled([ask(sam, hold.approvalId), deny(priya, hold.approvalId)]);
      expect(decision.status).toBe("fulfilled");
      const about = {
        approvalId: hold.approvalId,
        kinds: ["approval.asked_back" as const, "approval.denied" as const],
      };
      const kinds = (await listEntries(about, 5, "oldest")).map(({ kind }) => kind);
      const before = question.status === "fulfilled" ? ["approval.asked_back"] : [];
      expect(kinds).toEqual([...before, "approval.denied"]);
      if (question.status === "rejected") expect(question.reason).toMatchObject({ code: "APPROVAL_DECIDED" });
      expect(await readQuestions(hold.approvalId)).toHaveLength(before.length);
    }
  });

  it("is answered by whoever owns the agent, with whichever of their accounts, and by who owned it when it asked", async () => {
    const { hold } = await asked();
    const twin = await makeApprover();
    await change(twin, { samePersonAs: olga.human.id });
    for (const person of [olga, twin]) {
      await ask(sam, hold.approvalId);
      const open = (await readQuestions(hold.approvalId)).at(-1);
      await answerAs(person, hold.approvalId, open?.id ?? "");
    }
    expect((await readQuestions(hold.approvalId)).map(({ answer }) => answer?.by?.id)).toEqual([
      olga.human.id,
      twin.human.id,
    ]);
    const other = await makeAgent({ ownerId: olga.human.id });
    const task = await makeRunningTask({ agentId: other.id });
    const given = await makeHold(task);
    await db().agent.update({ where: { id: other.id }, data: { ownerId: priya.human.id } });
    await ask(sam, given.approvalId);
    await answerAs(olga, given.approvalId, (await first(given.approvalId)).id);
  });

  it("is answered by nobody else: not who asked, not another agent's task, not with an access token", async () => {
    const { hold } = await asked();
    await ask(sam, hold.approvalId);
    const { id } = await first(hold.approvalId);
    const other = await makeRunningTask();
    const robot: Person = { via: "token", human: olga.human, tokenId: newId(), tokenName: "robot", rights: ["read"] };
    expect(await refused(hold.approvalId, () => answerAs(sam, hold.approvalId, id))).toBe("FORBIDDEN");
    expect(await refused(hold.approvalId, () => answerAs(robot, hold.approvalId, id))).toBe("FORBIDDEN");
    expect(await refused(hold.approvalId, () => answerQuestion({ taskId: other.id }, id, "x"))).toBe("NOT_FOUND");
    expect(await refused(hold.approvalId, () => answerAs(olga, newId(), id))).toBe("NOT_FOUND");
    expect(await refused(hold.approvalId, () => answerAs(olga, hold.approvalId, newId()))).toBe("NOT_FOUND");
  });

  it("is asked by those who may answer the approval, and only while it waits", async () => {
    const { hold } = await asked();
    const id = hold.approvalId;
    const viewer = await makeApprover();
    await change(viewer, { roles: ["viewer"] });
    expect(await refused(id, () => ask(olga, id))).toBe("OWN_AGENT");
    expect(await refused(id, () => ask(viewer, id))).toBe("FORBIDDEN");
    expect(
      await refused(id, () => reviewApproval(sam, id, { answer: "ask", reason: "x", digest: "0".repeat(64) })),
    ).toBe("DIGEST_MISMATCH");
    await ask(sam, id);
    const { id: question } = await first(id);
    await deny(priya, id);
    expect(await refused(id, () => ask(sam, id))).toBe("APPROVAL_DECIDED");
    expect(await refused(id, () => answerAs(olga, id, question))).toBe("APPROVAL_DECIDED");
  });

  it("ends with its approval: an expired or superseded one takes neither a question nor an answer", async () => {
    const late = await asked({ decideBySeconds: 1 });
    await ask(sam, late.hold.approvalId);
    const question = await first(late.hold.approvalId);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const { approvalId } = late.hold;
    expect(await openQuestions({ approvalId })).toEqual([]);
    expect(await refused(approvalId, () => ask(sam, approvalId))).toBe("APPROVAL_DECIDED");
    expect(await refused(approvalId, () => answerAs(olga, approvalId, question.id))).toBe("APPROVAL_DECIDED");
    await sweepDeadlines();
    expect(await refused(approvalId, () => answerAs(olga, approvalId, question.id))).toBe("APPROVAL_DECIDED");

    const { task, hold } = await asked();
    await ask(sam, hold.approvalId);
    await pauseTask(task.id, { pausedFor: "operator", note: "Stopped." });
    const open = await first(hold.approvalId);
    expect(await refused(hold.approvalId, () => answerQuestion({ taskId: task.id }, open.id, "x"))).toBe(
      "APPROVAL_DECIDED",
    );
  });

  it("is one of five that are open at once, and of ten in all, also when they are asked at the same moment", async () => {
    const { task, hold } = await asked();
    const id = hold.approvalId;
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => ask(sam, id)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
    expect(await refused(id, () => ask(priya, id))).toBe("TOO_MANY_QUESTIONS");
    for (const question of await openQuestions({ approvalId: id }))
      await answerQuestion({ taskId: task.id }, question.id, "It is.");
    for (let at = 0; at < 5; at += 1) {
      await ask(sam, id);
      await answerQuestion({ taskId: task.id }, (await openQuestions({ approvalId: id }))[0]?.id ?? "", "It is.");
    }
    expect(await refused(id, () => ask(sam, id))).toBe("TOO_MANY_QUESTIONS");
    await approve(sam, id);
  });

  it("is about a start too, and may be decided while it is open", async () => {
    const task = await makeRequestedTask({ agentId });
    const hold = await makeHold(task);
    await ask(sam, hold.approvalId);
    await approve(priya, hold.approvalId);
    expect((await findTask(task.id))?.state).toBe("running");
    expect((await first(hold.approvalId)).answer).toBeNull();
  });

  it("never changes once it is asked or answered, whoever writes", async () => {
    const { task, hold } = await asked();
    await ask(sam, hold.approvalId);
    const { id } = await first(hold.approvalId);
    const where = { id };
    await expect(db().question.update({ where, data: { text: "Something else?" } })).rejects.toThrow(/once/);
    await answerQuestion({ taskId: task.id }, id, "It is.");
    await expect(db().question.update({ where, data: { answer: "It is not." } })).rejects.toThrow(/once/);
    await expect(db().question.delete({ where })).rejects.toThrow(/append-only/);
  });
});

describe("the form of a question", () => {
  const problemOf = (input: object) =>
    reviewInputSchema.safeParse({ answer: "ask", ...input }).error?.issues[0]?.path[0];
  it("is 1 to 500 characters without a signature or anything that belongs to other answers", () => {
    expect(problemOf({ reason: "Why now?" })).toBeUndefined();
    expect(problemOf({ reason: "a".repeat(500) })).toBeUndefined();
    expect(problemOf({})).toBe("reason");
    expect(problemOf({ reason: "   " })).toBe("reason");
    expect(problemOf({ reason: "a".repeat(501) })).toBe("reason");
    expect(problemOf({ reason: "a\0b" })).toBe("reason");
    expect(problemOf({ reason: "Why?", calls: 1 })).toBe("answer");
    expect(problemOf({ reason: "Why?", pause: true })).toBe("pause");
    expect(problemOf({ reason: "Why?", uninspected: true })).toBe("uninspected");
  });
});
