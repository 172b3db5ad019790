import { withClient } from "./with-client";

/** What a database cannot be used for us with, and what its operator should know. Sentences. */
export type DatabaseCheck = { problems: string[]; notes: string[] };

type Settings = Record<"fsync" | "synchronous_commit" | "default_transaction_isolation" | "server_encoding", string> & {
  version: number;
  standby: boolean;
  read_only: string;
};

/**
 * Looks at a database as the process will use it. A problem must stop the start: the log could lose what was
 * acknowledged, or a decision could be taken on rows that are not the newest.
 *
 * @param url The address the process works with, after migrating.
 */
export async function checkDatabase(url: string): Promise<DatabaseCheck> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<Settings>(SETTINGS);
    const { rows: loose } = await client.query<{ table: string }>(LOOSE);
    const [settings] = rows;
    return { problems: settings ? problemsOf(settings) : [], notes: notesOf(loose.map(({ table }) => table)) };
  });
}

const SETTINGS = `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS synchronous_commit,
  current_setting('default_transaction_isolation') AS default_transaction_isolation,
  current_setting('server_encoding') AS server_encoding, current_setting('server_version_num')::int AS version,
  pg_is_in_recovery() AS standby, current_setting('default_transaction_read_only') AS read_only`;

/**
 * Tables of which a trigger refuses a change that this role could make if the trigger were gone. The bits of `tgtype` say
 * what it refuses: 8 to delete, 16 to update, 32 to truncate (PostgreSQL, pg_trigger.h).
 */
const LOOSE = `SELECT DISTINCT tgrelid::regclass::text AS "table" FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
  WHERE NOT tgisinternal AND proname = 'refuse_change' AND (pg_has_role((SELECT relowner FROM pg_class WHERE oid = tgrelid), 'USAGE')
    OR ((tgtype & 8) > 0 AND has_table_privilege(tgrelid, 'DELETE')) OR ((tgtype & 16) > 0 AND has_table_privilege(tgrelid, 'UPDATE'))
    OR ((tgtype & 32) > 0 AND has_table_privilege(tgrelid, 'TRUNCATE')))`;

function problemsOf(settings: Settings): string[] {
  const problems: string[] = [];
  if (settings.fsync !== "on")
    problems.push(
      "PostgreSQL runs with fsync off: a power cut would lose decisions that were acted on. Turn fsync on.",
    );
  if (settings.synchronous_commit === "off")
    problems.push(
      "PostgreSQL runs with synchronous_commit off: a crash would lose decisions that were acted on. Turn it on for this role and database.",
    );
  if (settings.default_transaction_isolation !== "read committed")
    problems.push(
      `The default isolation is "${settings.default_transaction_isolation}": decisions need "read committed", to see the newest row after waiting for it.`,
    );
  if (settings.server_encoding !== "UTF8") problems.push("The database's encoding must be UTF8.");
  if (settings.version < 140_000) problems.push("PostgreSQL must be version 14 or newer.");
  if (settings.standby || settings.read_only === "on")
    problems.push("The database is read-only, or a standby: DATABASE_URL must lead to the primary.");
  return problems;
}

function notesOf(loose: readonly string[]): string[] {
  if (loose.length === 0) return [];
  return [
    `The process works as a role that could change the log's tables (${[...loose].sort().join(", ")}) if their triggers were removed. Give it a role of its own in DATABASE_URL, and the owner's address in DATABASE_OWNER_URL.`,
  ];
}
