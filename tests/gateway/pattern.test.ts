import { beforeAll, describe, expect, it } from "vitest";
import { endPattern, reviewApproval } from "../../lib/approvals/index";
import type { PatternInput } from "../../lib/approvals/schema";
import { db } from "../../lib/db/index";
import { changePerson } from "../../lib/identity/index";
import type { Scope } from "../../lib/policy/schema";
import { narrowTask, pauseTask, revokeTasks } from "../../lib/tasks/index";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import { approve, callsOf, entriesOf, pendingApproval, runningWorker, type Worker } from "../setup/agents";
import { atEnd } from "../setup/clean-up";
import { type House, makePerson, makeServer, startHouse } from "../setup/house";

let house: House;
let upstream: FakeUpstream;
const SCOPE: Scope = [{ server: "files", tools: ["echo", "write-file", "delete-all"] }];

beforeAll(async () => {
  house = await startHouse({ holdMilliseconds: 400 });
  upstream = await startUpstream();
  atEnd(() => upstream.stop());
  await makeServer(house, "files", upstream.url, { echo: "read", "write-file": "write", "delete-all": "destructive" });
});

const IN_DOCS: PatternInput = {
  arguments: [
    { name: "path", must: "begin", text: "docs/" },
    { name: "mode", must: "equal" },
    { name: "note", must: "any" },
  ],
  endsInSeconds: 600,
};
const write = ({ agent }: Worker, path: string, more: object = {}) =>
  agent.call("files", "write-file", { path, mode: "append", ...more });
/** A task whose calls that write into docs/ go: the first was approved with a pattern, and has gone. */
const withPattern = async (pattern: Partial<PatternInput> = {}, reviewer = house.sam) => {
  const worker = await runningWorker(house, SCOPE);
  const first = write(worker, "docs/first.md");
  const { id, digest } = await pendingApproval(worker.taskId);
  await reviewApproval(reviewer, id, { answer: "pattern", digest, pattern: { ...IN_DOCS, ...pattern } });
  // It was decided after the call had been told to wait: called again, it finds its hold.
  const answer = (await first).text.startsWith("Pending") ? await write(worker, "docs/first.md") : await first;
  expect(answer.isError).toBe(false);
  const row = await db().callPattern.findFirstOrThrow({ where: { taskId: worker.taskId } });
  return { ...worker, patternId: row.id, approvalId: id };
};
const isAsked = async (worker: Worker, path: string, more: object = {}) =>
  (await write(worker, path, more)).text.startsWith("Pending");

