import { randomBytes, randomUUID } from "node:crypto";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { backUp, migrate, restore } from "../../../lib/db/index";
import { freshDatabase } from "../../setup/database";
import { databaseUrlOf, withAdmin } from "../../setup/database-admin";

const MIGRATIONS = join(import.meta.dirname, "../../../prisma/migrations");
/** Everything that a text format could trip over. */
const AWKWARD = 'tab\t newline\n return\r backslash\\ \\. \\N quote" \'{},"\u0001 \u202e\u200b 𝕏 é';
let source = "";
let folder = "";
const made: string[] = [];

beforeAll(async () => {
  source = await freshDatabase();
  folder = mkdtempSync(join(tmpdir(), "countersign-test-"));
  await seed();
});
beforeEach(() => rmSync(join(folder, "backup"), { force: true }));
afterAll(async () => {
  const { admin } = inject("postgres");
  for (const name of made) await withAdmin(admin, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
  rmSync(folder, { recursive: true, force: true });
});

async function query<T extends pg.QueryResultRow>(url: string, sql: string, values: unknown[] = []): Promise<T[]> {
  return withAdmin(url, async (client) => (await client.query<T>(sql, values)).rows);
}

/** A database as a new installation has it: without tables. */
async function emptyDatabase(): Promise<string> {
  const name = `t_${randomBytes(8).toString("hex")}`;
  const { admin } = inject("postgres");
  await withAdmin(admin, (client) => client.query(`CREATE DATABASE ${name}`));
  made.push(name);
  return databaseUrlOf(admin, name);
}

async function seed(): Promise<void> {
  const [human, agent, charter, task] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  await query(source, "INSERT INTO human (id, email, name, roles) VALUES ($1, 'jane@example.com', $2, $3)", [
    human,
    AWKWARD,
    ["admin", AWKWARD, ""],
  ]);
  await query(source, "INSERT INTO agent (id, name, owner_id, note) VALUES ($1, 'release-bot', $2, '')", [
    agent,
    human,
  ]);
  await query(source, "INSERT INTO charter (id, agent_id, digest, purpose, body) VALUES ($1, $2, 'd', $3, $4)", [
    charter,
    agent,
    AWKWARD,
    JSON.stringify({ text: AWKWARD.replace("\u0001", "") }),
  ]);
  await query(
    source,
    "INSERT INTO task (id, agent_id, charter_id, state, end_at, requested_until) VALUES ($1, $2, $3, 'running', clock_timestamp() + '1 hour', clock_timestamp())",
    [task, agent, charter],
  );
  for (let n = 0; n < 300; n += 1) await addEntry(source, JSON.stringify({ n, text: AWKWARD }));
  await query(source, "BEGIN; SELECT nextval('entry_seq'); ROLLBACK");
  await addEntry(source, `{"long":"${"x".repeat(1_000_000)}"}`);
  await query(source, "INSERT INTO sign_in_attempt (key) VALUES ('a'), ('b')");
}

const addEntry = (url: string, body: string) =>
  query(url, "INSERT INTO entry (kind, instance_id, body) VALUES ('instance.started', gen_random_uuid(), $1)", [body]);

/** One digest per table over its rows, in their text form; without the columns that belong to one server only. */
async function digests(url: string): Promise<Record<string, string>> {
  const tables = await query<{ name: string }>(
    url,
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
  );
  const result: Record<string, string> = {};
  for (const { name } of tables.filter((table) => table.name !== "_prisma_migrations")) {
    const rows = await query<{ digest: string }>(
      url,
      `SELECT md5(coalesce(string_agg(line, chr(10) ORDER BY line), '')) AS digest FROM (SELECT (to_jsonb(t) - 'xid')::text AS line FROM "${name}" t) lines`,
    );
    result[name] = rows[0]?.digest ?? "";
  }
  return result;
}

const countEntries = async (url: string) =>
  (await query<{ n: number }>(url, "SELECT count(*)::int AS n FROM entry"))[0]?.n;

describe("a backup", () => {
  const file = () => join(folder, "backup");
  const write = () => backUp({ ownerUrl: source, version: "0.1.0" }, file());

  it("brings every row and number back into an empty database", async () => {
    const report = await write();
    expect(report.rows).toBeGreaterThan(300);
    expect(report.bytes).toBe(statSync(file()).size);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    const target = await emptyDatabase();
    expect(await restore({ ownerUrl: target, migrations: MIGRATIONS }, file())).toMatchObject({ version: "0.1.0" });

    expect(await digests(target)).toEqual(await digests(source));
    const seqs = "SELECT array_agg(seq ORDER BY seq)::text AS seqs FROM entry";
    expect(await query(target, seqs)).toEqual(await query(source, seqs));
    const next = "SELECT nextval('entry_seq')::int AS entry, nextval('sign_in_attempt_id_seq')::int AS attempt";
    expect(await query(target, next)).toEqual(await query(source, next));
    expect(await migrate(target, MIGRATIONS)).toEqual([]);
  });

  it("leaves the log append-only where it was restored", async () => {
    await write();
    const target = await emptyDatabase();
    await restore({ ownerUrl: target, migrations: MIGRATIONS }, file());
    for (const sql of ["UPDATE entry SET body = '{}'", "DELETE FROM entry", "TRUNCATE entry"])
      await expect(query(target, sql)).rejects.toThrow(/append-only/);
    const before = await countEntries(target);
    await addEntry(target, "{}");
    expect(await countEntries(target)).toBe((before ?? 0) + 1);
  });

  it("is of one moment, though the server works on", async () => {
    const client = new pg.Client({ connectionString: source });
    await client.connect();
    let working = true;
    const work = (async () => {
      while (working) {
        // an entry and an attempt belong together: either both are in the backup or neither
        await client.query(
          "WITH e AS (INSERT INTO entry (kind, instance_id, body) VALUES ('instance.started', gen_random_uuid(), 'pair')) INSERT INTO sign_in_attempt (key) VALUES ('pair')",
        );
      }
    })();
    await write();
    working = false;
    await work;
    await client.end();
    const target = await emptyDatabase();
    await restore({ ownerUrl: target, migrations: MIGRATIONS }, file());
    const pairs =
      "SELECT (SELECT count(*) FROM entry WHERE body = 'pair') = (SELECT count(*) FROM sign_in_attempt WHERE key = 'pair') AS whole";
    expect(await query(target, pairs)).toEqual([{ whole: true }]);
  });

  it("goes into an empty database only", async () => {
    await write();
    const target = await emptyDatabase();
    await migrate(target, MIGRATIONS);
    await addEntry(target, "{}");
    await expect(restore({ ownerUrl: target, migrations: MIGRATIONS }, file())).rejects.toThrow(/already holds data/);
    expect(await countEntries(target)).toBe(1);
  });

  it("is refused whole when it was changed, cut short or prolonged", async () => {
    await write();
    const whole = readFileSync(file());
    const target = await emptyDatabase();
    const refuse = async (why: RegExp) => {
      await expect(restore({ ownerUrl: target, migrations: MIGRATIONS }, file())).rejects.toThrow(why);
      expect(await countEntries(target)).toBe(0);
    };
    writeFileSync(file(), whole.toString("latin1").replace("jane@example.com", "mary@example.com"), "latin1");
    await refuse(/damaged: its content does not match its digest/);
    writeFileSync(file(), Buffer.concat([whole, Buffer.from("more\n")]));
    await refuse(/damaged/);
    writeFileSync(file(), whole);
    truncateSync(file(), whole.length - 500_000);
    await refuse(/damaged/);
  });

  it("of another version's tables, and what is no backup, are refused in a sentence", async () => {
    await write();
    const target = await emptyDatabase();
    const into = { ownerUrl: target, migrations: MIGRATIONS };
    writeFileSync(file(), readFileSync(file(), "utf8").replace(/"checksum":"[0-9a-f]{8}/, '"checksum":"00000000'));
    await expect(restore(into, file())).rejects.toThrow(/whose tables are not those of this version/);
    writeFileSync(file(), "PK\u0003\u0004 a zip file\n");
    await expect(restore(into, file())).rejects.toThrow(/is not a backup that this version/);
    await expect(restore(into, join(folder, "missing"))).rejects.toThrow(/There is no file/);
  });

  it("never writes over a file, and leaves nothing when it fails", async () => {
    writeFileSync(file(), "mine");
    await expect(write()).rejects.toThrow(/exists/);
    expect(readFileSync(file(), "utf8")).toBe("mine");
    rmSync(file());
    await expect(backUp({ ownerUrl: await emptyDatabase(), version: "0.1.0" }, file())).rejects.toThrow(
      /_prisma_migrations/,
    );
    expect(existsSync(file())).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });
});
