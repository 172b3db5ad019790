import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { db } from "../../lib/db/index";
import { revokeTasks } from "../../lib/tasks/index";
import type { ToolAnswer } from "../fakes/agent";
import { type PostgresProxy, startPostgresProxy } from "../fakes/postgres-proxy";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import { approve, callsOf, eventually, pendingApproval, runningWorker, settled, type Worker } from "../setup/agents";
import { atEnd } from "../setup/clean-up";
import { type House, makeServer, startHouse } from "../setup/house";
import { ownPostgres } from "../setup/own-postgres";

let proxy: PostgresProxy;
let house: House;
let upstream: FakeUpstream;
let worker: Worker;
/** A connection of the test's own, past the proxy. */
let locker: pg.Client;

const SCOPE = [{ server: "files", tools: ["echo", "write-file"] }];

beforeAll(async () => {
  const postgres = await ownPostgres();
  proxy = await startPostgresProxy(postgres.socketFolder);
  atEnd(proxy.stop);
  house = await startHouse({ database: proxy.url, holdMilliseconds: 10_000 });
  upstream = await startUpstream();
  await makeServer(house, "files", upstream.url, { echo: "read", "write-file": "write" });
  locker = new pg.Client({ connectionString: postgres.url });
  await locker.connect();
}, 120_000);
afterAll(async () => {
  await locker.end();
  await upstream.stop();
});
beforeEach(async () => {
  worker = await runningWorker(house, SCOPE);
  expect(await echo("before")).toMatchObject({ status: 200, isError: false });
  await settled();
});

const echo = (message: string) => worker.agent.call("files", "echo", { message });
const goesOn = () => eventually(async () => expect(await echo("after")).toMatchObject({ status: 200, isError: false }));
/** What became of the worker's calls since the first one. */
const callsSince = async (count: number) => (await callsOf(worker.taskId, 2 + count)).slice(2);
const sentFor = (text: string) => upstream.calls().filter(({ bytes }) => bytes.includes(text)).length;

function expectRefused(answer: ToolAnswer | undefined): void {
  expect(answer).toMatchObject({ status: 503, text: expect.stringMatching(/; nothing was forwarded\.$/) });
  expect(answer?.headers.get("retry-after")).toBe("1");
}

/** Holds the worker's task while work is begun, and lets go once a statement of the gateway waits for it. */
async function whileLocked(work: () => void): Promise<void> {
  await locker.query("BEGIN");
  await locker.query("SELECT 1 FROM task WHERE id = $1 FOR NO KEY UPDATE", [worker.taskId]);
  work();
  await eventually(async () => {
    const { rows } = await locker.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock'",
    );
    expect(rows[0]?.n).toBe(1);
  });
}

const noteOf = async (text: string) => {
  const { callId } = await db().body.findFirstOrThrow({ where: { kind: "arguments", content: { contains: text } } });
  const { body } = await db().entry.findFirstOrThrow({ where: { callId, kind: "call.not_sent" } });
  return JSON.parse(body).facts.note as string;
};

