import pg from "pg";
import { AppError } from "../base/index";
import { databaseUrl, sqlCode } from "../db/index";

/** The advisory lock of whoever applies a configuration file. */
const CONFIG_LOCK = 72_707_373;
const WAIT_SECONDS = 120;
const LOCK_NOT_AVAILABLE = "55P03";

/**
 * Does work while no other instance applies a configuration file; waits for one that does. The lock belongs to a
 * connection of its own: it outlasts the work's transactions, and ends with the process however that ends.
 *
 * @throws UNAVAILABLE when another instance takes longer than two minutes, or the database cannot be reached.
 */
export async function whileApplying<T>(work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl() });
  client.on("error", () => {}); // what is applied may be applied twice: losing the lock halfway does no harm
  try {
    await client.connect();
    await client.query(`SET lock_timeout = '${WAIT_SECONDS}s'`);
    await client.query("SELECT pg_advisory_lock($1)", [CONFIG_LOCK]);
  } catch (error) {
    await client.end().catch(() => {});
    const busy = sqlCode(error) === LOCK_NOT_AVAILABLE;
    const sentence = busy
      ? `Another instance has been applying its configuration file for ${WAIT_SECONDS} s. Look at its log.`
      : "The database cannot be reached; the configuration file was not applied.";
    throw new AppError("UNAVAILABLE", sentence, undefined, error);
  }
  try {
    return await work();
  } finally {
    await client.end().catch(() => {});
  }
}
