import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../lib/base/index";
import { db } from "../../lib/db/index";
import { revokeTasks } from "../../lib/tasks/index";
import { revokeCredential } from "../../lib/tokens/index";
import { readAnswer } from "../fakes/agent";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import {
  approve,
  callsOf,
  entriesOf,
  eventually,
  giveGrant,
  pendingApproval,
  runningWorker,
  settled,
  type Worker,
} from "../setup/agents";
import { forge } from "../setup/forged-token";
import { type GatewayProcess, startGatewayProcess } from "../setup/gateway-processes";
import { type House, makeRegisteredAgent, makeServer, startHouse } from "../setup/house";

let house: House;
let upstream: FakeUpstream;
let worker: Worker;
let both: [GatewayProcess, GatewayProcess];
let locker: pg.Client;

const SCOPE = [{ server: "files", tools: ["echo", "write-file"] }];
const RACES = 300;
const AT_ONCE = 5;
/** A recorded allow is good for so long; then comes the way to the server. */
const LATEST_MILLISECONDS = 500 + 50;

beforeAll(async () => {
  house = await startHouse();
  upstream = await startUpstream();
  await makeServer(house, "files", upstream.url, { echo: "read", "write-file": "write" });
  worker = await runningWorker(house, SCOPE);
  both = await Promise.all([startGatewayProcess(house), startGatewayProcess(house)]);
  locker = new pg.Client({ connectionString: house.databaseUrl });
  await locker.connect();
}, 120_000);
afterAll(async () => {
  await locker.end();
  await upstream.stop();
});

/** Calls a tool at one of the processes. */
async function call(at: GatewayProcess, token: string, tool: string, args: object, signal?: AbortSignal) {
  const response = await fetch(at.mcp("files"), {
    method: "POST",
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      "mcp-protocol-version": "2025-11-25",
    },
    body: JSON.stringify({
      jsonrpc: "2.0",
      id: newId(),
      method: "tools/call",
      params: { name: tool, arguments: args },
    }),
    signal,
  });
  const { result } = (await readAnswer(response)) as { result?: { isError?: boolean; content: { text: string }[] } };
  return { status: response.status, isError: result?.isError === true, text: result?.content[0]?.text ?? "" };
}

/** Another running task like the worker's, made by one statement, with a token that names it. */
async function cloneTask(): Promise<{ taskId: string; token: string }> {
  const taskId = newId();
  await db().$executeRaw`
    INSERT INTO task (id, agent_id, charter_id, grant_id, run, state, epoch, idle_seconds, idle_at, lease_at, end_at, requested_until)
    SELECT ${taskId}::uuid, agent_id, charter_id, grant_id, ${taskId}, state, epoch, idle_seconds, idle_at, lease_at, end_at, requested_until
    FROM task WHERE id = ${worker.taskId}::uuid`;
  const { epoch } = await db().task.findUniqueOrThrow({ where: { id: taskId } });
  return { taskId, token: forge(worker.agent.token, { task: { id: taskId, epoch } }) };
}

/** Calls of one task on both processes and its revocation, all at the same moment. When it had committed, by our clock. */
async function race(): Promise<{ taskId: string; revokedAt: number }> {
  const { taskId, token } = await cloneTask();
  const callBoth = (n: number) => both.map((at) => call(at, token, "echo", { taskId, n }));
  await Promise.all(callBoth(0)); // both know the task now, so that the next calls are quick
  const delay = Math.random() * 12;
  const revoked = new Promise((resolve) => setTimeout(resolve, delay))
    .then(() => revokeTasks({ humanId: house.sam.human.id }, [taskId], "A race."))
    .then(() => performance.now());
  const [revokedAt] = await Promise.all([revoked, ...callBoth(1), ...callBoth(2)]);
  return { taskId, revokedAt };
}

