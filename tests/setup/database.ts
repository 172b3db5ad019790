import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { closeDatabase, openDatabase } from "../../lib/db/index";
import { atEnd } from "./clean-up";
import { databaseUrlOf, withAdmin } from "./database-admin";

/**
 * Opens `db()` on a database of this test file's own, cloned from the migrated template, and drops it afterwards.
 *
 * @returns The new database's URL, for connections of the test's own.
 */
export async function freshDatabase(): Promise<string> {
  const { admin, template } = inject("postgres");
  const name = `t_${randomBytes(8).toString("hex")}`;
  await withAdmin(admin, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
  const url = databaseUrlOf(admin, name);
  openDatabase(url);
  atEnd(async () => {
    await closeDatabase();
    await withAdmin(admin, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  });
  return url;
}
