import { join } from "node:path";
import { closeDatabase, migrate, openDatabase } from "../../lib/db/index";
import { atEnd } from "./clean-up";
import { startTestPostgres, type TestPostgres } from "./embedded-postgres";

const MIGRATIONS = join(import.meta.dirname, "../../prisma/migrations");

/** Starts a PostgreSQL of this test file's own, with all tables, that can be taken away and brought back. */
export async function ownPostgres(): Promise<TestPostgres> {
  const postgres = await startTestPostgres();
  atEnd(postgres.stop);
  await migrate(postgres.url, MIGRATIONS);
  return postgres;
}

/** Opens `db()` on a database that is there already, until the test file ends. */
export function openForTests(url: string): string {
  openDatabase(url);
  atEnd(closeDatabase);
  return url;
}