describe("calls that race a revocation on two processes", () => {
  it(`are allowed before it or not at all, and reach the server in time, in ${RACES} races`, async () => {
    const races: Awaited<ReturnType<typeof race>>[] = [];
    while (races.length < RACES) races.push(...(await Promise.all(Array.from({ length: AT_ONCE }, race))));
    await settled();
    const [count] = await db().$queryRaw<{ late: number; allowed: number; twice: number }[]>`
      SELECT count(*) FILTER (WHERE a.seq > r.seq)::int AS late, count(*)::int AS allowed,
        (SELECT count(*)::int FROM (SELECT 1 FROM entry WHERE kind LIKE 'call.%' AND kind NOT IN ('call.held', 'call.allowed', 'call.denied')
          GROUP BY call_id HAVING count(*) > 1) AS d) AS twice
      FROM entry a JOIN entry r ON r.task_id = a.task_id AND r.kind = 'task.revoked' WHERE a.kind = 'call.allowed'`;
    expect(count).toMatchObject({ late: 0, twice: 0 });
    // Both sides win: of six calls a race, the first two always come before.
    expect(count?.allowed).toBeGreaterThan(RACES * 2.2);
    expect(count?.allowed).toBeLessThan(RACES * 5.8);
    const revokedAt = new Map(races.map((one) => [one.taskId, one.revokedAt]));
    const lateness = upstream.calls().flatMap(({ message, at }) => {
      const { taskId } = (message?.params?.arguments ?? {}) as { taskId?: string };
      return at - (revokedAt.get(taskId ?? "") ?? Number.POSITIVE_INFINITY);
    });
    expect(Math.max(...lateness)).toBeLessThan(LATEST_MILLISECONDS);
  }, 180_000);
});

/** Waits until a statement of a gateway waits for the task's row, which `locker` holds. */
const statementWaits = (like: string) =>
  eventually(async () => {
    const [row] = await db().$queryRaw<{ n: number }[]>`
      SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE ${like}`;
    expect(row?.n).toBe(1);
  });

/** Stops a process while its allow is being committed, so that it learns of it only when it goes on. */
async function stopAcrossCommit(at: GatewayProcess, taskId: string, like: string, work: () => void): Promise<void> {
  const allowed = () => db().entry.count({ where: { taskId, kind: "call.allowed" } });
  const before = await allowed();
  await locker.query("BEGIN");
  await locker.query("SELECT 1 FROM task WHERE id = $1 FOR NO KEY UPDATE", [taskId]);
  work();
  await statementWaits(like);
  at.signal("SIGSTOP");
  await locker.query("COMMIT");
  await eventually(async () => expect(await allowed()).toBe(before + 1));
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe("a process that is stopped while its allow commits", () => {
  const revoke = (taskId: string) => revokeTasks({ humanId: house.sam.human.id }, [taskId], "Meanwhile.");

  it("sends nothing when it goes on after the revocation", async () => {
    const { taskId, token } = await cloneTask();
    const sent = upstream.calls().length;
    const answers: ReturnType<typeof call>[] = [];
    await stopAcrossCommit(both[1], taskId, "%AS MATERIALIZED%runs_until%", () =>
      answers.push(call(both[1], token, "echo", { taskId })),
    );
    await revoke(taskId);
    await pause(LATEST_MILLISECONDS);
    both[1].signal("SIGCONT");
    const [answer] = await Promise.all(answers);
    expect(answer).toMatchObject({
      status: 200,
      isError: true,
      text: expect.stringMatching(/nothing was sent|before anything was sent/),
    });
    expect(await callsOf(taskId, 2)).toEqual(["call.allowed", "call.not_sent"]);
    expect(upstream.calls().length).toBe(sent);
  });

  it("sends nothing of an approved call either", async () => {
    const held = await runningWorker(house, SCOPE);
    const gone = new AbortController();
    const left = call(both[1], held.agent.token, "write-file", {}, gone.signal).catch(() => {});
    await pendingApproval(held.taskId);
    gone.abort();
    await left;
    await approve(house, held.taskId);
    const sent = upstream.calls().length;
    const answers: ReturnType<typeof call>[] = [];
    await stopAcrossCommit(both[1], held.taskId, "%calls_left, state = 'running'%", () =>
      answers.push(call(both[1], held.agent.token, "write-file", {})),
    );
    await revoke(held.taskId);
    await pause(LATEST_MILLISECONDS);
    both[1].signal("SIGCONT");
    await Promise.all(answers);
    expect(await callsOf(held.taskId, 3)).toEqual(["call.held", "call.allowed", "call.not_sent"]);
    expect(upstream.calls().length).toBe(sent);
  });

  it("does not send, or aborts what it sends, when it goes on at once", async () => {
    upstream.state.behaviour = { kind: "hangs" };
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const { taskId, token } = await cloneTask();
      const answers: ReturnType<typeof call>[] = [];
      await stopAcrossCommit(both[1], taskId, "%AS MATERIALIZED%runs_until%", () =>
        answers.push(call(both[1], token, "echo", { taskId })),
      );
      await revoke(taskId);
      both[1].signal("SIGCONT");
      const [answer] = await Promise.all(answers);
      expect(answer).toMatchObject({ isError: true });
      expect((await callsOf(taskId, 2))[1]).toMatch(/^call\.(aborted|not_sent)$/);
    }
    upstream.state.behaviour = undefined;
  });
});

