import type { Dispatcher } from "undici";
import { type RequestId, type UpstreamAnswer, type UpstreamProgress, UpstreamReader } from "../mcp/index";
import { type StopSignal, whenStopped } from "./call-stop";
import type { Connection } from "./connection";
import { brokenNote, unreachableNote } from "./connection-notes";

/** One request to a server, complete as it will be written. */
export type Outgoing = {
  connection: Connection;
  method: "POST" | "DELETE";
  /** Raw headers (name, value, name, value …), built from nothing; only what is here is sent. */
  headers: string[];
  body: string | null;
};

/** What a request asks of the exchange. */
export type Manner = {
  /** The id that the answer has to carry, and whether the request went under a session. */
  id: RequestId;
  hasSession?: boolean;
  /** Until when the whole answer must be there, in milliseconds of performance.now(). */
  deadline: number;
  signal?: StopSignal;
  /** Asked at the moment the bytes would be written. False: not one byte is. */
  mayWrite?: () => boolean;
  /** Hears the server's progress on this request; the request must have asked for it with its own id as the token. */
  onProgress?: (progress: UpstreamProgress) => void;
};

export type NotWritten = {
  kind: "not_written";
  because: "stale" | "unreachable" | "stopped" | "timed_out";
  note: string;
};

/** What became of a request. Nothing is thrown; `not_written` is only said when surely no byte was written. */
export type Exchanged =
  | {
      kind: "answered";
      answer: UpstreamAnswer;
      status: number;
      sessionId: string | undefined;
      /** The server repeated the credential it was sent; it is no longer in the answer. */
      saidCredential?: true;
    }
  | NotWritten
  | { kind: "broken"; note: string }
  | { kind: "timed_out" }
  | { kind: "stopped" };

/** The largest answer that is read, in bytes, and how deep it may nest. */
export const ANSWER_LIMITS = { bytes: 8 * 1024 * 1024, depth: 128 } as const;

/** How long a stream may stay open after its answer, in milliseconds. */
const LINGER_MS = 1000;

/** Sends one request and waits for its answer. It is sent at most once, whatever happens. */
export function exchange(outgoing: Outgoing, manner: Manner): Promise<Exchanged> {
  return new Promise((resolve) => new Exchange(manner, resolve).start(outgoing));
}

/** Takes a request back before it is written, or its connection away afterwards. Never seen outside. */
class Withdrawn extends Error {}

class Exchange implements Dispatcher.DispatchHandler {
  readonly #manner: Manner;
  readonly #resolve: (result: Exchanged) => void;
  #controller: Dispatcher.DispatchController | null = null;
  #timer: NodeJS.Timeout | undefined;
  #unlisten: (() => void) | undefined;
  #settled = false;
  #ended = false;
  #status = 0;
  #sessionId: string | undefined;
  #reader: UpstreamReader | null = null;

  constructor(manner: Manner, resolve: (result: Exchanged) => void) {
    this.#manner = manner;
    this.#resolve = resolve;
  }

  start({ connection, method, headers, body }: Outgoing): void {
    const { deadline, signal } = this.#manner;
    if (signal?.aborted) {
      this.#settle(STOPPED_BEFORE);
      return;
    }
    if (signal) this.#unlisten = whenStopped(signal, () => this.#stop());
    this.#timer = setTimeout(expire, Math.max(0, deadline - performance.now()), this);
    connection.pool.dispatch({ path: connection.path, method, headers, body }, this);
  }

  /** undici calls this synchronously before it writes to the socket; a throw keeps the socket and writes nothing. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    // A second start would be a second sending.
    if (this.#settled || this.#controller) throw new Withdrawn();
    if (this.#manner.mayWrite && !this.#manner.mayWrite()) this.#settle(STALE);
    if (this.#settled) throw new Withdrawn();
    this.#controller = controller;
  }

  onResponseStart(_: unknown, status: number, headers: Record<string, string | string[] | undefined>): void {
    if (status < 200) return;
    const { id, onProgress, hasSession = false } = this.#manner;
    this.#status = status;
    this.#sessionId = first(headers["mcp-session-id"]);
    const contentType = first(headers["content-type"]);
    const progressToken = onProgress ? id : null;
    this.#reader = new UpstreamReader({ status, contentType, id, progressToken, hasSession, limits: ANSWER_LIMITS });
  }

  onResponseData(_: unknown, chunk: Buffer): void {
    if (!this.#settled && this.#reader) this.#hear(this.#reader.push(chunk));
  }

  onResponseEnd(): void {
    this.#ended = true;
    if (!this.#settled && this.#reader) this.#hear(this.#reader.end());
  }

  onResponseError(_: unknown, error: Error): void {
    this.#ended = true;
    if (this.#controller) this.#settle({ kind: "broken", note: brokenNote(error) });
    else this.#settle({ kind: "not_written", because: "unreachable", note: unreachableNote(error) });
  }

  #hear(events: ReturnType<UpstreamReader["push"]>): void {
    for (const event of events) {
      if (event.kind === "progress") this.#manner.onProgress?.(event.progress);
      else this.#finish(event.answer);
    }
  }

  #finish(answer: UpstreamAnswer): void {
    this.#settle({ kind: "answered", answer, status: this.#status, sessionId: this.#sessionId });
    if (this.#ended) return;
    // What a server still says after its answer, or instead of one, is of no use: a good server ends by itself.
    const patience = answer.kind === "result" || answer.kind === "error" ? LINGER_MS : 0;
    setTimeout(() => this.#ended || this.#controller?.abort(new Withdrawn()), patience).unref();
  }

  #stop(): void {
    this.#giveUp(this.#controller ? { kind: "stopped" } : STOPPED_BEFORE);
  }

  /** The deadline is over. */
  expire(): void {
    this.#giveUp(this.#controller ? { kind: "timed_out" } : TIMED_OUT_BEFORE);
  }

  /** Settles and closes the connection, which on a modern server cancels the request. */
  #giveUp(result: Exchanged): void {
    this.#settle(result);
    this.#controller?.abort(new Withdrawn());
  }

  #settle(result: Exchanged): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#timer);
    this.#unlisten?.();
    this.#resolve(result);
  }
}

const expire = (exchanging: Exchange): void => exchanging.expire();

const STALE: NotWritten = {
  kind: "not_written",
  because: "stale",
  note: "It took too long to reach the server after the call was allowed; nothing was sent.",
};
const STOPPED_BEFORE: NotWritten = {
  kind: "not_written",
  because: "stopped",
  note: "It was stopped before anything was sent.",
};
const TIMED_OUT_BEFORE: NotWritten = {
  kind: "not_written",
  because: "timed_out",
  note: "The server could not be reached in time; nothing was sent.",
};

const first = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);
