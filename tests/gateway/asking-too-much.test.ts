import { beforeAll, describe, expect, it } from "vitest";
import { reviewApproval } from "../../lib/approvals/index";
import { db } from "../../lib/db/index";
import { DEFAULT_RULE, frozenOf, type Scope } from "../../lib/policy/schema";
import { findTask } from "../../lib/tasks/index";
import { makeTerms } from "../factories/tasks";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import { approve, callsOf, eventually, pendingApproval, runningWorker } from "../setup/agents";
import { atEnd } from "../setup/clean-up";
import { type House, makePerson, makeServer, startHouse } from "../setup/house";

let house: House;
let upstream: FakeUpstream;
const SCOPE: Scope = [{ server: "files", tools: ["echo", "write-file"] }];

beforeAll(async () => {
  house = await startHouse({ holdMilliseconds: 10_000 });
  upstream = await startUpstream();
  atEnd(() => upstream.stop());
  await makeServer(house, "files", upstream.url, { echo: "read", "write-file": "write" });
});

/** The terms of these tools, with another number in them. */
const termsWith = (over: Partial<ReturnType<typeof frozenOf>>) =>
  makeTerms(SCOPE).map((term) => ({ ...term, ...frozenOf({ ...DEFAULT_RULE, ...over }) }));
const pendingCount = (taskId: string) => db().approval.count({ where: { taskId, state: "pending" } });
const deny = async (taskId: string, more: { pause?: true } = {}) => {
  const { id } = await pendingApproval(taskId);
  await reviewApproval(house.sam, id, { answer: "deny", reason: "wrong folder", ...more });
};

describe("a call that a person denied", () => {
  it("is denied again by itself within a minute, and says so; another call is asked about", async () => {
    const { agent, taskId } = await runningWorker(house, SCOPE);
    const first = agent.call("files", "write-file", { path: "a" });
    await deny(taskId);
    expect((await first).text).toContain("wrong folder");
    const again = await agent.call("files", "write-file", { path: "a" });
    expect(again.isError).toBe(true);
    expect(again.text).toMatch(/denied the same call \d+ s ago: wrong folder/);
    expect(await pendingCount(taskId)).toBe(0);
    expect(await callsOf(taskId, 2)).toEqual(["call.held", "call.denied"]);
    const other = agent.call("files", "write-file", { path: "b" });
    await approve(house, taskId);
    expect((await other).isError).toBe(false);
  });

  it("is asked about again later, and the question tells of the denial", async () => {
    const { agent, taskId } = await runningWorker(house, SCOPE);
    const first = agent.call("files", "write-file", { path: "c" });
    await deny(taskId);
    await first;
    await db()
      .$executeRaw`UPDATE approval SET decided_at = decided_at - interval '6 minutes' WHERE task_id = ${taskId}::uuid`;
    const again = agent.call("files", "write-file", { path: "c" });
    const { reasons } = await pendingApproval(taskId);
    expect(reasons).toMatchObject([{ code: "held_by_rule" }, { code: "denied_before" }]);
    expect(JSON.stringify(reasons)).toContain("denied the same call 6 min ago: wrong folder");
    await approve(house, taskId);
    expect((await again).isError).toBe(false);
  });

  it("pauses its task where the reviewer says so, and the next call asks", async () => {
    const { agent, taskId } = await runningWorker(house, SCOPE);
    const first = agent.call("files", "write-file", { path: "d" });
    await deny(taskId, { pause: true });
    expect((await first).text).toContain("wrong folder");
    const task = await findTask(taskId);
    expect(task).toMatchObject({ state: "paused", pausedFor: "operator" });
    expect(task?.pauseNote).toContain("denied it: wrong folder");
    await agent.fetchToken("files");
    const next = agent.call("files", "echo", { message: "may I go on" });
    expect((await pendingApproval(taskId)).kind).toBe("resume");
    await approve(house, taskId);
    expect((await next).isError).toBe(false);
  });
});

describe("a flood of questions", () => {
  it("pauses its task at the rule's number; more are denied until the minute is over", async () => {
    const { agent, taskId } = await runningWorker(house, SCOPE, { terms: termsWith({ asksPerMinute: 3 }) });
    const calls = [1, 2, 3].map((n) => agent.call("files", "write-file", { n }));
    await eventually(async () => expect(await pendingCount(taskId)).toBe(3));
    const fourth = await agent.call("files", "write-file", { n: 4 });
    expect(fourth.text).toContain("It asked 3 times within a minute; rule default allows 3.");
    expect(await findTask(taskId)).toMatchObject({ state: "paused", pausedFor: "limit_reached" });
    expect(await pendingCount(taskId)).toBeLessThanOrEqual(1);
    for (const answer of await Promise.all(calls)) expect(answer.text).toContain("Ask again in a minute");
    expect(upstream.calls().filter(({ bytes }) => bytes.includes('"n":'))).toEqual([]);
  });

  it("is stopped at the same number when its calls come all at once", async () => {
    const { agent, taskId } = await runningWorker(house, SCOPE, { terms: termsWith({ asksPerMinute: 3 }) });
    const texts = await Promise.all(
      Array.from({ length: 12 }, (_, n) => agent.call("files", "write-file", { burst: n })),
    );
    expect(await db().hold.count({ where: { taskId } })).toBe(3);
    expect(await findTask(taskId)).toMatchObject({ state: "paused", pausedFor: "limit_reached" });
    for (const { text } of texts) expect(text).toMatch(/within a minute|Ask again in a minute/);
    expect(upstream.calls().filter(({ bytes }) => bytes.includes('"burst":'))).toEqual([]);
  });
});

describe("approvals by one person", () => {
  it("end at the rule's number an hour; another person still may, and denying always goes", async () => {
    const ann = await makePerson(["viewer", "approver"]);
    const { agent, taskId } = await runningWorker(house, SCOPE, { terms: termsWith({ approvalsPerHour: 1 }) });
    const answer = async (n: number, answering: "approve" | "deny", who = ann) => {
      const call = agent.call("files", "write-file", { haste: n });
      const { id, digest } = await pendingApproval(taskId);
      const seen = answering === "approve" ? { digest } : { reason: "no" };
      const outcome = await reviewApproval(who, id, { answer: answering, ...seen }).then(
        () => "taken",
        (error: { code: string; message: string }) => `${error.code}: ${error.message}`,
      );
      return { call, outcome };
    };
    const first = await answer(1, "approve");
    expect(first.outcome).toBe("taken");
    await first.call;
    const second = await answer(2, "approve");
    expect(second.outcome).toMatch(
      /^TOO_MANY_APPROVALS: You gave 1 approval within the last hour; .* Somebody else must decide, or you again in (1 h|59 min)\.$/,
    );
    const other = await pendingApproval(taskId);
    const ben = await makePerson(["viewer", "approver"]);
    await reviewApproval(ben, other.id, { answer: "approve", digest: other.digest });
    expect((await second.call).isError).toBe(false);
    const third = await answer(3, "deny");
    expect(third.outcome).toBe("taken");
    await third.call;
  });
});
