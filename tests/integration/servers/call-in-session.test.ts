import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../lib/base/index";
import { closeSessions } from "../../../lib/servers/index";
import { call, until } from "../../setup/calling";
import { openServers, registered } from "../../setup/servers";

beforeAll(openServers);

const CANARY = "Bearer canary-77aa";

describe("sessions of a legacy server", () => {
  const sessionIds = (arrivals: { headers: Record<string, unknown> }[]) =>
    arrivals.map((arrival) => arrival.headers["mcp-session-id"]);

  it("are one per task, opened by its first call", async () => {
    const { server, upstream } = await registered({ sessions: true });
    const taskId = newId();
    await Promise.all([call(server, { taskId }), call(server, { taskId })]);
    await call(server, { taskId });
    await call(server);
    const [first, second, third, other] = sessionIds(upstream.calls());
    expect(first).toBeDefined();
    expect([second, third]).toEqual([first, first]);
    expect(other).not.toBe(first);
    // one by the look at the server, one per task
    expect(upstream.ofMethod("initialize")).toHaveLength(3);
  });

  it("are opened anew, once, when the server has forgotten them", async () => {
    const { server, upstream } = await registered({ sessions: true });
    const taskId = newId();
    await call(server, { taskId });
    upstream.endSessions();
    expect(await call(server, { taskId })).toMatchObject({ outcome: "succeeded" });
    const [first, refused, again] = sessionIds(upstream.calls());
    expect(refused).toBe(first);
    expect(again).not.toBe(first);
    upstream.endSessions();
    upstream.state.others = { kind: "status", status: 404 };
    expect(await call(server, { taskId })).toMatchObject({ outcome: "not_sent" });
    expect(upstream.calls()).toHaveLength(4);
  });

  it("are not opened for a call whose allow is no longer good", async () => {
    const { server, upstream } = await registered({ sessions: true });
    const before = upstream.ofMethod("initialize").length;
    expect(await call(server, { stillGood: () => false })).toMatchObject({ outcome: "not_sent", because: "stale" });
    expect(upstream.ofMethod("initialize")).toHaveLength(before);
  });

  it("are closed with the server's credential when their task ends", async () => {
    const credential = { header: "Authorization", value: CANARY };
    const { server, upstream } = await registered({ sessions: true, credential }, { credential });
    const taskId = newId();
    await call(server, { taskId });
    expect(upstream.state.sessionIds.size).toBe(1);
    await closeSessions(taskId);
    await until(() => upstream.state.sessionIds.size === 0);
    await closeSessions(taskId);
  });

  it("are not needed by a server that gives none", async () => {
    const { server, upstream } = await registered();
    await call(server);
    await call(server);
    expect(upstream.ofMethod("initialize")).toHaveLength(1);
    expect(sessionIds(upstream.calls())).toEqual([undefined, undefined]);
  });

  it("are found out about when a server begins to ask for them", async () => {
    const { server, upstream } = await registered();
    upstream.state.sessions = true;
    expect(await call(server)).toMatchObject({ outcome: "failed", note: expect.stringMatching(/HTTP 400/) });
    expect(await call(server)).toMatchObject({ outcome: "succeeded" });
  });
});
