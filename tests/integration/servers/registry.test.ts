import { beforeAll, describe, expect, it } from "vitest";
import { listEntries } from "../../../lib/audit/index";
import { configureEgress, newId } from "../../../lib/base/index";
import { describeCredential } from "../../../lib/credentials/index";
import { db } from "../../../lib/db/index";
import {
  addServer,
  changeServer,
  classTools,
  disableServer,
  enableServer,
  findServer,
  findServerByName,
  listServers,
  listTools,
  readTools,
} from "../../../lib/servers/index";
import { admin, openServers, registered, tasks, upstreamFor } from "../../setup/servers";

beforeAll(openServers);

const kindsOf = async (serverId: string) => (await listEntries({ serverId }, 100, "oldest")).map((entry) => entry.kind);
const toolOf = async (serverId: string, name: string) => (await listTools(serverId)).find((tool) => tool.name === name);

describe("addServer", () => {
  it("lists the new server with its name, address and credential's header, and says who added it", async () => {
    const credential = { header: "Authorization", value: "Bearer canary-9" };
    const { server } = await registered({}, { name: "alpha", credential });
    expect((await listServers()).find(({ name }) => name === "alpha")).toEqual(server);
    expect(await findServerByName("alpha")).toEqual(server);
    expect(await describeCredential(server.id)).toMatchObject({ header: "Authorization" });
    expect(await listEntries({ serverId: server.id }, 2, "oldest")).toMatchObject([
      { kind: "server.added", humanId: admin.id, facts: { name: "alpha", url: server.url } },
      { kind: "server.credential_set", humanId: admin.id },
    ]);
    expect(JSON.stringify(server)).not.toContain("canary");
  });

  it.each([
    [{ name: "Not A Name", url: "https://example.com/mcp" }, "INVALID_INPUT"],
    [{ name: "ok", url: "" }, "INVALID_INPUT"],
    [{ name: "ok", url: "https://example.com", credential: { header: "Host", value: "x" } }, "INVALID_INPUT"],
    [{ name: "ok", url: "ftp://example.com/mcp" }, "ADDRESS_REFUSED"],
    [{ name: "ok", url: "https://user:canary@example.com/mcp" }, "ADDRESS_REFUSED"],
    [{ name: "ok", url: "http://169.254.169.254/latest" }, "ADDRESS_REFUSED"],
    [{ name: "ok", url: "http://10.0.0.1/mcp" }, "ADDRESS_REFUSED"],
  ])("refuses %j with %s and writes nothing", async (input, code) => {
    const before = [await db().server.count(), await db().entry.count()];
    await expect(addServer(admin, input)).rejects.toMatchObject({
      code,
      message: expect.not.stringContaining("canary"),
    });
    expect([await db().server.count(), await db().entry.count()]).toEqual(before);
  });

  it("refuses a second server of one name with NAME_TAKEN", async () => {
    const { server } = await registered({}, { name: "twice" });
    const before = await db().entry.count();
    await expect(addServer(admin, { name: "twice", url: server.url })).rejects.toMatchObject({ code: "NAME_TAKEN" });
    expect(await db().entry.count()).toBe(before);
  });

  it("does not contact a name that leads to this machine where loopback is not allowed", async () => {
    const upstream = await upstreamFor();
    configureEgress({ allowedRanges: [], loopback: false });
    try {
      const server = await addServer(admin, { name: "inward", url: `http://localhost:${upstream.port}/mcp` });
      expect(server).toMatchObject({ health: "down", healthNote: expect.stringMatching(/private network/) });
      expect(upstream.arrivals).toHaveLength(0);
    } finally {
      configureEgress({ allowedRanges: [], loopback: true });
    }
  });
});

