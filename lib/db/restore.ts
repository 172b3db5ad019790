import { existsSync } from "node:fs";
import type pg from "pg";
import { AppError } from "../base/index";
import { type BackupHeader, backupSequences, backupTable } from "./backup-format";
import { BackupReader } from "./backup-reader";
import { copyTarget, migrationsOf, type TableShape, tablesInOrder } from "./catalog";
import { copyIn } from "./copy";
import { migrate } from "./migrate";
import { withClient } from "./with-client";

/** What was read back, and when and by which version it had been written. */
export type RestoreReport = { tables: number; at: string; version: string };

/**
 * Reads a backup into an empty database, in one transaction: all of it or nothing. Migrations that are newer than the
 * backup are applied to the restored data. The log's triggers stay on throughout: they refuse changes, and this adds.
 *
 * @param into The owner's address, and the folder of the migrations.
 * @throws INVALID_INPUT when the database is not empty, or the file is damaged, cut short or of another version.
 */
export async function restore(into: { ownerUrl: string; migrations: string }, file: string): Promise<RestoreReport> {
  if (!existsSync(file)) throw new AppError("INVALID_INPUT", `There is no file ${file}.`);
  const reader = await BackupReader.open(file);
  try {
    const { header } = reader;
    await migrate(into.ownerUrl, into.migrations, header.migrations.at(-1)?.name);
    const tables = await fill(into.ownerUrl, reader);
    await migrate(into.ownerUrl, into.migrations);
    return { tables, at: header.at, version: header.version };
  } finally {
    reader.close();
  }
}

function fill(ownerUrl: string, reader: BackupReader): Promise<number> {
  return withClient(ownerUrl, async (client) => {
    await client.query("BEGIN");
    await client.query("SET LOCAL idle_in_transaction_session_timeout = 0");
    await refuseOtherSchema(client, reader.header);
    const tables = await tablesInOrder(client);
    await refuseData(client, tables);
    for (const shape of tables) await readTable(client, shape, reader);
    await readSequences(client, reader);
    await reader.verify();
    await client.query("COMMIT");
    await client.query("ANALYZE");
    return tables.length;
  });
}

async function refuseOtherSchema(client: pg.Client, header: BackupHeader): Promise<void> {
  const present = await migrationsOf(client);
  if (JSON.stringify(present) === JSON.stringify(header.migrations)) return;
  throw new AppError(
    "INVALID_INPUT",
    `The backup was written by Countersign ${header.version}, whose tables are not those of this version. Restore it with that version or a newer one.`,
  );
}

async function refuseData(client: pg.Client, tables: readonly TableShape[]): Promise<void> {
  for (const { table } of tables) {
    const name = client.escapeIdentifier(table);
    await client.query(`LOCK TABLE ${name} IN SHARE ROW EXCLUSIVE MODE`);
    const { rowCount } = await client.query(`SELECT 1 FROM ${name} LIMIT 1`);
    if (!rowCount) continue;
    throw new AppError(
      "INVALID_INPUT",
      "The database already holds data, and a backup goes into an empty one only. Choose another DATA_DIR, or an empty database in DATABASE_URL.",
    );
  }
}

async function readTable(client: pg.Client, shape: TableShape, reader: BackupReader): Promise<void> {
  const named = backupTable.safeParse(await reader.json());
  const same =
    named.success && named.data.table === shape.table && String(named.data.columns) === String(shape.columns);
  if (!same) throw reader.damaged(`table ${shape.table} is not where it belongs`);
  await copyIn(client, `COPY ${copyTarget(client, shape)} FROM STDIN`, reader.rows());
}

async function readSequences(client: pg.Client, reader: BackupReader): Promise<void> {
  const last = backupSequences.safeParse(await reader.json());
  if (!last.success) throw reader.damaged("the numbers of its sequences are missing");
  for (const { name, value, called } of last.data.sequences) {
    await client.query("SELECT setval(format('public.%I', $1::text)::regclass, $2::bigint, $3)", [name, value, called]);
  }
}
