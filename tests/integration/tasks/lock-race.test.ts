import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../lib/base/index";
import { db } from "../../../lib/db/index";
import type { Person } from "../../../lib/identity/schema";
import { COMMIT_STATEMENT, commitParameters } from "../../../lib/tasks/commit-statement";
import {
  findTask,
  liftAgentLock,
  liftToolLock,
  lockAgent,
  lockTool,
  openTask,
  revokeTasks,
  type TaskView,
} from "../../../lib/tasks/index";
import { makeAllowRow } from "../../factories/calls";
import { makeApprover } from "../../factories/holds";
import { makeAgent, makeHuman, makeRunningTask, SCOPE } from "../../factories/tasks";
import { freshDatabase } from "../../setup/database";

let sam: Person;
let admin: Person;
let agentId = "";
let serverId = "";
const clients: pg.Client[] = [];

beforeAll(async () => {
  const url = await freshDatabase();
  sam = await makeApprover();
  const { id, email } = await makeHuman({ roles: ["viewer", "admin"] });
  admin = {
    via: "page",
    human: { id, email, name: email, roles: ["viewer", "admin"], seesBodies: true },
    sessionHash: id,
  };
  agentId = (await makeAgent()).id;
  serverId = newId();
  await db().server.create({ data: { id: serverId, name: "files", url: "http://127.0.0.1:9/mcp" } });
  const definition = '{"inputSchema":{"type":"object"},"name":"read_file"}';
  await db().tool.create({
    data: { serverId, name: "read_file", definition, digest: "cd".repeat(32), class: "read", proposedClass: "read" },
  });
  for (let made = 0; made < 3; made += 1) {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    clients.push(client);
  }
});
afterAll(() => Promise.all(clients.map((client) => client.end())));

/** Records an allow as the gateway does; tells whether it was let. */
async function allow(client: pg.Client | undefined, task: TaskView): Promise<boolean> {
  const row = makeAllowRow({ taskId: task.id, epoch: task.epoch, agentId: task.agentId });
  const asked = { text: COMMIT_STATEMENT, values: commitParameters([row]), rowMode: "array" };
  const { rows } = (await client?.query(asked)) ?? { rows: [] };
  return (rows[0] as [number, boolean])[1];
}

/** How many allows of these tasks have a number behind the lock's own entry. */
async function lateAllows(kind: string, tasks: readonly TaskView[]): Promise<number> {
  const [row] = await db().$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM entry WHERE kind = 'call.allowed' AND task_id = ANY(${tasks.map(({ id }) => id)}::uuid[])
      AND seq > (SELECT max(seq) FROM entry WHERE kind = ${kind})`;
  return row?.n ?? -1;
}

/** Ends the tasks of a race, so that the next one has only its own. */
const over = (tasks: readonly TaskView[]) =>
  revokeTasks(
    {},
    tasks.map(({ id }) => id),
    "The race is over.",
  );
/** A call is one statement and a lock is many: in every other race the lock begins first, so that both sides win. */
const callsAfter = (race: number) => (race % 2 === 0 ? 0 : race % 25);
const lockAfter = (race: number) => (race % 2 === 0 ? race % 4 : 0);
const wait = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

describe("a lock against calls", () => {
  it("of an agent lets no allow stand behind it, in a hundred races, and pauses every task", async () => {
    let allowed = 0;
    for (let race = 0; race < 100; race += 1) {
      const tasks = [await makeRunningTask({ agentId }), await makeRunningTask({ agentId })];
      const results = await Promise.all([
        ...clients.map((client, at) => wait(callsAfter(race)).then(() => allow(client, tasks[at % 2] as TaskView))),
        wait(lockAfter(race)).then(() => lockAgent(agentId, { person: sam, reason: "Race." })),
      ]);
      allowed += results.filter((went) => went === true).length;
      expect(await lateAllows("agent.locked", tasks)).toBe(0);
      for (const task of tasks) {
        expect(await findTask(task.id)).toMatchObject({ state: "paused", pausedFor: "operator" });
        expect(await allow(clients[0], task)).toBe(false);
      }
      await liftAgentLock(admin, agentId, "On with it.");
      await over(tasks);
    }
    expect(allowed).toBeGreaterThan(10); // the race is real: both sides win
    expect(allowed).toBeLessThan(300);
  }, 300_000);

  it("of a tool lets no allow of the epoch before it stand behind it, in a hundred races, and pauses nothing", async () => {
    let allowed = 0;
    for (let race = 0; race < 100; race += 1) {
      const tasks = [await makeRunningTask({ agentId }), await makeRunningTask({ agentId })];
      const results = await Promise.all([
        ...clients.map((client, at) => wait(callsAfter(race)).then(() => allow(client, tasks[at % 2] as TaskView))),
        wait(lockAfter(race)).then(() => lockTool({ serverId, tool: "read_file" }, { person: sam, reason: "Race." })),
      ]);
      allowed += results.filter((went) => went === true).length;
      expect(await lateAllows("tool.locked", tasks)).toBe(0);
      for (const task of tasks) {
        expect(await findTask(task.id)).toMatchObject({ state: "running", epoch: task.epoch + 1 });
        expect(await allow(clients[0], task)).toBe(false);
      }
      await liftToolLock(admin, { serverId, tool: "read_file" }, "On with it.");
      await over(tasks);
    }
    expect(allowed).toBeGreaterThan(10);
    expect(allowed).toBeLessThan(300);
  }, 300_000);
});

describe("a lock against tasks that are being opened", () => {
  const open = () =>
    openTask({
      agentId,
      charter: { purpose: `Tidy ${newId()}`, scope: SCOPE },
      run: "",
      workload: "test",
      requestedSeconds: 3600,
    });

  it("has told each of them, or stood before it was opened", async () => {
    for (let race = 0; race < 30; race += 1) {
      const [first, second, third] = await Promise.all([
        open(),
        open(),
        wait(race % 5).then(open),
        wait(race % 3).then(() => lockTool({ serverId, tool: "read_file" }, { person: sam, reason: "Race." })),
      ]);
      const [lock] = await db().$queryRaw<
        { seq: bigint }[]
      >`SELECT max(seq) AS seq FROM entry WHERE kind = 'tool.locked'`;
      for (const { id } of [first, second, third]) {
        const [told] = await db().$queryRaw<{ before: boolean; tightened: boolean }[]>`
          SELECT bool_or(kind = 'task.requested' AND seq < ${lock?.seq}::bigint) AS before,
            bool_or(kind = 'task.tightened') AS tightened FROM entry WHERE task_id = ${id}::uuid`;
        expect(told?.tightened).toBe(told?.before);
      }
      await liftToolLock(admin, { serverId, tool: "read_file" }, "On with it.");
      await over([first, second, third]);
    }
  }, 120_000);
});
