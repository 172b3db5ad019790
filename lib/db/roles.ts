import type pg from "pg";
import { MIGRATE_LOCK } from "./migrate";
import { withClient } from "./with-client";

/** The role as which the process works: reads and adds, and changes only what may change. */
export const RUN_ROLE = "countersign";
export const DATABASE = "countersign";

/** Makes the embedded server's database and run role when they are missing. */
export async function makeDatabase(maintenanceUrl: string): Promise<void> {
  await withClient(maintenanceUrl, async (client) => {
    const roles = await client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [RUN_ROLE]);
    if (!roles.rowCount) await client.query(`CREATE ROLE ${RUN_ROLE} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE`);
    const databases = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE]);
    if (!databases.rowCount) await client.query(`CREATE DATABASE ${DATABASE}`);
  });
}

/**
 * Gives the run role what the process needs, and nothing else: whatever a trigger refuses to change, the role has no
 * right to change either. Called after migrating; harmless when both addresses are the same role.
 *
 * @param addresses The owner's address, and that of the process.
 * @throws Error from PostgreSQL when the owner may not grant.
 */
export async function grantRunRole(addresses: { ownerUrl: string; runUrl: string }): Promise<void> {
  const runRole = await withClient(addresses.runUrl, currentUser);
  await withClient(addresses.ownerUrl, async (client) => {
    if ((await currentUser(client)) === runRole) return;
    const role = client.escapeIdentifier(runRole);
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock($1)", [MIGRATE_LOCK]);
    await client.query(`
      REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ${role};
      REVOKE CREATE ON SCHEMA public FROM ${role};
      GRANT USAGE ON SCHEMA public TO ${role};
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${role};
      GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ${role};
      REVOKE INSERT, UPDATE, DELETE ON _prisma_migrations FROM ${role};`);
    for (const { table, rights } of await refusals(client)) {
      if (rights.length > 0) await client.query(`REVOKE ${rights.join(", ")} ON ${table} FROM ${role}`);
    }
    await client.query("COMMIT");
  });
}

/**
 * What the triggers of append-only tables refuse: read from the catalog, so that a table that becomes append-only is
 * so for the role as well. The bits are those of pg_trigger.tgtype: 8 DELETE, 16 UPDATE.
 */
async function refusals(client: pg.Client): Promise<{ table: string; rights: string[] }[]> {
  const { rows } = await client.query<{ table: string; bits: number }>(`
    SELECT tgrelid::regclass::text AS "table", bit_or(tgtype)::int AS bits FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
    WHERE NOT tgisinternal AND proname = 'refuse_change' GROUP BY tgrelid`);
  return rows.map(({ table, bits }) => ({
    table,
    rights: [...(bits & 8 ? ["DELETE"] : []), ...(bits & 16 ? ["UPDATE"] : [])],
  }));
}

async function currentUser(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>("SELECT current_user AS name");
  return rows[0]?.name ?? "";
}
