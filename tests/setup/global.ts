import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { migrate } from "../../lib/db/index";
import { databaseUrlOf, withAdmin } from "./database-admin";

const MIGRATIONS = join(import.meta.dirname, "../../prisma/migrations");

/** Gives the run a PostgreSQL server (TEST_POSTGRES_URL, else an embedded one) and a migrated template database on it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_POSTGRES_URL;
  const started = given ? { url: given, stop: async () => {} } : await startOwn();
  const template = `template_${hashOfMigrations()}`;
  await makeTemplate(started.url, template);
  project.provide("postgres", { admin: started.url, template });
  return started.stop;
}

async function startOwn(): Promise<{ url: string; stop: () => Promise<void> }> {
  const { startTestPostgres } = await import("./embedded-postgres");
  return startTestPostgres();
}

async function makeTemplate(admin: string, name: string): Promise<void> {
  await withAdmin(admin, async (client) => {
    await client.query("SELECT pg_advisory_lock(4711)");
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (rowCount) return;
    await client.query(`CREATE DATABASE ${name}_new`);
    await migrate(databaseUrlOf(admin, `${name}_new`), MIGRATIONS);
    await client.query(`ALTER DATABASE ${name}_new RENAME TO ${name}`);
  });
}

function hashOfMigrations(): string {
  const hash = createHash("sha256");
  for (const item of readdirSync(MIGRATIONS, { withFileTypes: true })) {
    if (item.isDirectory()) hash.update(readFileSync(join(MIGRATIONS, item.name, "migration.sql")));
  }
  return hash.digest("hex").slice(0, 12);
}

declare module "vitest" {
  export interface ProvidedContext {
    postgres: { admin: string; template: string };
  }
}
