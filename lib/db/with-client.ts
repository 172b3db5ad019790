import pg from "pg";

/**
 * Runs work on a connection of its own. What the work leaves open, such as a transaction, ends with the connection.
 *
 * @throws whatever the work throws, or PostgreSQL's error when there is no connection.
 */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {}); // a lost connection is told to the query that waits for it
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
