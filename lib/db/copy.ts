import { once } from "node:events";
import type pg from "pg";
import type { Connection } from "pg";

/** What pg's connection can do beyond its type declarations; pg itself calls these in its own Query. */
type CopyConnection = Connection & {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(why: string): void;
};

/** How much may wait for the network before the source of the rows is asked to pause. */
const HIGH_WATER = 1_000_000;

/** The part of pg's query protocol that both directions share: it ends when the server is ready again. */
abstract class Copy {
  readonly done: Promise<void>;
  protected failure: Error | null = null;
  #settle: () => void = () => {};

  constructor(readonly sql: string) {
    this.done = new Promise((resolve, reject) => {
      this.#settle = () => (this.failure ? reject(this.failure) : resolve());
    });
  }

  submit(connection: Connection): void {
    connection.query(this.sql);
  }

  handleError(error: Error): void {
    this.failure ??= error;
    this.#settle();
  }

  handleReadyForQuery(): void {
    this.#settle();
  }

  handleCommandComplete(): void {}
}

class CopyOut extends Copy {
  constructor(
    sql: string,
    readonly onRow: (row: Buffer) => Promise<void> | undefined,
  ) {
    super(sql);
  }

  handleCopyData(message: { chunk: Buffer }, connection: Connection): void {
    if (this.failure) return;
    // pg reuses the memory of what it received
    const waiting = this.onRow(Buffer.from(message.chunk));
    if (!waiting) return;
    connection.stream.pause();
    waiting
      .catch((error) => {
        this.failure ??= error; // the rest is read and let go, so that the connection stays in step
      })
      .finally(() => connection.stream.resume());
  }
}

class CopyIn extends Copy {
  constructor(
    sql: string,
    readonly rows: AsyncIterable<Buffer>,
  ) {
    super(sql);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    this.#feed(connection).catch((error) => {
      this.failure ??= error;
      connection.sendCopyFail("the rows could not be read");
    });
  }

  async #feed(connection: CopyConnection): Promise<void> {
    for await (const chunk of this.rows) {
      if (this.failure) return;
      connection.sendCopyFromChunk(chunk);
      if (connection.stream.writableLength > HIGH_WATER) await once(connection.stream, "drain");
    }
    if (!this.failure) connection.endCopyFrom();
  }
}

/**
 * Runs `COPY … TO STDOUT` and hands on its rows, each with its line end.
 *
 * @param onRow May return a promise: then no more is read until it resolves.
 */
export function copyOut(
  client: pg.Client,
  sql: string,
  onRow: (row: Buffer) => Promise<void> | undefined,
): Promise<void> {
  return client.query(new CopyOut(sql, onRow)).done;
}

/** Runs `COPY … FROM STDIN` with rows in PostgreSQL's text form, in pieces of any size. */
export function copyIn(client: pg.Client, sql: string, rows: AsyncIterable<Buffer>): Promise<void> {
  return client.query(new CopyIn(sql, rows)).done;
}
