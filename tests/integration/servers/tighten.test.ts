import { beforeAll, describe, expect, it } from "vitest";
import { listEntries } from "../../../lib/audit/index";
import { db, inTransaction } from "../../../lib/db/index";
import {
  changeServer,
  classTools,
  configureServers,
  disableServer,
  findTool,
  readTools,
} from "../../../lib/servers/index";
import { findTask, lockTask, tasksNaming, tightenTasks } from "../../../lib/tasks/index";
import { makeRunningTask } from "../../factories/tasks";
import { admin, openServers, registered, upstreamFor } from "../../setup/servers";

beforeAll(async () => {
  await openServers();
  configureServers({
    version: "0.0.0-test",
    // As server.ts does it.
    onTighten: async (tx, { serverName, tools, reason }) =>
      tightenTasks(tx, await tasksNaming(tx, serverName, tools), reason),
  });
});

async function withTask() {
  const made = await registered({}, { classing: "hints" });
  const concerned = await makeRunningTask({ scope: [{ server: made.server.name, tools: ["echo"] }] });
  const other = await makeRunningTask({ scope: [{ server: made.server.name, tools: ["write-file"] }] });
  const epochs = async () =>
    Promise.all([concerned, other].map(async ({ id, epoch }) => ((await findTask(id))?.epoch ?? 0) - epoch));
  return { ...made, concerned, other, epochs };
}

describe("what takes something away from running tasks", () => {
  it("raises the epoch of exactly the tasks that may use a drifted tool, with an entry that says why", async () => {
    const { server, upstream, concerned, epochs } = await withTask();
    upstream.state.tools = upstream.state.tools.map((tool) => ({
      ...tool,
      description: tool.name === "echo" ? "new" : tool.description,
    }));
    await readTools(server.id);
    expect(await epochs()).toEqual([1, 0]);
    const entries = await listEntries({ taskId: concerned.id, kinds: ["task.tightened"] }, 10, "oldest");
    expect(entries).toMatchObject([{ facts: { reason: expect.stringContaining(server.name) } }]);
  });

  it("raises it for a raised class, a new address and a disabled server, and not for a lowered class", async () => {
    const { server, epochs } = await withTask();
    await classTools(admin, server.id, [{ tool: "echo", class: "write" }]);
    expect(await epochs()).toEqual([1, 0]);
    await classTools(admin, server.id, [{ tool: "echo", class: "read" }]);
    expect(await epochs()).toEqual([1, 0]);
    await changeServer(admin, server.id, { url: (await upstreamFor()).url });
    expect(await epochs()).toEqual([2, 1]);
    await disableServer(admin, server.id, "It leaks.");
    expect(await epochs()).toEqual([3, 2]);
  });

  it("waits for a decision that holds the task, and is seen by whoever reads the task after it", async () => {
    const { server, concerned } = await withTask();
    await findTool(server.name, "echo");
    let release = () => {};
    const held = new Promise<void>((done) => {
      release = done;
    });
    const deciding = inTransaction(async (tx) => {
      await lockTask(tx, concerned.id);
      await held;
    });
    const raising = classTools(admin, server.id, [{ tool: "echo", class: "destructive" }]);
    await new Promise((done) => setTimeout(done, 100));
    const row = await db().tool.findUniqueOrThrow({ where: { serverId_name: { serverId: server.id, name: "echo" } } });
    expect(row.class).toBe("read");
    release();
    await Promise.all([deciding, raising]);
    const task = await findTask(concerned.id);
    expect(task?.epoch).toBe(concerned.epoch + 1);
    expect((await findTool(server.name, "echo", performance.now())).tool?.class).toBe("destructive");
  });

  it("does not deadlock with other changes of the same server and tasks", async () => {
    const { server, concerned } = await withTask();
    const classes = ["read", "write", "destructive"] as const;
    await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        at % 3 === 0
          ? readTools(server.id)
          : classTools(admin, server.id, [{ tool: "echo", class: classes[at % 3] ?? "read" }]),
      ),
    );
    expect((await findTask(concerned.id))?.epoch).toBeGreaterThan(concerned.epoch);
  });
});
