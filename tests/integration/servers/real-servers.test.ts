import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordedAllow } from "../../../lib/audit/index";
import { canonicalJson, newId } from "../../../lib/base/index";
import { lend } from "../../../lib/credentials/index";
import type { JsonObject } from "../../../lib/mcp/index";
import {
  addServer,
  CallStop,
  callUpstream,
  closeSessions,
  findTool,
  listTools,
  readTools,
} from "../../../lib/servers/index";
import { startEverything } from "../../fakes/everything-server";
import { startSdkServer } from "../../fakes/sdk-server";
import { admin, openServers } from "../../setup/servers";

beforeAll(openServers);

async function call(serverName: string, toolName: string, args: JsonObject, over: object = {}) {
  const { server, tool } = await findTool(serverName, toolName);
  if (!server || !tool) throw new Error(`${serverName} has no ${toolName}`);
  const taskId = newId();
  const evidence = recordedAllow({ callId: newId(), taskId, serverId: server.id, seq: 1n, askedAt: performance.now() });
  return callUpstream({
    server,
    tool,
    taskId,
    arguments: args,
    canonicalArguments: canonicalJson(args),
    to: { id: 1, era: "legacy" },
    secretHeaders: await lend(server.id, evidence),
    deadline: performance.now() + 10_000,
    stillGood: () => true,
    ...over,
  });
}

const resultOf = ({ body }: { body: string }) => JSON.parse(body).result;

describe("server-everything", () => {
  let everything: Awaited<ReturnType<typeof startEverything>>;
  beforeAll(async () => {
    everything = await startEverything();
  });
  afterAll(() => everything.stop());

  it("is looked at, called in a session per task, and looked at again without a change", {
    timeout: 60_000,
  }, async () => {
    const server = await addServer(admin, { name: "everything", url: everything.url, classing: "hints" });
    expect(server).toMatchObject({ health: "up", era: "legacy", protocol: "2025-11-25", healthNote: null });
    expect(server.tools.total).toBeGreaterThan(8);
    expect((await listTools(server.id)).find((tool) => tool.name === "echo")).toMatchObject({ state: "pinned" });

    const echoed = await call("everything", "echo", { message: "hello" });
    expect(echoed).toMatchObject({ outcome: "succeeded", note: null });
    expect(resultOf(echoed).content).toEqual([{ type: "text", text: "Echo: hello" }]);

    const summed = await call("everything", "get-sum", { a: 2, b: 3 }, { to: { id: "x", era: "modern" } });
    expect(resultOf(summed)).toMatchObject({ resultType: "complete" });
    expect(JSON.stringify(resultOf(summed))).toContain("5");

    const refused = await call("everything", "get-sum", { a: "two" });
    expect(refused.outcome).toBe("failed");

    expect(await readTools(server.id)).toMatchObject({ health: "up", pinned: 0, drifted: 0, gone: 0 });
  });

  it("tells its progress and is cancelled", { timeout: 60_000 }, async () => {
    const steps: number[] = [];
    const long = "trigger-long-running-operation";
    const done = await call(
      "everything",
      long,
      { duration: 1, steps: 4 },
      {
        onProgress: ({ progress }: { progress: number }) => steps.push(progress),
      },
    );
    expect(done.outcome).toBe("succeeded");
    expect(steps).toEqual([1, 2, 3, 4]);
    const stop = new CallStop();
    const aborting = call("everything", long, { duration: 30, steps: 3 }, { signal: stop });
    setTimeout(() => stop.abort(), 300);
    expect((await aborting).outcome).toBe("aborted");
  });

  it("is called in a new session after it has been restarted", { timeout: 60_000 }, async () => {
    const taskId = newId();
    const echo = (message: string) => call("everything", "echo", { message }, { taskId });
    expect(await echo("before")).toMatchObject({ outcome: "succeeded" });
    await everything.stop();
    expect((await echo("while it is down")).outcome).toMatch(/not_sent|failed/);
    everything = await startEverything(everything.port);
    expect(resultOf(await echo("after")).content).toEqual([{ type: "text", text: "Echo: after" }]);
    await closeSessions(taskId);
  });
});

describe("a server of the SDK's version 2", () => {
  let modern: Awaited<ReturnType<typeof startSdkServer>>;
  let both: Awaited<ReturnType<typeof startSdkServer>>;
  beforeAll(async () => {
    [modern, both] = await Promise.all([startSdkServer("reject"), startSdkServer("stateless")]);
  });
  afterAll(async () => {
    await Promise.all([modern.stop(), both.stop()]);
  });

  it("is spoken to in the modern era, also when it could speak the legacy one", async () => {
    for (const [name, { url }] of Object.entries({ "sdk-modern": modern, "sdk-both": both })) {
      const server = await addServer(admin, { name, url, classing: "hints" });
      expect(server).toMatchObject({ health: "up", era: "modern", protocol: "2026-07-28", tools: { total: 2 } });
      const sum = await call(name, "add", { a: 2, b: 3 });
      expect(sum.outcome).toBe("succeeded");
      expect(resultOf(sum)).toMatchObject({ content: [{ type: "text", text: "5" }] });
      expect(resultOf(sum).resultType).toBeUndefined();
      const asModern = await call(name, "add", { a: 2, b: 3 }, { to: { id: 2, era: "modern" } });
      expect(resultOf(asModern).resultType).toBe("complete");
      const fallen = await call(name, "fail", {});
      expect(fallen).toMatchObject({ outcome: "failed" });
      expect(resultOf(fallen).isError).toBe(true);
    }
  });
});
