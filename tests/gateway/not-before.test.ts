import { beforeAll, describe, expect, it } from "vitest";
import { reviewApproval } from "../../lib/approvals/index";
import { db } from "../../lib/db/index";
import { forgetSubject } from "../../lib/gateway/subject";
import type { Scope } from "../../lib/policy/schema";
import { findTask } from "../../lib/tasks/index";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import { callsOf, newWorker, pendingApproval } from "../setup/agents";
import { atEnd } from "../setup/clean-up";
import { type House, makeServer, startHouse } from "../setup/house";

let house: House;
let upstream: FakeUpstream;
const SCOPE: Scope = [{ server: "files", tools: ["echo", "write-file"] }];

beforeAll(async () => {
  house = await startHouse({ holdMilliseconds: 5000 });
  upstream = await startUpstream();
  atEnd(() => upstream.stop());
  await makeServer(house, "files", upstream.url, { echo: "read", "write-file": "write" });
});

const narrow = async (taskId: string, less: { notBefore?: string; calls?: number }) => {
  const { id, digest } = await pendingApproval(taskId);
  await reviewApproval(house.sam, id, { answer: "narrow", digest, ...less });
};
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
/** The moment comes, sooner than a test could wait for it. */
const come = async (taskId: string) => {
  await db().$executeRaw`UPDATE task SET not_before = clock_timestamp() WHERE id = ${taskId}::uuid`;
  forgetSubject(taskId);
};
const sent = () => upstream.calls().length;

describe("a task that may begin only later", () => {
  it("answers its calls with the moment, asks nobody about them, and lets the approved one go from then on", async () => {
    const { agent, taskId } = await newWorker(house, SCOPE);
    const before = sent();
    const first = agent.call("files", "echo", { message: "later" });
    const notBefore = inSeconds(600);
    await pendingApproval(taskId);
    await narrow(taskId, { notBefore });
    const told = await first;
    expect(told.isError).toBe(true);
    expect(told.text).toContain(`Approved, not executed yet. This task may make no calls before ${notBefore}`);
    await agent.fetchToken("files");
    expect((await agent.call("files", "echo", { message: "later" })).text).toContain("not executed yet");
    const other = await agent.call("files", "echo", { message: "another" });
    expect(other).toMatchObject({ isError: true, text: expect.stringContaining(`no calls before ${notBefore}`) });
    const write = await agent.call("files", "write-file", { path: "a" });
    expect(write.text).toContain(`no calls before ${notBefore}`);
    expect((await agent.call("files", "nothing", {})).text).toMatch(/^Denied: .*(tool|scope)/i);
    expect(await db().approval.count({ where: { taskId, state: "pending" } })).toBe(0);
    expect(sent()).toBe(before);
    expect(await findTask(taskId)).toMatchObject({ state: "running" });
    await come(taskId);
    expect(await agent.call("files", "echo", { message: "later" })).toMatchObject({ isError: false });
    expect((await agent.call("files", "echo", { message: "another" })).isError).toBe(false);
    expect(sent()).toBe(before + 2);
    expect((await callsOf(taskId, 6)).filter((kind) => kind === "call.denied")).toHaveLength(3);
  });

  it("of a single use makes one call, then asks again", async () => {
    const { agent, taskId } = await newWorker(house, SCOPE);
    const first = agent.call("files", "echo", { message: "single" });
    await pendingApproval(taskId);
    await narrow(taskId, { calls: 1 });
    expect((await first).isError).toBe(false);
    await agent.fetchToken("files");
    const second = agent.call("files", "echo", { message: "second" });
    expect(await pendingApproval(taskId)).toMatchObject({ kind: "resume" });
    await narrow(taskId, { calls: 1 });
    expect((await second).isError).toBe(false);
  });
});
