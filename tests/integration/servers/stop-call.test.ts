import { beforeAll, describe, expect, it } from "vitest";
import { CallStop, callUpstream } from "../../../lib/servers/index";
import { call, calling, until } from "../../setup/calling";
import { openServers, registered } from "../../setup/servers";

beforeAll(openServers);

describe("the last moment before the bytes are written", () => {
  it("sends nothing when the allow is no longer good", async () => {
    const { server, upstream } = await registered();
    const outcome = await call(server, { stillGood: () => false });
    expect(outcome).toMatchObject({
      outcome: "not_sent",
      because: "stale",
      note: expect.stringMatching(/nothing was sent/),
    });
    expect(upstream.calls()).toHaveLength(0);
  });

  it("asks synchronously before the write, after every wait for a connection", async () => {
    const { server, upstream } = await registered();
    let asked = 0;
    const outcome = await call(server, {
      stillGood: () => {
        asked += 1;
        // Whatever blocks the process between the commit and the write is seen here.
        return upstream.calls().length === 0;
      },
    });
    expect(outcome.outcome).toBe("succeeded");
    expect(asked).toBe(1);
  });

  it("sends nothing when the call was aborted before", async () => {
    const { server, upstream } = await registered();
    expect(await call(server, { signal: AbortSignal.abort() })).toMatchObject({
      outcome: "not_sent",
      because: "stopped",
    });
    const stop = new CallStop();
    const underway = call(server, {
      signal: stop,
      stillGood: () => {
        stop.abort();
        return true;
      },
    });
    expect(await underway).toMatchObject({ outcome: "not_sent", because: "stopped" });
    await new Promise((done) => setTimeout(done, 50));
    expect(upstream.calls()).toHaveLength(0);
  });

  it("sends nothing to a server that has not been looked at since it was changed", async () => {
    const { server, upstream } = await registered();
    const made = await calling(server);
    const outcome = await callUpstream({ ...made, server: { ...made.server, era: null } });
    expect(outcome).toMatchObject({ outcome: "not_sent", because: "not_ready" });
    expect(upstream.calls()).toHaveLength(0);
  });

  it("keeps a connection for the next call when nothing was written to it", async () => {
    const { server, upstream } = await registered();
    await call(server);
    await call(server, { stillGood: () => false });
    await call(server);
    expect(new Set(upstream.calls().map((arrival) => arrival.remotePort)).size).toBe(1);
  });
});

describe("aborting a call", () => {
  const abortWhileItRuns = async (era: "legacy" | "modern", sessions: boolean) => {
    const { server, upstream } = await registered({ era, sessions });
    upstream.state.behaviour = { kind: "waits" };
    const stop = new CallStop();
    const underway = call(server, { signal: stop });
    await until(() => upstream.calls().length === 1);
    const aborted = performance.now();
    stop.abort();
    const outcome = await underway;
    expect(performance.now() - aborted).toBeLessThan(100);
    expect(outcome).toMatchObject({ outcome: "aborted", note: expect.stringMatching(/may have run/) });
    await until(() => upstream.calls()[0]?.left === true);
    return upstream;
  };

  it("closes the connection, which cancels it on a modern server", async () => {
    const upstream = await abortWhileItRuns("modern", false);
    expect(upstream.ofMethod("notifications/cancelled")).toHaveLength(0);
  });

  it.each([false, true])("tells a legacy server by its request's id (sessions: %s)", async (sessions) => {
    const upstream = await abortWhileItRuns("legacy", sessions);
    await until(() => upstream.ofMethod("notifications/cancelled").length === 1);
    const [cancelled] = upstream.ofMethod("notifications/cancelled");
    expect(cancelled?.message?.params).toMatchObject({ requestId: upstream.calls()[0]?.message?.id });
    expect(cancelled?.headers["mcp-session-id"]).toBe(upstream.calls()[0]?.headers["mcp-session-id"]);
  });

  it("ignores an answer that comes after the revocation", async () => {
    const { server, upstream } = await registered();
    upstream.state.behaviour = { kind: "waits" };
    const stop = new CallStop();
    const underway = call(server, { signal: stop });
    await until(() => upstream.calls().length === 1);
    stop.abort();
    upstream.release();
    expect((await underway).outcome).toBe("aborted");
  });
});