describe("changeServer", () => {
  it("moves a server, tells every task that may call it, and looks at the new place", async () => {
    const { server } = await registered();
    const other = await upstreamFor({ era: "modern" });
    const changed = await changeServer(admin, server.id, { url: other.url });
    expect(changed).toMatchObject({ url: other.url, era: "modern", health: "up" });
    expect(tasks.told).toMatchObject([{ serverId: server.id, tools: ["delete-all", "echo", "write-file"] }]);
    const [entry] = await listEntries({ serverId: server.id, kinds: ["server.changed"] }, 1, "oldest");
    expect(entry).toMatchObject({
      humanId: admin.id,
      facts: { before: { url: server.url }, after: { url: other.url } },
    });
  });

  it("does not take a credential along to another origin", async () => {
    const credential = { header: "Authorization", value: "Bearer canary-10" };
    const { server, again } = await registered({}, { credential });
    const thief = await upstreamFor();
    const moved = changeServer(admin, server.id, { url: thief.url });
    await expect(moved).rejects.toMatchObject({ code: "INVALID_INPUT", message: expect.stringMatching(/old address/) });
    expect((await again()).url).toBe(server.url);
    expect(thief.arrivals).toHaveLength(0);
    expect(tasks.told).toEqual([]);
    await changeServer(admin, server.id, { url: thief.url, credential: null });
    expect(thief.arrivals.some(({ rawHeaders }) => rawHeaders.join().includes("canary"))).toBe(false);
    expect(await describeCredential(server.id)).toBeNull();
  });

  it("writes no entry when nothing changes", async () => {
    const { server } = await registered();
    const before = await kindsOf(server.id);
    await changeServer(admin, server.id, { url: server.url, classing: "ask" });
    expect(await kindsOf(server.id)).toEqual(before);
    expect(tasks.told).toEqual([]);
  });

  it("classes what is unclassed once the hints are trusted", async () => {
    const { server } = await registered();
    const changed = await changeServer(admin, server.id, { classing: "hints" });
    expect(changed.tools.unclassed).toBe(0);
    expect((await toolOf(server.id, "echo"))?.class).toBe("read");
    expect(tasks.told).toEqual([]);
  });

  it("raises the epoch only for tools whose declared class is more severe than before", async () => {
    const upstream = await upstreamFor();
    const declared = { echo: "read", "write-file": "destructive" } as const;
    const { id } = await addServer(null, { name: "declares", url: upstream.url, declared });
    await readTools(id);
    await changeServer(null, id, { declared: { echo: "write", "write-file": "write" } });
    expect(tasks.told.map(({ tools }) => tools)).toEqual([["echo"]]);
    expect((await toolOf(id, "echo"))?.class).toBe("write");
    expect((await toolOf(id, "write-file"))?.class).toBe("write");
  });

  it("refuses a person with CONFIG_OWNED what the file declares, and lets them stop it all the same", async () => {
    const upstream = await upstreamFor();
    const { id } = await addServer(null, { name: "owned", url: upstream.url, declared: { echo: "read" } });
    await readTools(id);
    await expect(changeServer(admin, id, { classing: "hints" })).rejects.toMatchObject({ code: "CONFIG_OWNED" });
    const classed = classTools(admin, id, [{ tool: "echo", class: "write" }]);
    await expect(classed).rejects.toMatchObject({ code: "CONFIG_OWNED" });
    await classTools(admin, id, [{ tool: "write-file", class: "write" }]);
    await disableServer(admin, id, "It misbehaves.");
    expect(await findServer(id)).toMatchObject({ state: "disabled", source: "config" });
  });

  it("hands a server that the file no longer declares to people", async () => {
    const upstream = await upstreamFor();
    const { id } = await addServer(null, { name: "dropped", url: upstream.url });
    await disableServer(null, id, "The configuration file no longer declares it.");
    expect(await findServer(id)).toMatchObject({ state: "disabled", source: "page" });
    await enableServer(admin, id);
    expect((await changeServer(admin, id, { classing: "hints" })).tools.unclassed).toBe(0);
  });

  it.each([newId(), "not-an-id"])("fails with NOT_FOUND for %s", async (id) => {
    await expect(findServer(id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(changeServer(admin, id, { classing: "hints" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(disableServer(admin, id, "why")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("disableServer", () => {
  it("tells the tasks, once, and writes who and why", async () => {
    const { server } = await registered();
    await disableServer(admin, server.id, "It leaks.");
    await disableServer(admin, server.id, "Again.");
    expect(tasks.told).toHaveLength(1);
    expect(tasks.told[0]).toMatchObject({
      tools: ["delete-all", "echo", "write-file"],
      reason: expect.stringContaining("It leaks."),
    });
    const entries = await listEntries({ serverId: server.id, kinds: ["server.disabled"] }, 10, "oldest");
    expect(entries).toMatchObject([{ humanId: admin.id, facts: { reason: "It leaks." } }]);
  });

  it("leaves the server active when the tasks cannot be told", async () => {
    const { server, again } = await registered();
    tasks.refuses = true;
    await expect(disableServer(admin, server.id, "It leaks.")).rejects.toThrow("tasks cannot be locked");
    expect((await again()).state).toBe("active");
    expect(await kindsOf(server.id)).not.toContain("server.disabled");
  });

  it("asks for a reason", async () => {
    const { server, again } = await registered();
    await expect(disableServer(admin, server.id, "  ")).rejects.toMatchObject({ code: "INVALID_INPUT" });
    expect((await again()).state).toBe("active");
  });

  it("is undone by enableServer, without telling the tasks", async () => {
    const { server, again } = await registered();
    await disableServer(admin, server.id, "Maintenance.");
    tasks.told = [];
    await enableServer(admin, server.id);
    await enableServer(admin, server.id);
    expect(await again()).toMatchObject({ state: "active", disabledAt: null, tools: { total: 3 } });
    expect(tasks.told).toEqual([]);
    expect((await kindsOf(server.id)).filter((kind) => kind === "server.enabled")).toHaveLength(1);
  });
});
