import { beforeAll, describe, expect, it } from "vitest";
import { reviewApproval } from "../../lib/approvals/index";
import type { Scope } from "../../lib/policy/schema";
import { narrowTask, pauseTask } from "../../lib/tasks/index";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import { newWorker, pendingApproval, type Worker } from "../setup/agents";
import { atEnd } from "../setup/clean-up";
import { type House, makeServer, startHouse } from "../setup/house";

let house: House;
let upstream: FakeUpstream;
const SCOPE: Scope = [{ server: "files", tools: ["echo", "write-file"] }];

beforeAll(async () => {
  house = await startHouse({ holdMilliseconds: 10_000 });
  upstream = await startUpstream();
  atEnd(() => upstream.stop());
  await makeServer(house, "files", upstream.url, { echo: "read", "write-file": "read" });
});

const write = ({ agent }: Worker, path: string) => agent.call("files", "write-file", { path });
/** A task that may write into docs/ only. */
const pinned = async () => {
  const worker = await newWorker(house, SCOPE);
  const first = worker.agent.call("files", "echo", { message: "hello" });
  const { id, digest } = await pendingApproval(worker.taskId);
  const pins = [
    { server: "files", tool: "write-file", arguments: [{ name: "path", must: "begin", text: "docs/" } as const] },
  ];
  await reviewApproval(house.sam, id, { answer: "narrow", digest, pins });
  await first;
  await worker.agent.fetchToken("files");
  return worker;
};

describe("a task whose reviewer pinned an argument", () => {
  it("makes calls that are as it was pinned, and is told why others are denied", async () => {
    const worker = await pinned();
    expect((await write(worker, "docs/a.md")).isError).toBe(false);
    const before = upstream.calls().length;
    const answer = await write(worker, "etc/passwd");
    expect(answer.isError).toBe(true);
    expect(answer.text).toContain('is in this task only when path begins with "docs/"');
    expect((await write(worker, "docs/../etc/passwd")).isError).toBe(true);
    expect((await worker.agent.call("files", "write-file", {})).isError).toBe(true);
    expect(upstream.calls().length).toBe(before);
  });

  it("keeps the pin over a narrowing, and over a resume that nobody narrowed", async () => {
    const worker = await pinned();
    await narrowTask(house.sam.human.id, worker.taskId, { reason: "less", calls: 100 });
    await worker.agent.fetchToken("files");
    expect((await write(worker, "etc/passwd")).isError).toBe(true);
    await pauseTask(worker.taskId, { pausedFor: "operator", note: "lunch", humanId: house.sam.human.id });
    await worker.agent.fetchToken("files");
    expect((await write(worker, "etc/passwd")).text).toContain("only when path begins with");
    const next = write(worker, "docs/b.md");
    const { id, digest } = await pendingApproval(worker.taskId);
    await reviewApproval(house.sam, id, { answer: "approve", digest });
    expect((await next).isError).toBe(false);
    await worker.agent.fetchToken("files");
    expect((await write(worker, "etc/passwd")).isError).toBe(true);
  });
});
