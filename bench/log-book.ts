import pg from "pg";

/** Looks into the log from outside: at what the gateway wrote, not at what it says. */
export class LogBook {
  readonly #client: pg.Client;

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  static async open(url: string): Promise<LogBook> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    return new LogBook(client);
  }

  async position(): Promise<string> {
    const { rows } = await this.#client.query<{ seq: string }>("SELECT coalesce(max(seq), 0)::text AS seq FROM entry");
    return rows[0]?.seq ?? "0";
  }

  /** How many transactions wrote entries about calls since then. */
  async commitsSince(seq: string): Promise<number> {
    const { rows } = await this.#client.query<{ commits: number }>(
      "SELECT count(DISTINCT xmin::text)::int AS commits FROM entry WHERE seq > $1 AND kind LIKE 'call.%'",
      [seq],
    );
    return rows[0]?.commits ?? 0;
  }

  /** When each entry since then was written, by its number, in milliseconds since 1970. */
  async times(seq: string): Promise<Map<string, number>> {
    const { rows } = await this.#client.query<{ seq: string; at: Date }>(
      "SELECT seq::text, at FROM entry WHERE seq > $1",
      [seq],
    );
    return new Map(rows.map((row) => [row.seq, row.at.getTime()]));
  }

  /** Allows without an outcome, and outcomes without an allow. */
  async loose(): Promise<number> {
    const { rows } = await this.#client.query<{ loose: number }>(
      `SELECT count(*)::int AS loose FROM
        (SELECT call_id FROM entry WHERE kind LIKE 'call.%' AND kind NOT IN ('call.held', 'call.denied')
         GROUP BY call_id HAVING count(*) FILTER (WHERE kind = 'call.allowed') <> 1 OR count(*) <> 2) AS calls`,
    );
    return rows[0]?.loose ?? 0;
  }

  /** When a task was revoked (by the database's clock, milliseconds), and how many allows follow that in the log. */
  async revocation(taskId: string): Promise<{ at: number; allowsAfter: number } | null> {
    const { rows } = await this.#client.query<{ at: number; allowsAfter: number }>(
      `SELECT (extract(epoch FROM r.at) * 1000)::float8 AS at,
        (SELECT count(*)::int FROM entry a WHERE a.task_id = r.task_id AND a.kind = 'call.allowed' AND a.seq > r.seq) AS "allowsAfter"
       FROM entry r WHERE r.task_id = $1 AND r.kind = 'task.revoked'`,
      [taskId],
    );
    return rows[0] ?? null;
  }

  close(): Promise<void> {
    return this.#client.end();
  }
}
