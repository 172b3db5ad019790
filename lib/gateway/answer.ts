import type { ServerResponse } from "node:http";
import { STREAM_HEADERS, sseComment, sseMessage } from "../mcp/index";
import { CallStop } from "../servers/index";
import type { LateAnswers } from "./late-answers";

/** A comment this often keeps the connection of a waiting call open, in milliseconds. */
const COMMENT_MILLISECONDS = 10_000;

/**
 * The answer to one request of an agent: one JSON document, or a stream when the answer takes long. Its headers leave
 * at once then, because a JSON answer that is held back breaks the parallel calls of the official clients.
 */
export class Answer {
  readonly #response: ServerResponse;
  /** Stops when the agent goes away before it has its answer. */
  readonly gone = new CallStop();
  #comments: NodeJS.Timeout | undefined;
  #late: LateAnswers | null = null;
  #finished = false;

  constructor(response: ServerResponse) {
    this.#response = response;
    response.on("close", () => {
      this.#rest();
      if (!this.#finished) this.gone.abort();
    });
  }

  /** Opens the stream when the answer takes long. */
  streamWhenLate(late: LateAnswers): void {
    this.#late = late;
    late.add(this);
  }

  /** Sends the headers of a stream now and keeps it open with comments. */
  stream(): void {
    if (this.#response.headersSent || this.#finished || this.gone.aborted) return;
    this.#response.writeHead(200, STREAM_HEADERS);
    this.#response.flushHeaders();
    this.#comments = setInterval(() => this.#response.write(sseComment()), COMMENT_MILLISECONDS);
  }

  /** Sends a notification, on a stream only. */
  notify(message: string): void {
    if (!this.#finished && this.#response.headersSent) this.#response.write(sseMessage(message));
  }

  /**
   * Sends the answer and ends.
   *
   * @returns Whether the agent was still there to receive it. True does not prove that it did.
   */
  finish(message: string, status = 200): boolean {
    if (!this.#close()) return false;
    if (this.#response.headersSent) this.#response.end(sseMessage(message));
    else
      this.#response
        .writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(message) })
        .end(message);
    return true;
  }

  /**
   * Ends without an answer: its sender has cancelled the request.
   *
   * @returns false, as finish does when nobody received anything.
   * Source: MCP 2025-11-25, basic/utilities/cancellation: the receiver should not send a response.
   */
  leave(): false {
    if (!this.#close()) return false;
    if (!this.#response.headersSent) this.#response.writeHead(200, STREAM_HEADERS);
    this.#response.end();
    return false;
  }

  #close(): boolean {
    if (this.#finished || this.gone.aborted) return false;
    this.#finished = true;
    this.#rest();
    return true;
  }

  #rest(): void {
    clearInterval(this.#comments);
    this.#late?.delete(this);
  }
}
