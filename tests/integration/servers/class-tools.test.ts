import { beforeAll, describe, expect, it } from "vitest";
import { listEntries } from "../../../lib/audit/index";
import { newId } from "../../../lib/base/index";
import { acceptDrift, classTools, listTools, readTools } from "../../../lib/servers/index";
import { DEFAULT_TOOLS } from "../../fakes/upstream";
import { admin, openServers, registered, tasks } from "../../setup/servers";

beforeAll(openServers);

const kindsOf = async (serverId: string) => (await listEntries({ serverId }, 100, "oldest")).map((entry) => entry.kind);
const toolOf = async (serverId: string, name: string) => (await listTools(serverId)).find((tool) => tool.name === name);
const drifting = async (input = {}) => {
  const made = await registered({}, input);
  made.upstream.state.tools = DEFAULT_TOOLS.map((tool) =>
    tool.name === "echo" ? { ...tool, description: "new" } : tool,
  );
  await readTools(made.server.id);
  tasks.told = [];
  const offered = (await toolOf(made.server.id, "echo"))?.offered?.digest ?? "";
  return { ...made, offered };
};

describe("classTools", () => {
  it("confirms proposals in one act, with an entry for each tool", async () => {
    const { server } = await registered();
    const tools = await listTools(server.id);
    await classTools(
      admin,
      server.id,
      tools.map((tool) => ({ tool: tool.name, class: tool.proposedClass, digest: tool.digest })),
    );
    expect(await listTools(server.id)).toMatchObject([
      { name: "delete-all", class: "destructive", classedBy: admin.id, classedAt: expect.any(String) },
      { name: "echo", class: "read" },
      { name: "write-file", class: "write" },
    ]);
    expect(tasks.told).toEqual([]);
    const entries = await listEntries({ serverId: server.id, kinds: ["tool.classed"] }, 10, "oldest");
    expect(entries.map(({ tool, facts }) => [tool, facts])).toEqual([
      ["delete-all", { before: null, after: "destructive" }],
      ["echo", { before: null, after: "read" }],
      ["write-file", { before: null, after: "write" }],
    ]);
  });

  it("tells the tasks when a class is raised or taken away, not when it is lowered or stays", async () => {
    const { server } = await registered({}, { classing: "hints" });
    await classTools(admin, server.id, [
      { tool: "echo", class: "destructive" },
      { tool: "write-file", class: "read" },
      { tool: "delete-all", class: "destructive" },
    ]);
    expect(tasks.told.map(({ tools }) => tools)).toEqual([["echo"]]);
    await classTools(admin, server.id, [{ tool: "write-file", class: null }]);
    expect(tasks.told.map(({ tools }) => tools)).toEqual([["echo"], ["write-file"]]);
    expect(await kindsOf(server.id)).toHaveLength(1 + 3 + 3 + 2 + 1);
  });

  it("refuses a definition that is not the one the person saw, and classes none of the others", async () => {
    const { server } = await registered();
    const classed = classTools(admin, server.id, [
      { tool: "write-file", class: "write" },
      { tool: "echo", class: "read", digest: "0".repeat(64) },
    ]);
    await expect(classed).rejects.toMatchObject({ code: "DIGEST_MISMATCH" });
    expect((await toolOf(server.id, "write-file"))?.class).toBeNull();
  });

  it("refuses a tool that is not there with NOT_FOUND", async () => {
    const { server } = await registered();
    const classed = classTools(admin, server.id, [{ tool: "nothing", class: "read" }]);
    await expect(classed).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(classTools(admin, server.id, [])).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });

  it("takes two admins one after the other", async () => {
    const { server } = await registered();
    await Promise.all([
      classTools(admin, server.id, [{ tool: "echo", class: "read" }]),
      classTools({ id: newId() }, server.id, [{ tool: "echo", class: "write" }]),
    ]);
    const entries = await listEntries({ serverId: server.id, kinds: ["tool.classed"] }, 10, "oldest");
    const [first, second] = entries.map(({ facts }) => facts);
    expect(second?.before).toBe(first?.after);
    expect((await toolOf(server.id, "echo"))?.class).toBe(second?.after);
  });
});

describe("acceptDrift", () => {
  it("pins what the person saw and leaves the class to be confirmed anew", async () => {
    const { server, offered } = await drifting();
    await acceptDrift(admin, server.id, { tool: "echo", digest: offered });
    expect(await toolOf(server.id, "echo")).toMatchObject({
      state: "pinned",
      digest: offered,
      offered: null,
      class: null,
      definition: { description: "new" },
    });
    const [entry] = await listEntries({ serverId: server.id, kinds: ["tool.accepted"] }, 1, "oldest");
    expect(entry).toMatchObject({ humanId: admin.id, tool: "echo", facts: { after: offered } });
    expect(tasks.told).toEqual([]);
    expect(await readTools(server.id)).toMatchObject({ drifted: 0, pinned: 0 });
  });

  it("keeps a class that the new hints do not exceed", async () => {
    const { server, offered } = await drifting();
    await classTools(admin, server.id, [{ tool: "echo", class: "write" }]);
    await acceptDrift(admin, server.id, { tool: "echo", digest: offered });
    expect((await toolOf(server.id, "echo"))?.class).toBe("write");
  });

  it("takes away a class that the new hints exceed", async () => {
    const { server, upstream } = await registered();
    await classTools(admin, server.id, [{ tool: "echo", class: "read" }]);
    upstream.state.tools = DEFAULT_TOOLS.map((tool) => (tool.name === "echo" ? { ...tool, annotations: {} } : tool));
    await readTools(server.id);
    const digest = (await toolOf(server.id, "echo"))?.offered?.digest ?? "";
    await acceptDrift(admin, server.id, { tool: "echo", digest });
    expect(await toolOf(server.id, "echo")).toMatchObject({ class: null, proposedClass: "destructive" });
    const classed = await listEntries({ serverId: server.id, kinds: ["tool.classed"] }, 10, "oldest");
    expect(classed.at(-1)?.facts).toEqual({ before: "read", after: "unclassed" });
  });

  it("refuses with DIGEST_MISMATCH what the server no longer offers", async () => {
    const { server, upstream, offered } = await drifting();
    upstream.state.tools = DEFAULT_TOOLS.map((tool) =>
      tool.name === "echo" ? { ...tool, description: "worse" } : tool,
    );
    await readTools(server.id);
    const accepted = acceptDrift(admin, server.id, { tool: "echo", digest: offered });
    await expect(accepted).rejects.toMatchObject({ code: "DIGEST_MISMATCH" });
    expect(await toolOf(server.id, "echo")).toMatchObject({ state: "drifted" });
    const pinned = acceptDrift(admin, server.id, { tool: "write-file", digest: offered });
    await expect(pinned).rejects.toMatchObject({ code: "DIGEST_MISMATCH" });
    const missing = acceptDrift(admin, server.id, { tool: "nothing", digest: offered });
    await expect(missing).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
