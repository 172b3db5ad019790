import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../lib/base/index";
import { db } from "../../../lib/db/index";
import { COMMIT_STATEMENT, commitParameters } from "../../../lib/tasks/commit-statement";
import { revokeTasks, type TaskView } from "../../../lib/tasks/index";
import { makeAllowRow } from "../../factories/calls";
import { makeAgent, makeRunningTask } from "../../factories/tasks";
import { freshDatabase } from "../../setup/database";

/** A way to record an allow, as a statement on one connection. `allowed` says what it told its caller. */
type Shape = (client: pg.Client, task: TaskView) => Promise<{ allowed: boolean }>;

const ours: Shape = async (client, task) => {
  const row = makeAllowRow({ taskId: task.id, epoch: task.epoch, agentId: task.agentId });
  const { rows } = await client.query({ text: COMMIT_STATEMENT, values: commitParameters([row]), rowMode: "array" });
  return { allowed: (rows[0] as [number, boolean])[1] };
};

/** The natural shapes that are wrong. They are here so that this test proves it would catch them. */
const insert = (task: TaskView) =>
  `INSERT INTO entry (kind, instance_id, task_id, epoch, body) SELECT 'call.allowed', '${newId()}', '${task.id}', ${task.epoch}, '{}'`;
const wrongShapes: Record<string, (task: TaskView) => string> = {
  "an EXISTS beside the insert": (task) =>
    `${insert(task)} WHERE EXISTS (SELECT FROM task WHERE id = '${task.id}' AND state = 'running' AND epoch = ${task.epoch}) RETURNING 1`,
  "an EXISTS with FOR KEY SHARE": (task) =>
    `WITH k AS MATERIALIZED (SELECT state, epoch FROM task WHERE id = '${task.id}' FOR KEY SHARE)
     ${insert(task)} FROM k WHERE k.state = 'running' AND k.epoch = ${task.epoch} RETURNING 1`,
  "a lock whose verdict is read from the table again": (task) =>
    `WITH k AS MATERIALIZED (SELECT id FROM task WHERE id = '${task.id}' FOR NO KEY UPDATE)
     ${insert(task)} FROM k JOIN task USING (id) WHERE task.state = 'running' AND task.epoch = ${task.epoch} RETURNING 1`,
};
const asShape =
  (sql: (task: TaskView) => string): Shape =>
  async (client, task) => ({ allowed: ((await client.query(sql(task))).rowCount ?? 0) > 0 });

let url = "";
let agentId = "";
let deciding: pg.Client;
let revoking: pg.Client;

beforeAll(async () => {
  url = await freshDatabase();
  agentId = (await makeAgent()).id;
  deciding = await connect();
  revoking = await connect();
});
afterAll(async () => {
  await Promise.all([deciding.end(), revoking.end()]);
});

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

const REVOKE = `WITH k AS (UPDATE task SET state = 'revoked', epoch = epoch + 1 WHERE id = $1 RETURNING id)
  INSERT INTO entry (kind, instance_id, task_id, body) SELECT 'task.revoked', $2, id, '{}' FROM k`;

async function waitsForLock(client: pg.Client): Promise<boolean> {
  const pid = (client as unknown as { processID: number }).processID;
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const [row] = await db().$queryRaw<
      { waits: boolean }[]
    >`SELECT wait_event_type = 'Lock' AS waits FROM pg_stat_activity WHERE pid = ${pid}::int`;
    if (row?.waits) return true;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return false;
}

/** The revocation holds the row when the decision arrives. True when an allow came out of it. */
async function revocationFirst(shape: Shape): Promise<boolean> {
  const task = await makeRunningTask({ agentId });
  await revoking.query("BEGIN");
  await revoking.query(REVOKE, [task.id, newId()]);
  const decided = shape(deciding, task);
  await waitsForLock(deciding);
  await revoking.query("COMMIT");
  return (await decided).allowed;
}

