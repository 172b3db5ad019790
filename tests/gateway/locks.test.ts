import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reviewApproval } from "../../lib/approvals/index";
import { db } from "../../lib/db/index";
import { liftAgentLock, liftToolLock, lockAgent, lockTool } from "../../lib/tasks/index";
import { PlainAgent } from "../fakes/agent";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import { changeDefaultRule, type House, makeRegisteredAgent, makeServer, startHouse } from "../setup/house";

let house: House;
let upstream: FakeUpstream;
let agent: PlainAgent;
let agentId = "";
let serverId = "";

beforeAll(async () => {
  house = await startHouse({ holdMilliseconds: 300 });
  upstream = await startUpstream();
  await makeServer(house, "files", upstream.url, { echo: "read", "write-file": "write" });
  await changeDefaultRule(house, { start: "automatic", context: [] });
  const charter = { purpose: "Tidy the notes", scope: [{ server: "files", tools: ["echo", "write-file"] }] };
  const made = await makeRegisteredAgent(house, "bot", charter);
  agentId = made.agent.id;
  serverId = (await db().server.findUniqueOrThrow({ where: { name: "files" } })).id;
  agent = new PlainAgent(house, { clientId: agentId, secret: made.value });
});
afterAll(() => upstream.stop());

const call = async (tool: string, args: Record<string, unknown>) => {
  await agent.fetchToken("files");
  return agent.call("files", tool, args);
};
const sam = (reason: string) => ({ person: house.sam, reason });

describe("a locked tool", () => {
  it("denies its calls with who, when and why, forwards nothing, and leaves the others be", async () => {
    expect(await call("echo", { message: "before" })).toMatchObject({ isError: false });
    await lockTool({ serverId, tool: "echo" }, sam("It answers nonsense"));
    const sent = upstream.calls().length;
    const denied = await call("echo", { message: "locked" });
    expect(denied).toMatchObject({ isError: true });
    expect(denied.text).toMatch(
      /^Denied: echo on files is locked\. Locked by \S+ at \d{4}-\d\d-\d\d \d\d:\d\d UTC: It answers nonsense\./,
    );
    expect(upstream.calls()).toHaveLength(sent);
    expect(await call("write-file", { path: "a" })).toMatchObject({ text: expect.stringContaining("Pending") });
    await liftToolLock(house.admin, { serverId, tool: "echo" }, "It is mended.");
    expect(await call("echo", { message: "after" })).toMatchObject({ isError: false });
  });

  it("keeps what was approved before it from being sent", async () => {
    await call("write-file", { path: "approved" });
    const { id, digest } = await db().approval.findFirstOrThrow({
      where: { state: "pending" },
      orderBy: { createdAt: "desc" },
    });
    await reviewApproval(house.sam, id, { answer: "approve", digest });
    await lockTool({ serverId, tool: "write-file" }, sam("Stop writing."));
    const sent = upstream.calls().length;
    expect((await call("write-file", { path: "approved" })).text).toContain("is locked");
    expect(upstream.calls()).toHaveLength(sent);
    await liftToolLock(house.admin, { serverId, tool: "write-file" }, "Go on.");
  });
});

describe("an answer that was kept for a tool's next identical call", () => {
  it("is not handed out while the tool is locked", async () => {
    const args = { path: "kept" };
    await call("write-file", args);
    const { id, digest } = await db().approval.findFirstOrThrow({
      where: { state: "pending" },
      orderBy: { createdAt: "desc" },
    });
    await reviewApproval(house.sam, id, { answer: "approve", digest });
    upstream.state.behaviour = { kind: "waits" };
    const before = upstream.calls().length;
    const gone = new AbortController();
    const lost = agent.call("files", "write-file", args, gone.signal).catch((error: Error) => error);
    await expect.poll(() => upstream.calls().length).toBe(before + 1);
    gone.abort();
    await lost;
    await new Promise((done) => setTimeout(done, 500)); // until the gateway has seen that nobody waits any more
    upstream.release();
    upstream.state.behaviour = undefined;
    const kept = () => db().hold.count({ where: { approvalId: id, resultUntil: { not: null } } });
    await expect.poll(kept).toBe(1);
    await lockTool({ serverId, tool: "write-file" }, sam("Stop writing."));
    expect((await call("write-file", args)).text).toContain("is locked");
    await liftToolLock(house.admin, { serverId, tool: "write-file" }, "Go on.");
    expect(await call("write-file", args)).toMatchObject({ isError: false });
    expect(upstream.calls()).toHaveLength(before + 1);
  });
});

describe("a locked agent", () => {
  it("has every call denied, gets no grant by rule, and asks a person once the lock is lifted", async () => {
    await lockAgent(agentId, sam("It runs wild"));
    const sent = upstream.calls().length;
    for (const tool of ["echo", "write-file"])
      expect((await call(tool, { message: "locked" })).text).toMatch(
        /^Denied: The agent bot is locked\. Locked by \S+ at .* UTC: It runs wild\./,
      );
    expect(upstream.calls()).toHaveLength(sent);
    expect(await db().approval.count({ where: { state: "pending" } })).toBe(0);
    await liftAgentLock(house.admin, agentId, "It is mended.");
    expect((await call("echo", { message: "after" })).text).toContain("Pending");
    const asked = await db().approval.findFirstOrThrow({ where: { state: "pending" } });
    expect(asked.kind).toBe("resume");
  });
});
