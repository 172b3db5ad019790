import pg from "pg";
import { beforeAll, describe, expect, it } from "vitest";
import { startTail } from "../../../lib/audit/tail";
import { newId } from "../../../lib/base/index";
import { freshDatabase } from "../../setup/database";

let url = "";
beforeAll(async () => {
  url = await freshDatabase();
});

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

const insert = (client: pg.Client, taskId: string, kind = "instance.stopped") =>
  client.query("INSERT INTO entry (kind, instance_id, task_id, body) VALUES ($1, $2, $3, $4) RETURNING seq", [
    kind,
    newId(),
    taskId,
    JSON.stringify({ facts: {}, instanceId: newId(), kind, salt: "s", taskId, v: 1 }),
  ]);

async function until(condition: () => boolean, milliseconds = 10_000): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!condition() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe("the tail", () => {
  it("waits for an entry whose transaction is still open, and hands both out in order", async () => {
    const seen: string[] = [];
    const tail = await startTail(url, (entries) => seen.push(...entries.map((entry) => entry.taskId ?? "")));
    const [slow, fast] = await Promise.all([connect(), connect()]);
    const [first, second] = [newId(), newId()];
    await slow.query("BEGIN");
    await insert(slow, first);
    await insert(fast, second);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(seen).toEqual([]);
    await slow.query("COMMIT");
    await until(() => seen.length === 2);
    expect(seen).toEqual([first, second]);
    await Promise.all([slow.end(), fast.end(), tail.stop()]);
  });

  it("gives up the number of a transaction that was rolled back", async () => {
    const seen: string[] = [];
    const tail = await startTail(url, (entries) => seen.push(...entries.map((entry) => entry.taskId ?? "")));
    const client = await connect();
    await client.query("BEGIN");
    await insert(client, newId());
    await client.query("ROLLBACK");
    const kept = newId();
    await insert(client, kept);
    await until(() => seen.length === 1);
    expect(seen).toEqual([kept]);
    await Promise.all([client.end(), tail.stop()]);
  });

  it("hands out what was still uncommitted when it started, and nothing that was there before", async () => {
    const client = await connect();
    await insert(client, newId());
    await client.query("BEGIN");
    const open = newId();
    await insert(client, open);
    const other = await connect();
    await insert(other, newId());
    const seen: string[] = [];
    const tail = await startTail(url, (entries) => seen.push(...entries.map((entry) => entry.taskId ?? "")));
    await client.query("COMMIT");
    await until(() => seen.length === 1);
    expect(seen).toEqual([open]);
    await Promise.all([client.end(), other.end(), tail.stop()]);
  });

  it("misses nothing and keeps each task's order under eight writers that dawdle and roll back", async () => {
    const seen: { taskId: string; seq: bigint }[] = [];
    const tail = await startTail(url, (entries) =>
      seen.push(...entries.map((entry) => ({ taskId: entry.taskId ?? "", seq: BigInt(entry.seq) }))),
    );
    const committed: bigint[] = [];
    await Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        const client = await connect();
        for (let n = 0; n < 120; n += 1) {
          await client.query("BEGIN");
          // Some draw their transaction id long before they write, as a revocation that waits for a lock does.
          if (writer < 2) await client.query("SELECT pg_current_xact_id()");
          if (n % 5 === writer % 5) await new Promise((resolve) => setTimeout(resolve, 5));
          const { rows } = await insert(client, newId());
          if (n % 7 === 0) await client.query("ROLLBACK");
          else {
            await client.query("COMMIT");
            committed.push(BigInt(rows[0].seq));
          }
        }
        await client.end();
      }),
    );
    await until(() => seen.length >= committed.length);
    expect(seen.map((entry) => entry.seq)).toEqual(committed.sort((a, b) => (a < b ? -1 : 1)));
    await tail.stop();
  }, 60_000);

  it("goes on after its connection was cut, without a loss", async () => {
    const seen: string[] = [];
    const tail = await startTail(url, (entries) => seen.push(...entries.map((entry) => entry.taskId ?? "")));
    const client = await connect();
    await client.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'countersign-tail'",
    );
    const ids = [newId(), newId()];
    for (const id of ids) await insert(client, id);
    await until(() => seen.length === 2);
    expect(seen).toEqual(ids);
    await Promise.all([client.end(), tail.stop()]);
  });
});
