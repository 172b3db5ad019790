import type { RequestId } from "./schema";
import { SseReader } from "./sse-reader";
import { readServerMessage, type UpstreamAnswer, type UpstreamEvent, upstreamFault } from "./upstream-message";

/** The head of a server's response, and what it has to match. `bytes` bounds the body, or one event of a stream. */
export type UpstreamHead = {
  status: number;
  contentType: string | undefined;
  id: RequestId;
  progressToken: RequestId | null;
  hasSession: boolean;
  limits: { bytes: number; depth: number };
};

/**
 * Reads a server's answer piece by piece, as JSON or as an event stream, until it has the answer to the one request.
 * Bytes after the answer are ignored.
 */
export class UpstreamReader {
  readonly #head: UpstreamHead;
  readonly #stream: SseReader | null;
  #pieces: Uint8Array[] = [];
  #size = 0;
  #done = false;

  constructor(head: UpstreamHead) {
    this.#head = head;
    const isStream = isSuccess(head.status) && mediaType(head.contentType) === "text/event-stream";
    this.#stream = isStream ? new SseReader(head.limits.bytes) : null;
  }

  /** True once the answer has been given: the connection is of no further use. */
  get isDone(): boolean {
    return this.#done;
  }

  /** Takes the next bytes of the body. */
  push(piece: Uint8Array): UpstreamEvent[] {
    if (this.#done) return [];
    const fault = faultOfHead(this.#head);
    if (fault !== null) return [this.#answer(fault)];
    if (this.#stream !== null) return this.#readStream(this.#stream, piece);
    this.#size += piece.length;
    if (this.#size > this.#head.limits.bytes) return [this.#answer(upstreamFault("TOO_LARGE"))];
    this.#pieces.push(piece);
    return [];
  }

  /** The body has ended. */
  end(): UpstreamEvent[] {
    if (this.#done) return [];
    const fault = faultOfHead(this.#head);
    if (fault !== null) return [this.#answer(fault)];
    if (this.#stream !== null) return [this.#answer(upstreamFault("ENDED_EARLY"))];
    const body = this.#pieces.length === 1 && this.#pieces[0] ? this.#pieces[0] : Buffer.concat(this.#pieces);
    return [this.#answer(readBody(this.#head, body))];
  }

  #readStream(stream: SseReader, piece: Uint8Array): UpstreamEvent[] {
    const events: UpstreamEvent[] = [];
    for (const message of stream.push(piece)) {
      const event = readServerMessage(this.#head, message);
      if (event === null) continue;
      events.push(event);
      if (event.kind === "answer") {
        this.#done = true;
        return events;
      }
    }
    if (stream.fault !== null)
      events.push(this.#answer(upstreamFault(stream.fault === "TOO_LARGE" ? "TOO_LARGE" : "NOT_JSON")));
    return events;
  }

  #answer(answer: UpstreamAnswer): UpstreamEvent {
    this.#done = true;
    this.#pieces = [];
    return { kind: "answer", answer };
  }
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function mediaType(contentType: string | undefined): string {
  return (contentType ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

/** What the status alone decides, whatever the body says. */
function faultOfHead({ status, hasSession }: UpstreamHead): UpstreamAnswer | null {
  if (status >= 300 && status < 400) return upstreamFault("REDIRECTS");
  if (status === 401 || status === 403) return upstreamFault("CREDENTIAL_REFUSED", `(HTTP ${status})`);
  return hasSession && status === 404 ? upstreamFault("SESSION_GONE") : null;
}

function readBody(head: UpstreamHead, body: Uint8Array): UpstreamAnswer {
  const isJson = mediaType(head.contentType) === "application/json";
  if (isSuccess(head.status)) {
    if (body.length === 0) return upstreamFault("NO_ANSWER");
    return isJson ? readWhole(head, body) : upstreamFault("CONTENT_TYPE");
  }
  // Modern servers carry their errors in a 4xx; anything that is no JSON-RPC error there is just an HTTP error.
  const answer = isJson ? readWhole(head, body) : null;
  if (answer?.kind !== "error") return upstreamFault("HTTP_STATUS", `(HTTP ${head.status})`);
  // Widely used servers answer 400 instead of 404 for a session they have forgotten, with the SDK's own codes.
  const isForgotten = head.hasSession && head.status === 400 && (answer.code === -32000 || answer.code === -32001);
  return isForgotten ? upstreamFault("SESSION_GONE") : answer;
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function readWhole(head: UpstreamHead, body: Uint8Array): UpstreamAnswer {
  let text: string;
  try {
    text = utf8.decode(body);
  } catch {
    return upstreamFault("NOT_JSON");
  }
  const event = readServerMessage(head, text);
  return event?.kind === "answer" ? event.answer : upstreamFault("NO_ANSWER");
}