/** The decision is made but not committed when the revocation arrives. True when an allow commits after it. */
async function decisionFirst(shape: Shape): Promise<boolean> {
  const task = await makeRunningTask({ agentId });
  await deciding.query("BEGIN");
  await shape(deciding, task);
  const revoked = revoking.query(REVOKE, [task.id, newId()]);
  const waited = await waitsForLock(revoking);
  // Not waiting means that the revocation commits while the allow is still uncommitted.
  if (!waited) await revoked;
  await deciding.query("COMMIT");
  await revoked;
  return !waited;
}

describe("the commit statement against a revocation", () => {
  it("refuses when the revocation held the task first", async () => {
    expect(await revocationFirst(ours)).toBe(false);
  });

  it("makes the revocation wait for a decision that is under way", async () => {
    expect(await decisionFirst(ours)).toBe(false);
  });

  for (const [name, sql] of Object.entries(wrongShapes)) {
    it(`would be caught if it were ${name}`, async () => {
      const shape = asShape(sql);
      const wrong = [await revocationFirst(shape), await decisionFirst(shape)];
      expect(wrong).toContain(true);
    });
  }

  it("lets no allow stand behind the revocation in a thousand races", async () => {
    const others = await Promise.all([connect(), connect()]);
    let allowed = 0;
    for (let race = 0; race < 1000; race += 1) {
      const task = race % 50 === 0 ? await makeRunningTask({ agentId }) : await cloneRunningTask(agentId);
      const results = await Promise.all([
        ours(deciding, task),
        revoke(revoking, task.id, race % 7),
        ours(others[0], task),
        ours(others[1], task),
      ]);
      allowed += results.filter((result) => result && "allowed" in result && result.allowed).length;
      const late = await db().$queryRaw<{ n: bigint }[]>`
        SELECT count(*) AS n FROM entry a JOIN entry r ON r.task_id = a.task_id AND r.kind = 'task.revoked'
        WHERE a.task_id = ${task.id}::uuid AND a.kind = 'call.allowed' AND a.seq > r.seq`;
      expect(late[0]?.n).toBe(0n);
    }
    await Promise.all(others.map((client) => client.end()));
    expect(allowed).toBeGreaterThan(100); // the race is real: both sides win
    expect(allowed).toBeLessThan(2900);
  }, 120_000);
});

describe("budgets", () => {
  it("allow exactly as many calls as are left, over eight connections", async () => {
    const task = await makeRunningTask({ agentId, calls: 10 });
    const clients = await Promise.all(Array.from({ length: 8 }, connect));
    const results = await Promise.all(clients.flatMap((client) => Array.from({ length: 5 }, () => ours(client, task))));
    await Promise.all(clients.map((client) => client.end()));
    expect(results.filter((result) => result.allowed)).toHaveLength(10);
    expect((await db().task.findUniqueOrThrow({ where: { id: task.id } })).callsLeft).toBe(0);
  });
});

describe("revokeTasks", () => {
  it("ends what it is given, and nothing is allowed afterwards", async () => {
    const task = await makeRunningTask({ agentId });
    expect(await revokeTasks({}, [task.id], "It wrote to the wrong place.")).toBe(1);
    expect(await ours(deciding, task)).toEqual({ allowed: false });
    expect(await revokeTasks({}, [task.id], "Again.")).toBe(0);
  });
});

async function revoke(client: pg.Client, taskId: string, delayMilliseconds: number): Promise<null> {
  await new Promise((resolve) => setTimeout(resolve, delayMilliseconds / 2));
  await client.query(REVOKE, [taskId, newId()]);
  return null;
}

/** A running task made by one statement: a thousand of the slow kind would only test the factory. */
async function cloneRunningTask(ofAgent: string): Promise<TaskView> {
  const id = newId();
  await db().$executeRaw`
    INSERT INTO task (id, agent_id, charter_id, run, state, epoch, idle_seconds, idle_at, lease_at, end_at, requested_until)
    SELECT ${id}::uuid, agent_id, charter_id, ${id}, 'running', 2, 900, clock_timestamp() + interval '1 hour', clock_timestamp() + interval '1 hour',
      clock_timestamp() + interval '1 hour', clock_timestamp() FROM task WHERE agent_id = ${ofAgent}::uuid LIMIT 1`;
  return { id, epoch: 2, agentId: ofAgent } as TaskView; // the shapes read these three only
}
