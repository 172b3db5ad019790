import pg from "pg";
import { AppError } from "../base/index";
import { isOutage, isRolledBack, outage, sqlCode } from "../db/index";
import { COMMIT_STATEMENT, type CommitRow, type CommitVerdict, commitParameters, toVerdict } from "./commit-statement";

type Item = CommitRow & { resolve(verdict: CommitVerdict): void; reject(error: AppError): void };

/** What a lane tells of rows whose fate a lost connection left open. */
export type LaneEvents = {
  /** Allows that may have been committed although their callers are being refused. */
  inDoubt(rows: CommitRow[]): void;
  /** What became of them: those that were found committed, and those that never will be. */
  afterLoss(found: CommitRow[], missing: CommitRow[]): void;
  /** The lane lost or regained its connection. */
  changed(up: boolean): void;
};

const BATCH_MAX = 256;
/** How long what is recorded after the fact waits for a decision to ride with, in milliseconds. */
const RIDE_MILLISECONDS = 5;
const QUEUE_MAX = 2048;
/** When what could not be written for want of room or the like is tried again, in milliseconds. */
const AGAIN_MILLISECONDS = 1000;
const RECONNECT_MILLISECONDS = [50, 100, 250, 500, 1000];
const CONNECT_MILLISECONDS = 5000;
/**
 * The statement is large and always the same: planning it anew would cost more than running it. The one plan is often
 * made while the tables are still small, and must not be one that reads all of them.
 */
const SETTINGS = `SET lock_timeout = '1s'; SET synchronous_commit = on; SET jit = off;
  SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off`;
const unavailable = (sentence: string) => new AppError("UNAVAILABLE", sentence);

/**
 * One writer of decisions and outcomes: a connection, a queue, and at most one statement under way. The next batch
 * leaves when the last commit returns, with all that came in the same turn of the event loop; a timer would only make
 * it wait.
 */