describe("a call like the one that was approved", () => {
  it("goes without asking, and the log ties it to the approval and says how it is like it", async () => {
    const worker = await withPattern();
    expect(await write(worker, "docs/second.md", { note: "any" })).toMatchObject({ isError: false });
    expect(upstream.calls().at(-1)?.message?.params?.arguments).toMatchObject({ path: "docs/second.md", note: "any" });
    expect(await callsOf(worker.taskId, 5)).toEqual([
      "call.held",
      "call.allowed",
      "call.succeeded",
      "call.allowed",
      "call.succeeded",
    ]);
    const allowed = (await entriesOf(worker.taskId)).filter(({ kind }) => kind === "call.allowed").at(-1);
    expect(allowed).toMatchObject({ approvalId: worker.approvalId, facts: { reasons: [{ code: "like_approved" }] } });
    expect(JSON.stringify(allowed?.facts)).toContain('path begins with \\"docs/\\", mode is \\"append\\", any note');
    expect(await db().body.count({ where: { callId: allowed?.callId, kind: "arguments" } })).toBe(1);
  });

  it("is asked about when it is not quite like it", async () => {
    const worker = await withPattern();
    expect(await isAsked(worker, "etc/passwd")).toBe(true);
    expect(await isAsked(worker, "docs/../etc/passwd")).toBe(true);
    expect(await isAsked(worker, "docs/a", { mode: "truncate" })).toBe(true);
    expect(await isAsked(worker, "docs/a", { force: true })).toBe(true);
    expect((await worker.agent.call("files", "delete-all", { path: "docs/a", mode: "append" })).text).toContain(
      "Pending",
    );
  });

  it("is asked about by another task of the same charter's agent", async () => {
    await withPattern();
    const other = await runningWorker(house, SCOPE);
    expect(await isAsked(other, "docs/second.md")).toBe(true);
  });

  it("goes as often as was said, and is asked about then", async () => {
    const worker = await withPattern({ calls: 2 });
    expect(await isAsked(worker, "docs/1")).toBe(false);
    expect(await isAsked(worker, "docs/2")).toBe(false);
    expect(await isAsked(worker, "docs/3")).toBe(true);
    expect(await db().callPattern.findUnique({ where: { id: worker.patternId } })).toMatchObject({
      callsLeft: 0,
      callsUsed: 2,
    });
  });

  it("counts against the task's calls", async () => {
    const worker = await withPattern();
    await narrowTask(house.sam.human.id, worker.taskId, { reason: "one more", calls: 1 });
    await worker.agent.fetchToken("files");
    expect((await write(worker, "docs/1")).isError).toBe(false);
    expect((await write(worker, "docs/2")).text).not.toContain("wrote");
    expect(await db().task.findUnique({ where: { id: worker.taskId } })).toMatchObject({ state: "paused" });
  });

  it("is asked about once its time is over", async () => {
    const worker = await withPattern();
    await db().$executeRaw`UPDATE call_pattern SET until = clock_timestamp() WHERE id = ${worker.patternId}::uuid`;
    expect(await isAsked(worker, "docs/late.md")).toBe(true);
  });

  it("is asked about once somebody ended it, and the entry says who and why", async () => {
    const worker = await withPattern();
    await endPattern(house.sam, worker.patternId, "enough");
    expect(await isAsked(worker, "docs/more.md")).toBe(true);
    const ended = (await entriesOf(worker.taskId)).find(({ kind }) => kind === "pattern.ended");
    expect(ended).toMatchObject({ humanId: house.sam.human.id, facts: { id: worker.patternId } });
    await expect(endPattern(house.sam, worker.patternId, "again")).rejects.toMatchObject({ code: "TASK_CANNOT_MOVE" });
  });
});

describe("a pattern", () => {
  it("ends when its task pauses: the resumed task asks anew", async () => {
    const worker = await withPattern();
    await pauseTask(worker.taskId, { pausedFor: "operator", note: "lunch", humanId: house.sam.human.id });
    await worker.agent.fetchToken("files");
    const next = write(worker, "docs/after.md");
    await approve(house, worker.taskId);
    await next;
    await worker.agent.fetchToken("files");
    expect(await isAsked(worker, "docs/after-that.md")).toBe(true);
    expect((await db().callPattern.findUnique({ where: { id: worker.patternId } }))?.endedBecause).toContain("lunch");
  });

  it("stays over a narrowing that leaves its tool, and ends with one that takes it", async () => {
    const worker = await withPattern();
    const keep = async (tools: string[]) => {
      const scope = [{ server: "files", tools }];
      await narrowTask(house.sam.human.id, worker.taskId, { reason: "less", scope });
      await worker.agent.fetchToken("files");
    };
    await keep(["echo", "write-file"]);
    expect(await isAsked(worker, "docs/still.md")).toBe(false);
    await keep(["echo"]);
    expect((await write(worker, "docs/no.md")).text).toContain("Out of scope");
    expect((await db().callPattern.findUnique({ where: { id: worker.patternId } }))?.endedAt).not.toBeNull();
  });

  it("ends when its task is revoked", async () => {
    const worker = await withPattern();
    await revokeTasks({ humanId: house.sam.human.id }, [worker.taskId], "over");
    expect((await db().callPattern.findUnique({ where: { id: worker.patternId } }))?.endedAt).not.toBeNull();
  });

  it("ends when whoever approved it is no longer an approver, and the next call asks", async () => {
    const tom = await makePerson(["viewer", "approver"]);
    const worker = await withPattern({}, tom);
    await changePerson("command line", tom.human.id, { roles: ["viewer"] });
    await worker.agent.fetchToken("files");
    const answer = await write(worker, "docs/a");
    expect(answer.text).toContain("Pending");
    expect((await db().callPattern.findUnique({ where: { id: worker.patternId } }))?.endedAt).not.toBeNull();
  });
});
