import { createHash } from "node:crypto";
import { createReadStream, type ReadStream } from "node:fs";
import { AppError } from "../base/index";
import { type BackupHeader, backupHeader, END_OF_ROWS } from "./backup-format";

const NEWLINE = 0x0a;
const PIECE = 64_000;

/** Reads a backup from front to back, line by line, and digests it on the way. */
export class BackupReader {
  readonly #hash = createHash("sha256");
  readonly #lines: AsyncGenerator<Buffer>;
  #header: BackupHeader | null = null;

  private constructor(
    readonly file: string,
    readonly stream: ReadStream,
  ) {
    this.#lines = linesOf(stream);
  }

  /** @throws INVALID_INPUT when the file does not begin like a backup of this format. */
  static async open(file: string): Promise<BackupReader> {
    const reader = new BackupReader(file, createReadStream(file, { highWaterMark: 256_000 }));
    const first = backupHeader.safeParse(parse(await reader.#next()));
    if (first.success) {
      reader.#header = first.data;
      return reader;
    }
    reader.close();
    throw new AppError("INVALID_INPUT", `${file} is not a backup that this version of Countersign can read.`);
  }

  get header(): BackupHeader {
    if (!this.#header) throw new Error("a reader has its header once it is open");
    return this.#header;
  }

  /** The next line as JSON; undefined when it is none. */
  async json(): Promise<unknown> {
    const line = await this.#next();
    this.#hash.update(line);
    return parse(line);
  }

  /** The rows up to the end of a table, in pieces of about 64 kB. */
  async *rows(): AsyncGenerator<Buffer> {
    let piece: Buffer[] = [];
    let size = 0;
    for (;;) {
      const line = await this.#next();
      if (line.length === 0) throw this.damaged("it is cut short");
      this.#hash.update(line);
      const end = line.length === END_OF_ROWS.length + 1 && line.toString().trimEnd() === END_OF_ROWS;
      if (!end) size += piece.push(line) && line.length;
      if (size > PIECE || (end && size > 0)) yield Buffer.concat(piece);
      if (end) return;
      if (size > PIECE) {
        piece = [];
        size = 0;
      }
    }
  }

  /** @throws INVALID_INPUT when something follows, or the content is not what was written. */
  async verify(): Promise<void> {
    const rest = await this.#next();
    if (rest.length > 0 || this.#hash.digest("hex") !== this.header.sha256)
      throw this.damaged("its content does not match its digest");
  }

  damaged(how: string): AppError {
    return new AppError("INVALID_INPUT", `${this.file} is damaged: ${how}. Nothing was restored.`);
  }

  close(): void {
    this.stream.destroy();
  }

  /** The next line with its end; empty after the last. */
  async #next(): Promise<Buffer> {
    const { value, done } = await this.#lines.next();
    return done ? Buffer.alloc(0) : value;
  }
}

async function* linesOf(stream: ReadStream): AsyncGenerator<Buffer> {
  let open: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      yield Buffer.concat([...open, chunk.subarray(start, end + 1)]);
      open = [];
      start = end + 1;
    }
    if (start < chunk.length) open.push(chunk.subarray(start));
  }
  if (open.length > 0) yield Buffer.concat(open);
}

function parse(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString("utf8"));
  } catch {
    return undefined;
  }
}
