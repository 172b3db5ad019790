import { beforeAll, describe, expect, it, vi } from "vitest";
import { db } from "../../../lib/db/index";
import {
  classTools,
  disableServer,
  findTool,
  findTools,
  invalidateServers,
  readTools,
} from "../../../lib/servers/index";
import { admin, openServers, registered } from "../../setup/servers";

beforeAll(openServers);

/** Changes a row as another instance would: behind this process's back. */
const classElsewhere = (serverId: string, tool: string, to: string) =>
  db().tool.update({ where: { serverId_name: { serverId, name: tool } }, data: { class: to } });

describe("findTool", () => {
  it("finds a server and its tool as they are pinned", async () => {
    const { server, upstream } = await registered({ era: "modern" }, { classing: "hints" });
    expect(await findTool(server.name, "echo")).toEqual({
      server: {
        id: server.id,
        name: server.name,
        url: upstream.url,
        state: "active",
        era: "modern",
        protocol: "2026-07-28",
        title: "Fake upstream",
      },
      tool: expect.objectContaining({
        name: "echo",
        state: "pinned",
        class: "read",
        digest: expect.any(String),
        paramHeaders: [],
      }),
    });
    expect((await findTools(server.name))?.tools.map((tool) => tool.name)).toEqual([
      "delete-all",
      "echo",
      "write-file",
    ]);
  });

  it("finds nothing under a name that is not there", async () => {
    const { server } = await registered();
    expect(await findTool("nothing", "echo")).toEqual({ server: null, tool: null });
    expect(await findTool(server.name, "nothing")).toMatchObject({ server: { name: server.name }, tool: null });
    expect(await findTools("nothing")).toBeNull();
  });

  it("calls a tool unclassed until somebody has said what it is", async () => {
    const { server } = await registered();
    expect((await findTool(server.name, "echo")).tool?.class).toBe("unclassed");
  });

  it("reads which arguments travel in headers from the pinned schema", async () => {
    const inputSchema = { type: "object", properties: { region: { type: "string", "x-mcp-header": "Region" } } };
    const { server } = await registered({ tools: [{ name: "deploy", inputSchema }] });
    expect((await findTool(server.name, "deploy")).tool?.paramHeaders).toMatchObject([
      { header: "Region", path: ["region"] },
    ]);
  });

  it("asks the database once for many calls", async () => {
    const { server } = await registered();
    invalidateServers();
    const queries = vi.spyOn(db().server, "findUnique");
    await Promise.all(Array.from({ length: 50 }, () => findTool(server.name, "echo")));
    for (let call = 0; call < 50; call += 1) await findTool(server.name, "echo");
    expect(queries).toHaveBeenCalledTimes(1);
    queries.mockRestore();
  });

  it("sees a change made here at once, and one made elsewhere after invalidateServers", async () => {
    const { server } = await registered();
    await findTool(server.name, "echo");
    await classTools(admin, server.id, [{ tool: "echo", class: "read" }]);
    expect((await findTool(server.name, "echo")).tool?.class).toBe("read");
    await classElsewhere(server.id, "echo", "destructive");
    expect((await findTool(server.name, "echo")).tool?.class).toBe("read");
    invalidateServers();
    expect((await findTool(server.name, "echo")).tool?.class).toBe("destructive");
  });

  it("sees a change made elsewhere at the latest after two seconds", async () => {
    const { server } = await registered({}, { classing: "hints" });
    await findTool(server.name, "echo");
    await classElsewhere(server.id, "echo", "destructive");
    await new Promise((done) => setTimeout(done, 2050));
    expect((await findTool(server.name, "echo")).tool?.class).toBe("destructive");
  });

  it("is never older than the moment its caller names", async () => {
    const { server } = await registered({}, { classing: "hints" });
    await findTool(server.name, "echo");
    await classElsewhere(server.id, "echo", "destructive");
    expect((await findTool(server.name, "echo", performance.now())).tool?.class).toBe("destructive");
  });

  it("shows a drifted tool, a gone tool and a disabled server as such", async () => {
    const { server, upstream } = await registered();
    upstream.state.tools = upstream.state.tools.slice(0, 1).map((tool) => ({ ...tool, description: "new" }));
    await readTools(server.id);
    expect((await findTool(server.name, "echo")).tool).toMatchObject({
      state: "drifted",
      definition: { description: "Says it again" },
    });
    expect((await findTool(server.name, "write-file")).tool?.state).toBe("gone");
    await disableServer(admin, server.id, "Maintenance.");
    expect((await findTool(server.name, "echo")).server?.state).toBe("disabled");
  });
});
