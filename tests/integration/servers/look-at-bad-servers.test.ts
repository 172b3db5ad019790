import { beforeAll, describe, expect, it } from "vitest";
import { db } from "../../../lib/db/index";
import { addServer, changeServer, readTools } from "../../../lib/servers/index";
import { admin, openServers, registered, tasks, upstreamFor } from "../../setup/servers";

beforeAll(openServers);

const CANARY = "Bearer canary-4ad1";

describe("a look at a bad server", () => {
  it.each([
    ["garbage", { kind: "garbage" }, /not valid JSON|not a JSON-RPC/],
    ["a web page", { kind: "garbage", type: "text/html" }, /neither JSON nor an event stream/],
    ["redirects", { kind: "redirects", to: "http://169.254.169.254/" }, /redirect, which is not followed/],
    ["permanent redirects", { kind: "redirects", to: "/elsewhere", status: 301 }, /redirect, which is not followed/],
    ["errors", { kind: "status", status: 500, text: "stack trace with canary-4ad1" }, /HTTP error. \(HTTP 500\)/],
    ["refusals of the credential", { kind: "status", status: 403 }, /refused the credential/],
    ["answers to other requests", { kind: "wrong id" }, /another request/],
    ["half an answer", { kind: "breaks off" }, /connection broke/],
    ["closed connections", { kind: "resets" }, /connection broke/],
    ["streams without an answer", { kind: "ends without an answer" }, /before it answered/],
    ["endless answers", { kind: "endless", megabytes: 20 }, /too large/],
  ] as const)("is down with a readable reason: it sends %s", async (_, others, reason) => {
    const { server } = await registered({ others }, { credential: { header: "Authorization", value: CANARY } });
    expect(server).toMatchObject({ health: "down", healthNote: expect.stringMatching(reason), era: null });
    expect(server.healthNote).not.toContain("canary");
    expect(server.tools.total).toBe(0);
  });

  it("is down when nothing listens there", async () => {
    const upstream = await upstreamFor();
    await upstream.stop();
    const server = await addServer(admin, { name: "nothing-there", url: upstream.url });
    expect(server).toMatchObject({ health: "down", healthNote: expect.stringMatching(/^Nothing listens/) });
  });

  it("is down when its name does not exist", async () => {
    const server = await addServer(admin, { name: "no-name", url: "https://no-such-host.invalid/mcp" });
    expect(server).toMatchObject({ health: "down", healthNote: expect.stringMatching(/name/) });
  });

  it("ends a look at a server that hangs, and at one that stops after its headers", { timeout: 60_000 }, async () => {
    const started = performance.now();
    const [hanging, stopping] = await Promise.all([
      registered({ others: { kind: "hangs" } }),
      registered({ others: { kind: "hangs after headers" } }),
    ]);
    expect(performance.now() - started).toBeLessThan(15_000);
    for (const { server } of [hanging, stopping]) {
      expect(server).toMatchObject({ health: "down", healthNote: expect.stringMatching(/did not answer in time/) });
    }
  });

  it("keeps the pins of a server that goes down, and finds them unchanged when it is back", async () => {
    const { server, upstream, again } = await registered();
    upstream.state.others = { kind: "status", status: 503 };
    expect(await readTools(server.id)).toMatchObject({ health: "down", note: expect.stringContaining("HTTP 503") });
    expect(await again()).toMatchObject({ health: "down", tools: { total: 3, gone: 0 } });
    upstream.state.others = undefined;
    expect(await readTools(server.id)).toMatchObject({ health: "up", pinned: 0, drifted: 0 });
    expect(tasks.told).toEqual([]);
  });
});

describe("the credential", () => {
  it("opens the server, in the header that was set and in no other", async () => {
    const credential = { header: "X-Api-Key", value: CANARY };
    const { server, upstream } = await registered({ credential, sessions: true }, { credential });
    expect(server.health).toBe("up");
    for (const arrival of upstream.arrivals) {
      expect(arrival.rawHeaders.filter((text) => text.includes("canary"))).toEqual([CANARY]);
      expect(arrival.headers["x-api-key"]).toBe(CANARY);
      expect(arrival.bytes.toString()).not.toContain("canary");
    }
  });

  it("shows up in no row and no entry", async () => {
    const credential = { header: "Authorization", value: CANARY };
    const { server } = await registered({ others: { kind: "status", status: 401, text: CANARY } }, { credential });
    expect(server.healthNote).toMatch(/refused the credential/);
    const rows = await db().$queryRaw<{ dump: string }[]>`
      SELECT (SELECT string_agg(s::text, ' ') FROM server s) || (SELECT string_agg(e::text, ' ') FROM entry e) AS dump`;
    expect(rows[0]?.dump).not.toContain("canary");
  });

  it("that cannot be opened keeps the server from being contacted", async () => {
    const { server, upstream } = await registered({}, { credential: { header: "X-Key", value: CANARY } });
    await db().upstreamCredential.update({ where: { serverId: server.id }, data: { sealed: "v1.AAAA.AAAA" } });
    await changeServer(null, server.id, { classing: "ask" });
    const before = upstream.arrivals.length;
    expect(await readTools(server.id)).toMatchObject({
      health: "down",
      note: expect.stringMatching(/cannot be opened/),
    });
    expect(upstream.arrivals).toHaveLength(before);
  });
});
