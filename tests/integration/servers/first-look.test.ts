import { beforeAll, describe, expect, it } from "vitest";
import { listEntries } from "../../../lib/audit/index";
import { newId } from "../../../lib/base/index";
import { db } from "../../../lib/db/index";
import { addServer, disableServer, listTools, readTools, sweepServers } from "../../../lib/servers/index";
import { DEFAULT_TOOLS } from "../../fakes/upstream";
import { admin, openServers, registered, tasks, upstreamFor } from "../../setup/servers";

beforeAll(openServers);

const kindsOf = async (serverId: string, tool?: string) =>
  (await listEntries({ serverId, tool }, 100, "oldest")).map((entry) => entry.kind);

describe("the first look at a server", () => {
  it.each([
    { era: "legacy", answers: "json" },
    { era: "legacy", answers: "sse" },
    { era: "legacy", answers: "json", sessions: true },
    { era: "legacy", answers: "sse", sessions: true },
    { era: "modern", answers: "json" },
    { era: "modern", answers: "sse" },
  ] as const)("pins the tools of a server that is %j", async (options) => {
    const { server, upstream } = await registered(options);
    expect(server).toMatchObject({
      era: options.era,
      protocol: options.era === "modern" ? "2026-07-28" : "2025-11-25",
      health: "up",
      healthNote: null,
      title: "Fake upstream",
      instructions: "Call echo.",
      tools: { total: 3, unclassed: 3, drifted: 0, gone: 0 },
    });
    expect(await listTools(server.id)).toMatchObject([
      { name: "delete-all", state: "pinned", class: null, proposedClass: "destructive" },
      {
        name: "echo",
        state: "pinned",
        class: null,
        proposedClass: "read",
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      { name: "write-file", state: "pinned", class: null, proposedClass: "write" },
    ]);
    expect(await kindsOf(server.id)).toEqual(["server.added", "tool.pinned", "tool.pinned", "tool.pinned"]);
    if ("sessions" in options) expect(upstream.state.sessionIds.size).toBe(0);
  });

  it("reads every page of a long list", async () => {
    const tools = Array.from({ length: 25 }, (_, at) => ({ name: `tool-${at}`, inputSchema: { type: "object" } }));
    const { server, upstream } = await registered({ tools, pageSize: 10 });
    expect(server.tools.total).toBe(25);
    expect(upstream.ofMethod("tools/list")).toHaveLength(3);
  });

  it("gives up on a list that never ends", async () => {
    const tools = [{ name: "echo", inputSchema: { type: "object" } }];
    const { server } = await registered({
      tools,
      others: undefined,
      era: "modern",
      answers: "json",
      pageSize: 1,
      endless: true,
    });
    expect(server).toMatchObject({ health: "down", healthNote: expect.stringMatching(/more than 50 pages/) });
    expect(server.tools.total).toBe(0);
  });

  it("leaves out what is no tool, and says so", async () => {
    const tools = [...DEFAULT_TOOLS, { name: "broken", inputSchema: { type: "array" } }];
    const { server } = await registered({ tools });
    expect(server.tools.total).toBe(3);
    expect(server).toMatchObject({ health: "up", healthNote: expect.stringMatching(/^1 of its tools cannot be used/) });
  });

  it("classes tools at once where the server's hints are trusted", async () => {
    const { server } = await registered({}, { classing: "hints" });
    expect(await listTools(server.id)).toMatchObject([
      { name: "delete-all", class: "destructive" },
      { name: "echo", class: "read" },
      { name: "write-file", class: "write" },
    ]);
    expect(await kindsOf(server.id, "echo")).toEqual(["tool.pinned", "tool.classed"]);
    expect(tasks.told).toEqual([]);
  });

  it("takes a declared class before any hint, for later tools too", async () => {
    const upstream = await upstreamFor({ tools: DEFAULT_TOOLS.slice(0, 1) });
    const declared = { echo: "write", "write-file": "read" } as const;
    const { id } = await addServer(null, { name: "declared", url: upstream.url, classing: "hints", declared });
    await readTools(id);
    upstream.state.tools = DEFAULT_TOOLS;
    await readTools(id);
    expect((await listTools(id)).map((tool) => [tool.name, tool.class])).toEqual([
      ["delete-all", "destructive"],
      ["echo", "write"],
      ["write-file", "read"],
    ]);
  });
});

describe("asking for a look", () => {
  it("fails with NOT_FOUND or SERVER_DISABLED where there is nothing to look at", async () => {
    const { server, upstream } = await registered();
    await disableServer(admin, server.id, "Not needed.");
    const before = upstream.arrivals.length;
    await expect(readTools(server.id)).rejects.toMatchObject({ code: "SERVER_DISABLED" });
    await expect(readTools(newId())).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(upstream.arrivals).toHaveLength(before);
  });
});

describe("sweepServers", () => {
  it("looks at servers that nobody has looked at for a minute, ten seconds when it was down, and at no others", async () => {
    await sweepServers();
    const { server, upstream } = await registered();
    const fromFile = await upstreamFor();
    const declared = await addServer(null, { name: "from-file", url: fromFile.url });
    expect(declared.health).toBe("unknown");
    const before = upstream.arrivals.length;
    expect(await sweepServers()).toBe(1);
    expect(fromFile.ofMethod("tools/list")).toHaveLength(1);
    expect(upstream.arrivals).toHaveLength(before);
    await db().$executeRaw`UPDATE server SET checked_at = checked_at - interval '61 s' WHERE id = ${server.id}::uuid`;
    expect(await sweepServers()).toBe(1);
    expect(upstream.arrivals.length).toBeGreaterThan(before);
    await db()
      .$executeRaw`UPDATE server SET checked_at = checked_at - interval '11 s', health = 'down' WHERE id = ${server.id}::uuid`;
    expect(await sweepServers()).toBe(1);
  });
});
