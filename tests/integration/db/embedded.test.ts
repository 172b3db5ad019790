import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLogger } from "../../../lib/base/index";
import { type Embedded, runningEmbedded, startEmbedded } from "../../../lib/db/embedded";
import { checkDatabase, grantRunRole, migrate } from "../../../lib/db/index";
import { isRunning } from "../../../lib/db/postmaster";
import { type Other, startProcess } from "./other-process";

const MIGRATIONS = join(import.meta.dirname, "../../../prisma/migrations");
const log = createLogger("silent");
const cleanUp: (() => Promise<unknown>)[] = [];
let root = "";
let dataDir = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "countersign-test-"));
  dataDir = join(root, "data");
});
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
  rmSync(root, { recursive: true, force: true });
});

async function start(folder = dataDir): Promise<Embedded> {
  const embedded = await startEmbedded({ dataDir: folder, log });
  cleanUp.push(embedded.stop);
  return embedded;
}

async function startOther(options: { uid?: number } = {}): Promise<Other> {
  const other = await startProcess(dataDir, options);
  cleanUp.push(other.end);
  return other;
}

async function ask<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

const postmasterPid = (folder = dataDir) =>
  Number(readFileSync(join(folder, "postgres/db/postmaster.pid"), "utf8").split("\n")[0]);
const socketFolderOf = (url: string) => new URL(url).searchParams.get("host") ?? "";

describe("the embedded PostgreSQL", () => {
  it("is durable, listens on a closed socket only, and leaves nothing behind when it is stopped", async () => {
    const { url, stop } = await start();
    const [row] = await ask(
      url,
      `SELECT current_user AS user, current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS sync,
      current_setting('listen_addresses') AS addresses, current_setting('data_checksums') AS checksums,
      current_setting('idle_in_transaction_session_timeout') AS idle`,
    );
    expect(row).toEqual({ user: "countersign", fsync: "on", sync: "on", addresses: "", checksums: "on", idle: "30s" });
    expect(statSync(socketFolderOf(url)).mode & 0o777).toBe(0o700);
    expect(statSync(dataDir).mode & 0o077 & ~0o011).toBe(0);
    const pid = postmasterPid();
    await stop();
    expect(isRunning(pid)).toBe(false);
    expect(existsSync(socketFolderOf(url))).toBe(false);
  });

  it("keeps its data over a restart", async () => {
    const first = await start();
    await ask(first.ownerUrl, "CREATE TABLE kept AS SELECT 7 AS n");
    await first.stop();
    const second = await start();
    expect(await ask(second.ownerUrl, "SELECT n FROM kept")).toEqual([{ n: 7 }]);
  });

  it("works in a folder whose path is far too long for a socket", async () => {
    dataDir = join(dataDir, "a-rather-long-name".repeat(8), "another-long-name".repeat(8));
    const { url } = await start();
    expect(await ask(url, "SELECT 1 AS n")).toEqual([{ n: 1 }]);
  });

  it("lets one process at a time use a data folder, and tells the second which one has it", async () => {
    const other = await startOther();
    await expect(startEmbedded({ dataDir, log })).rejects.toThrow(
      `Another Countersign (process ${other.pid}) is using ${dataDir}. Stop it first, or give this one a folder of its own`,
    );
    expect(await ask(other.url, "SELECT 1 AS n")).toEqual([{ n: 1 }]);
  });

  it("is adopted after its process was killed, with what was acknowledged", async () => {
    const other = await startOther();
    await ask(other.ownerUrl, "CREATE TABLE acknowledged AS SELECT 1 AS n");
    const pid = postmasterPid();
    await other.kill();
    expect(isRunning(pid)).toBe(true);

    const { ownerUrl, stop } = await start();
    expect(postmasterPid()).toBe(pid);
    expect(await ask(ownerUrl, "SELECT n FROM acknowledged")).toEqual([{ n: 1 }]);
    await stop();
    expect(isRunning(pid)).toBe(false);
  });

  it("starts after everything was killed, though its number now belongs to another program", async () => {
    const other = await startOther();
    await ask(other.ownerUrl, "CREATE TABLE acknowledged AS SELECT 1 AS n");
    const pid = postmasterPid();
    const note = readFileSync(join(dataDir, "postgres/db/postmaster.pid"), "utf8");
    await other.kill();
    process.kill(pid, "SIGKILL");
    await expect.poll(() => isRunning(pid)).toBe(false);
    writeFileSync(join(dataDir, "postgres/db/postmaster.pid"), note.replace(String(pid), String(process.ppid)));

    const { ownerUrl } = await start();
    expect(await ask(ownerUrl, "SELECT n FROM acknowledged")).toEqual([{ n: 1 }]);
    expect(existsSync(socketFolderOf(other.url))).toBe(false);
  });

  it("comes back by itself on the same address when it ends while we run", async () => {
    const { url } = await start();
    const pid = postmasterPid();
    process.kill(pid, "SIGKILL");
    await expect.poll(() => ask(url, "SELECT 1 AS n").catch(() => null), { timeout: 15_000 }).toEqual([{ n: 1 }]);
    expect(postmasterPid()).not.toBe(pid);
    await expect(startEmbedded({ dataDir, log })).rejects.toThrow("Another Countersign");
  });

  it("is told to end when its process ends without stopping it", async () => {
    const other = await startOther();
    const pid = postmasterPid();
    await other.crash();
    await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
    expect(existsSync(socketFolderOf(other.url))).toBe(false);
  });

  it("is found by a command that runs beside its process", async () => {
    mkdirSync(dataDir, { recursive: true });
    expect(await runningEmbedded(dataDir)).toBeNull();
    const { ownerUrl } = await start();
    const found = await runningEmbedded(dataDir);
    expect(socketFolderOf(found ?? "")).toBe(socketFolderOf(ownerUrl));
  });

  it("refuses data files of another major version, and says what to do", async () => {
    const { stop } = await start();
    await stop();
    writeFileSync(join(dataDir, "postgres/db/PG_VERSION"), "12\n");
    await expect(start()).rejects.toThrow(/made by PostgreSQL 12.*Back it up/);
  });
});

