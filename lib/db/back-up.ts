import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import type pg from "pg";
import { AppError } from "../base/index";
import { type BackupHeader, END_OF_ROWS } from "./backup-format";
import { copyTarget, migrationsOf, type TableShape, tablesInOrder } from "./catalog";
import { copyOut } from "./copy";
import { withClient } from "./with-client";

/** How much is gathered before it is written to the disk. */
const PIECE = 256_000;

/** What was written: rows over all tables, and the file's size in bytes. */
export type BackupReport = { tables: number; rows: number; bytes: number };

/**
 * Writes everything the database holds at one moment into one file, while the server works on. The file is readable by
 * its owner only, and has its name only once it is complete. It does not hold the installation's keys.
 *
 * @param from The owner's address, and the version of Countersign that writes.
 * @throws INVALID_INPUT when the file exists.
 */
export async function backUp(from: { ownerUrl: string; version: string }, file: string): Promise<BackupReport> {
  if (existsSync(file)) throw new AppError("INVALID_INPUT", `${file} exists. Name a file that does not.`);
  const draft = `${file}.part`;
  try {
    const report = await withClient(from.ownerUrl, (client) => writeBackup(client, from.version, draft));
    await rename(draft, file);
    return report;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function writeBackup(client: pg.Client, version: string, draft: string): Promise<BackupReport> {
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  await client.query("SET LOCAL idle_in_transaction_session_timeout = 0");
  const migrations = await migrationsOf(client);
  const at = new Date().toISOString();
  const head: BackupHeader = { countersign: "backup", format: 1, version, at, migrations, sha256: "0".repeat(64) };
  const file = await open(draft, "w", 0o600);
  try {
    await file.appendFile(`${JSON.stringify(head)}\n`);
    const body = new Body(file);
    const tables = await tablesInOrder(client);
    for (const table of tables) await writeTable(client, table, body);
    body.line(JSON.stringify({ sequences: await sequencesOf(client) }));
    await body.flush();
    // the digest is known only now; the line keeps its length
    await file.write(JSON.stringify({ ...head, sha256: body.digest() }), 0);
    await file.sync();
    return { tables: tables.length, rows: body.rows, bytes: (await file.stat()).size };
  } finally {
    await file.close();
  }
}

/** Everything after the header, digested on its way into the file. */
class Body {
  rows = 0;
  readonly #hash = createHash("sha256");
  #waiting: Buffer[] = [];
  #size = 0;
  #written: Promise<void> = Promise.resolve();

  constructor(readonly file: FileHandle) {}

  /** @returns A promise when enough is waiting that more should wait for the disk. */
  write(chunk: Buffer): Promise<void> | undefined {
    this.#hash.update(chunk);
    this.#size += this.#waiting.push(chunk) && chunk.length;
    return this.#size > PIECE ? this.flush() : undefined;
  }

  line(text: string): void {
    this.write(Buffer.from(`${text}\n`));
  }

  flush(): Promise<void> {
    const piece = Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#size = 0;
    this.#written = this.#written.then(() => this.file.appendFile(piece));
    return this.#written;
  }

  digest(): string {
    return this.#hash.digest("hex");
  }
}

async function writeTable(client: pg.Client, shape: TableShape, body: Body): Promise<void> {
  await body.flush();
  body.line(JSON.stringify(shape));
  await copyOut(client, `COPY ${copyTarget(client, shape)} TO STDOUT`, (row) => {
    body.rows += 1;
    return body.write(row);
  });
  body.line(END_OF_ROWS);
}

async function sequencesOf(client: pg.Client): Promise<{ name: string; value: string; called: boolean }[]> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT sequencename AS name FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1",
  );
  const sequences = [];
  for (const { name } of rows) {
    const state = await client.query<{ value: string; called: boolean }>(
      `SELECT last_value::text AS value, is_called AS called FROM ${client.escapeIdentifier(name)}`,
    );
    sequences.push({ name, value: state.rows[0]?.value ?? "1", called: state.rows[0]?.called ?? false });
  }
  return sequences;
}