describe("a decision whose acknowledgement is lost", () => {
  it("is refused with 503 although it was committed, closed as not sent, and nothing reaches the server", async () => {
    const lost = proxy.lose("answer", "lost-answer");
    const answer = await echo("lost-answer");
    await lost;
    expectRefused(answer);
    expect(await callsSince(2)).toEqual(["call.allowed", "call.not_sent"]);
    expect(await noteOf("lost-answer")).toMatch(/database was lost.*nothing was sent\.$/);
    await goesOn();
    expect(sentFor("lost-answer")).toBe(0);
  });

  it("takes its whole batch with it, and no call of another", async () => {
    const firstOnes: Promise<ToolAnswer>[] = [];
    await whileLocked(() => firstOnes.push(echo("first")));
    const lost = proxy.lose("answer", "lost-batch");
    const answers = [1, 2, 3, 4, 5].map((n) => echo(`lost-batch ${n}`));
    await new Promise((resolve) => setTimeout(resolve, 100)); // they have reached the lane, which is busy
    await locker.query("COMMIT");
    for (const answer of await Promise.all(firstOnes)) expect(answer).toMatchObject({ status: 200, isError: false });
    await lost;
    for (const answer of await Promise.all(answers)) expectRefused(answer);
    await goesOn();
    await settled();
    const kinds = (await callsSince(0)).toSorted();
    const count = (kind: string) => kinds.filter((one) => one === `call.${kind}`).length;
    expect(count("succeeded")).toBe(2);
    expect(count("not_sent")).toBeGreaterThan(0);
    expect(kinds.length).toBe(2 * (count("succeeded") + count("not_sent")));
    expect([sentFor("first"), sentFor("lost-batch")]).toEqual([1, 0]);
  });

  it("was never made when the statement itself is lost: nothing is recorded", async () => {
    const lost = proxy.lose("request", "lost-request");
    expectRefused(await echo("lost-request"));
    await lost;
    await goesOn();
    expect(await callsSince(2)).toEqual(["call.allowed", "call.succeeded"]);
    expect(sentFor("lost-request")).toBe(0);
  });

  it("is waited for while its statement still waits for the task, and then has one end", async () => {
    const lost = proxy.lose("connection", "lost-waiting");
    const answers: Promise<ToolAnswer>[] = [];
    await whileLocked(() => answers.push(echo("lost-waiting")));
    await lost;
    for (const answer of await Promise.all(answers)) expectRefused(answer);
    await locker.query("COMMIT");
    await goesOn();
    await settled();
    // Either it was ended in time, or it committed and was found: its call is closed then, and the next one goes on.
    const kinds = (await callsSince(2)).toSorted().join();
    expect(kinds).toBeOneOf(["call.allowed,call.succeeded", "call.allowed,call.allowed,call.not_sent,call.succeeded"]);
    expect(sentFor("lost-waiting")).toBe(0);
  });

  it("is not there after a revocation either", async () => {
    const lost = proxy.lose("answer", "lost-revoked");
    expectRefused(await echo("lost-revoked"));
    await lost;
    await revokeTasks({ humanId: house.sam.human.id }, [worker.taskId], "Enough.");
    expect(await callsSince(2)).toEqual(["call.allowed", "call.not_sent"]);
    await eventually(async () => expect((await echo("after")).status).toBe(401));
    expect(sentFor("lost-revoked")).toBe(0);
  });
});

describe("an outcome whose acknowledgement is lost", () => {
  it("is written once, and the agent has its answer", async () => {
    upstream.state.behaviour = { kind: "waits" };
    const answer = echo("lost-outcome");
    await eventually(() => expect(sentFor("lost-outcome")).toBe(1));
    const lost = proxy.lose("answer", "call.succeeded");
    upstream.state.behaviour = undefined;
    upstream.release();
    expect(await answer).toMatchObject({ status: 200, isError: false });
    await lost;
    await goesOn();
    expect(await callsSince(4)).toEqual(["call.allowed", "call.succeeded", "call.allowed", "call.succeeded"]);
  });
});

describe("the release of an approved call whose acknowledgement is lost", () => {
  it.each(["answer", "request"] as const)("(its %s) is refused with 503 and closed, and asks anew", async (what) => {
    const args = { path: `lost-release-${what}` };
    const gone = new AbortController();
    const left = worker.agent.call("files", "write-file", args, gone.signal).catch(() => {});
    await pendingApproval(worker.taskId);
    gone.abort();
    await left;
    await approve(house, worker.taskId);
    const lost = proxy.lose(what, "UPDATE hold SET state = 'used'");
    const answer = await worker.agent.call("files", "write-file", args);
    await lost;
    // The headers of a call that waits for a person have left already; its refusal then stands in the stream.
    expect(answer).toMatchObject({ isError: true, text: expect.stringMatching(/; nothing was forwarded\.$/) });
    const kinds = what === "answer" ? ["call.held", "call.allowed", "call.not_sent"] : ["call.held"];
    expect(await callsSince(kinds.length)).toEqual(kinds);
    expect(sentFor(args.path)).toBe(0);
    const [hold] = await eventually(async () => {
      const ended = await db().hold.findMany({ where: { taskId: worker.taskId, state: { not: "ready" } } });
      expect(ended.length).toBe(1);
      return ended;
    });
    expect(hold?.state).toBe(what === "answer" ? "used" : "superseded");
    const again = worker.agent.call("files", "write-file", args);
    await approve(house, worker.taskId);
    expect(await again).toMatchObject({ isError: false });
    expect(sentFor(args.path)).toBe(1);
  });
});