export class CommitLane {
  readonly #url: string;
  readonly #events: LaneEvents;
  #client: pg.Client | null = null;
  #pid = 0;
  #queue: Item[] = [];
  /** Outcomes that PostgreSQL had no room for. */
  #late: Item[] = [];
  #busy = false;
  /** Set while only outcomes are queued and wait for a decision to ride with. */
  #ride: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(url: string, events: LaneEvents) {
    this.#url = url;
    this.#events = events;
  }

  /** Whether the lane has a connection. */
  get up(): boolean {
    return this.#client !== null;
  }

  async open(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: "countersign-lane",
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_MILLISECONDS,
    });
    client.on("error", () => this.#lostAtRest(client));
    client.on("end", () => this.#lostAtRest(client));
    await client.connect();
    await client.query(SETTINGS);
    const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
    this.#pid = rows[0]?.pid ?? 0;
    this.#client = client;
    this.#events.changed(true);
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (!this.#busy) await this.#pump();
    while (this.#busy) await pause(5);
    for (const item of [...this.#queue.splice(0), ...this.#late.splice(0)])
      item.reject(unavailable("This instance is stopping; nothing was forwarded."));
    await this.#client?.end().catch(() => {}); // closing anyway
    this.#client = null;
  }

  /**
   * Adds a row to the next batch.
   *
   * @returns The verdict, once its batch is committed.
   * @throws UNAVAILABLE when the row is not known to be committed: nothing may be forwarded.
   */
  commit(row: CommitRow): Promise<CommitVerdict> {
    if (this.#closed) return Promise.reject(unavailable("This instance is stopping; nothing was forwarded."));
    if (isDecision(row) && !this.#client)
      return Promise.reject(unavailable("The log cannot be written; nothing was forwarded."));
    if (isDecision(row) && this.#queue.length >= QUEUE_MAX)
      return Promise.reject(unavailable("The log is behind; nothing was forwarded."));
    return new Promise((resolve, reject) => {
      this.#queue.push({ entry: row.entry, asks: row.asks, body: row.body, resolve, reject });
      if (!this.#busy) this.#leave(isDecision(row));
    });
  }

  /** Has the next batch leave: at once for a decision, since somebody waits for it; outcomes alone let one catch up. */
  #leave(atOnce: boolean): void {
    if (atOnce) void this.#pump();
    else this.#ride ??= setTimeout(() => this.#busy || void this.#pump(), RIDE_MILLISECONDS);
  }

  async #pump(): Promise<void> {
    if (this.#ride) clearTimeout(this.#ride);
    this.#ride = null;
    this.#busy = true;
    while (this.#queue.length > 0 && this.#client) {
      await endOfTurn();
      const batch = this.#queue.splice(0, BATCH_MAX);
      try {
        await this.#write(this.#client, batch);
      } catch (error) {
        await this.#fail(batch, error);
      }
      if (!this.#queue.some(isDecision)) break;
    }
    this.#busy = false;
    if (this.#queue.length > 0 && this.#client) this.#leave(this.#closed);
  }

  async #write(client: pg.Client, batch: Item[]): Promise<void> {
    const result = await client.query({
      name: "commit",
      text: COMMIT_STATEMENT,
      values: commitParameters(batch),
      rowMode: "array",
    });
    for (const row of result.rows as Parameters<typeof toVerdict>[0][]) batch[row[0] - 1]?.resolve(toVerdict(row));
  }

  async #fail(batch: Item[], error: unknown): Promise<void> {
    const rolledBack = isRolledBack(error);
    const asking = batch.filter((item) => item.asks);
    if (!rolledBack) this.#events.inDoubt(asking);
    const refusal =
      rolledBack && isOutage(error)
        ? outage(error, "nothing was forwarded.")
        : unavailable("The decision could not be recorded; nothing was forwarded.");
    for (const item of batch.filter(isDecision)) item.reject(refusal);
    const rest = batch.filter((item) => !isDecision(item));
    if (rolledBack) {
      // What is recorded after the fact is worth another try, alone, so that one bad row cannot take others with it.
      for (const item of rest) await this.#writeAlone(item);
      return;
    }
    await this.#reconnect();
    const missing = await this.#settle(asking, rest);
    this.#queue.unshift(...missing);
  }

  async #writeAlone(item: Item): Promise<void> {
    if (!this.#client) return item.reject(unavailable("The entry could not be recorded."));
    try {
      await this.#write(this.#client, [item]);
    } catch (error) {
      if (!isRolledBack(error)) this.#queue.unshift(item);
      else if (isPassing(error)) this.#tryLater(item);
      else item.reject(new AppError("UNAVAILABLE", "The entry could not be recorded.", undefined, error));
    }
  }

  #tryLater(item: Item): void {
    this.#late.push(item);
    if (this.#late.length > 1) return;
    setTimeout(() => {
      this.#queue.push(...this.#late.splice(0));
      if (!this.#busy) void this.#pump();
    }, AGAIN_MILLISECONDS);
  }

  /** A connection that ends between two statements is replaced before the next one; under one, its rejection says so. */
  #lostAtRest(client: pg.Client): void {
    if (this.#client !== client || this.#busy || this.#closed) return;
    this.#busy = true;
    void this.#reconnect().then(() => this.#pump());
  }

  async #reconnect(): Promise<void> {
    this.#client = null;
    this.#events.changed(false);
    for (const item of this.#queue.filter(isDecision))
      item.reject(unavailable("The log cannot be written; nothing was forwarded."));
    this.#queue = this.#queue.filter((queued) => !isDecision(queued));
    const lost = this.#pid;
    for (let attempt = 0; !this.#closed; attempt += 1) {
      try {
        await this.open();
        await this.#waitUntilGone(lost);
        return;
      } catch {
        this.#client = null;
        await pause(RECONNECT_MILLISECONDS[Math.min(attempt, RECONNECT_MILLISECONDS.length - 1)] ?? 1000);
      }
    }
  }

  /** The lost connection's backend may still be committing: what it did is known only once it is gone. */
  async #waitUntilGone(pid: number): Promise<void> {
    for (;;) {
      const gone = await this.#client?.query(
        "SELECT 1 FROM pg_stat_activity WHERE pid = $1 AND application_name = 'countersign-lane'",
        [pid],
      );
      if (!gone || gone.rowCount === 0 || pid === this.#pid) return;
      await this.#client?.query("SELECT pg_terminate_backend($1)", [pid]).catch(() => {}); // may not be ours to end; then we wait
      await pause(20);
    }
  }

  /** Looks up which rows of a lost batch are in the log; returns the outcomes that are not. */
  async #settle(asking: Item[], rest: Item[]): Promise<Item[]> {
    if (!this.#client) return rest;
    const ids = [...asking, ...rest].map((item) => item.entry.callId).filter((id) => id !== null);
    const { rows } = await this.#client.query<{ key: string; seq: string }>(
      "SELECT call_id || ' ' || kind AS key, seq::text AS seq FROM entry WHERE call_id = ANY($1::uuid[])",
      [ids],
    );
    const found = new Map(rows.map((row) => [row.key, BigInt(row.seq)]));
    const seqOf = (item: Item) => found.get(`${item.entry.callId} ${item.entry.kind}`);
    this.#events.afterLoss(
      asking.filter((item) => seqOf(item) !== undefined),
      asking.filter((item) => seqOf(item) === undefined),
    );
    return rest.filter((item) => {
      const seq = seqOf(item);
      if (seq !== undefined) item.resolve({ written: true, live: false, seq });
      return seq === undefined;
    });
  }
}

/** Somebody waits for a decision and can be refused; an outcome has happened and is written, sooner or later. */
const isDecision = ({ asks, entry }: CommitRow): boolean => asks || entry.kind === "call.denied";

/** An error that the same statement need not meet again: no room, no memory, a lock, a clash with another. */
const isPassing = (error: unknown): boolean => /^(53|40|55P03|57014)/.test(sqlCode(error));

const endOfTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