describe("the role the process works as", () => {
  it("reads and adds to the log, and has no right to change it", async () => {
    const { url, ownerUrl } = await start();
    await migrate(ownerUrl, MIGRATIONS);
    await grantRunRole({ ownerUrl, runUrl: url });
    await ask(url, "INSERT INTO entry (kind, instance_id, body) VALUES ('instance.started', gen_random_uuid(), '{}')");
    for (const sql of ["UPDATE entry SET body = ''", "DELETE FROM entry", "TRUNCATE entry", "DELETE FROM body"])
      await expect(ask(url, sql)).rejects.toThrow(/permission denied/);
    for (const sql of ["ALTER TABLE entry DISABLE TRIGGER ALL", "DROP TABLE entry"])
      await expect(ask(url, sql)).rejects.toThrow(/must be owner/);
    await expect(ask(url, "SET session_replication_role = replica")).rejects.toThrow(/permission denied/);
    expect(await ask(url, "SELECT kind FROM entry")).toEqual([{ kind: "instance.started" }]);
    expect(await checkDatabase(url)).toEqual({ problems: [], notes: [] });
  });

  it("is reported when it owns the log's tables", async () => {
    const { ownerUrl } = await start();
    await migrate(ownerUrl, MIGRATIONS);
    const { problems, notes } = await checkDatabase(ownerUrl);
    expect(problems).toEqual([]);
    expect(notes.join()).toMatch(/could change the log's tables \(.*entry.*\).*DATABASE_OWNER_URL/);
  });

  it("may not work without durable commits, nor with another isolation", async () => {
    const { url, ownerUrl } = await start();
    await ask(ownerUrl, "ALTER ROLE countersign SET synchronous_commit = off");
    await ask(ownerUrl, "ALTER DATABASE countersign SET default_transaction_isolation = 'serializable'");
    const { problems } = await checkDatabase(url);
    expect(problems.join("\n")).toMatch(/synchronous_commit off.*\n.*"serializable"/);
  });
});
