import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { pauseTask } from "../../lib/tasks/index";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import { approve, callsOf, eventually, pendingApproval, runningWorker, settled, type Worker } from "../setup/agents";
import { atEnd } from "../setup/clean-up";
import { type House, makeServer, startHouse } from "../setup/house";
import { ownPostgres } from "../setup/own-postgres";

let house: House;
let upstream: FakeUpstream;
let worker: Worker;
let owner: pg.Client;

/** What PostgreSQL says when a table cannot grow. The statement fails, the server goes on. */
const FILL = `CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
  CREATE TRIGGER no_room BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION no_room()`;
const FREE = "DROP TRIGGER IF EXISTS no_room ON entry; DROP FUNCTION IF EXISTS no_room()";

beforeAll(async () => {
  const postgres = await ownPostgres();
  house = await startHouse({ database: postgres.url, holdMilliseconds: 10_000 });
  upstream = await startUpstream();
  atEnd(upstream.stop);
  await makeServer(house, "files", upstream.url, { echo: "read", "write-file": "write" });
  owner = new pg.Client({ connectionString: postgres.url });
  await owner.connect();
  atEnd(async () => {
    await owner.query(FREE); // so that the house can say that it stops
    await owner.end();
  });
}, 120_000);
beforeEach(async () => {
  await owner.query(FREE);
  upstream.state.behaviour = undefined;
  worker = await runningWorker(house, [{ server: "files", tools: ["echo", "write-file"] }]);
  expect(await echo("before")).toMatchObject({ status: 200, isError: false });
  await settled();
  upstream.arrivals.length = 0;
});

const echo = (message: string) => worker.agent.call("files", "echo", { message });

describe("while the database's disk is full", () => {
  it("a call is refused with 503 that says so, nothing is forwarded, and calls go on once there is room", async () => {
    await owner.query(FILL);
    const answer = await echo("no room");
    expect(answer).toMatchObject({ status: 503, text: "The database’s disk is full; nothing was forwarded." });
    expect(answer.headers.get("retry-after")).toBe("1");
    expect(upstream.calls()).toHaveLength(0);
    await owner.query(FREE);
    expect(await echo("room")).toMatchObject({ status: 200, isError: false });
    expect(upstream.calls()).toHaveLength(1);
  });

  it("a call that was sent before is answered, and its outcome written once there is room", async () => {
    upstream.state.behaviour = { kind: "waits" };
    const answer = echo("under way");
    await eventually(() => expect(upstream.calls()).toHaveLength(1));
    await owner.query(FILL);
    upstream.release();
    expect(await answer).toMatchObject({ status: 200, isError: false });
    await pause(300); // it is tried, and refused
    expect(await callsOf(worker.taskId, 0)).toHaveLength(3);
    await owner.query(FREE);
    expect(await callsOf(worker.taskId, 4)).toEqual([
      "call.allowed",
      "call.succeeded",
      "call.allowed",
      "call.succeeded",
    ]);
  });

  it("an approved call is refused, and its approval is still there to be used once there is room", async () => {
    const call = () => worker.agent.call("files", "write-file", { path: "a.txt" });
    const gone = new AbortController();
    const first = worker.agent.call("files", "write-file", { path: "a.txt" }, gone.signal).catch(() => {});
    await pendingApproval(worker.taskId);
    gone.abort();
    await first;
    await approve(house, worker.taskId);
    await owner.query(FILL);
    expect(await call()).toMatchObject({ text: "The database’s disk is full; nothing was forwarded." });
    expect(upstream.calls()).toHaveLength(0);
    await owner.query(FREE);
    expect(await call()).toMatchObject({ isError: false });
    expect(upstream.calls()).toHaveLength(1);
  });

  it("an act of a person fails as a whole and says why", async () => {
    await owner.query(FILL);
    await expect(pauseTask(worker.taskId, { pausedFor: "operator", note: "A look at it." })).rejects.toMatchObject({
      code: "UNAVAILABLE",
      message: "The database’s disk is full; nothing was done.",
    });
    await owner.query(FREE);
    expect(await echo("still running")).toMatchObject({ status: 200, isError: false });
  });
});