describe("what one process does, the other knows", () => {
  it("of a key that is revoked, within a second", async () => {
    const made = await makeRegisteredAgent(house, "keyed", { purpose: "Tidy", scope: SCOPE }, "key");
    const come = (at: GatewayProcess) => call(at, made.value, "echo", {});
    const gone = new AbortController();
    const first = call(both[0], made.value, "echo", {}, gone.signal).catch(() => {});
    const { taskId } = await eventually(() => db().approval.findFirstOrThrow({ where: { agentId: made.agent.id } }));
    await giveGrant(taskId, { scope: SCOPE });
    await first;
    expect(await Promise.all(both.map(come))).toMatchObject([{ isError: false }, { isError: false }]);
    await revokeCredential(house.admin, made.credential.id);
    const revokedAt = performance.now();
    for (const at of both) await eventually(async () => expect((await come(at)).status).toBe(401));
    expect(performance.now() - revokedAt).toBeLessThan(2000);
  });

  it("of an answer that nobody received, which the next call gets instead of running twice", async () => {
    const lost = await runningWorker(house, SCOPE);
    expect(await call(both[1], lost.agent.token, "echo", {})).toMatchObject({ isError: false }); // it knows the task, without holds
    upstream.state.behaviour = { kind: "waits" };
    const sent = upstream.calls().length;
    const gone = new AbortController();
    const left = call(both[0], lost.agent.token, "write-file", { path: "c" }, gone.signal).catch(() => {});
    await approve(house, lost.taskId);
    await eventually(() => expect(upstream.calls().length).toBe(sent + 1));
    gone.abort();
    await left;
    expect(await call(both[1], lost.agent.token, "echo", {}, AbortSignal.timeout(50)).catch(() => null)).toBeNull();
    upstream.release();
    upstream.state.behaviour = undefined;
    await eventually(async () =>
      expect((await entriesOf(lost.taskId)).at(-1)).toMatchObject({ kind: "call.succeeded" }),
    );
    await eventually(async () => {
      const [kept] = await db().hold.findMany({ where: { taskId: lost.taskId, state: "used" } });
      expect(kept?.result).not.toBeNull();
    });
    const answer = await call(both[1], lost.agent.token, "write-file", { path: "c" });
    expect(answer).toMatchObject({ isError: false, text: expect.stringContaining('"path":"c"') });
    expect(
      upstream.calls().filter((one) => one.message?.params?.name === "write-file" && one.bytes.includes('"path":"c"'))
        .length,
    ).toBe(1);
  });
});
