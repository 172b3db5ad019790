import pg from "pg";
import { AppError } from "../base/index";
import { OWNER } from "./cluster";
import type { Postmaster } from "./postmaster";

/** The advisory lock that says "this data folder has its Countersign"; it ends with its holder, however that ends. */
const HOUSE = 7_275_001;

export type HouseLock = { serverName: string; release(): Promise<void> };

/** A server that is ours: nobody else of us uses its data folder while we hold the lock. */
export type Held = { server: Postmaster; lock: HouseLock };

/** The address of a database on an embedded server. */
export function socketUrl(socketFolder: string, role: string, database: string): string {
  return `postgresql://${role}@localhost/${database}?host=${encodeURIComponent(socketFolder)}&port=5432`;
}

/**
 * Takes an embedded server for this process alone.
 *
 * @throws INVALID_INPUT when another process of ours has it, and says which.
 */
export async function lockHouse(socketFolder: string, dataDir: string): Promise<HouseLock> {
  const client = new pg.Client({
    connectionString: socketUrl(socketFolder, OWNER, "postgres"),
    application_name: `countersign ${process.pid}`,
  });
  client.on("error", () => {}); // the server went away: whoever watches it starts it again and locks again
  await client.connect();
  const { rows } = await client.query<{ got: boolean; name: string }>(
    "SELECT pg_try_advisory_lock($1) AS got, current_setting('cluster_name') AS name",
    [HOUSE],
  );
  if (rows[0]?.got) return { serverName: rows[0].name, release: () => client.end().catch(() => {}) };
  const holder = await client.query<{ name: string }>(
    "SELECT application_name AS name FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND objid = $1 AND granted",
    [HOUSE],
  );
  await client.end();
  const who = holder.rows[0]?.name.replace("countersign ", "process ") ?? "another process";
  throw new AppError(
    "INVALID_INPUT",
    `Another Countersign (${who}) is using ${dataDir}. Stop it first, or give this one a folder of its own: DATA_DIR=./other npm start`,
  );
}
